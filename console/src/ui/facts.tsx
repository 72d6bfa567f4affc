import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  facts: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'fit-content(40%) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalXXS },
  },
  what: { color: tokens.colorNeutralForeground2 },
  is: {
    margin: 0,
    overflowWrap: 'anywhere',
    '@media (max-width: 480px)': { marginBottom: tokens.spacingVerticalS },
  },
})

/** What is known of one thing: each fact with its name. Facts without a value are left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [what: string, is: ReactNode])[] }) {
  const styles = useStyles()
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, is]) => is !== null && is !== undefined)
        .flatMap(([what, is]) => [
          <dt key={`what ${what}`} className={styles.what}>
            {what}
          </dt>,
          <dd key={`is ${what}`} className={styles.is}>
            {is}
          </dd>,
        ])}
    </dl>
  )
}
