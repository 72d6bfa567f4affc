import { Card, makeStyles, Subtitle1, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'

const useStyles = makeStyles({
  section: {
    gap: tokens.spacingVerticalM,
    // A field across a whole wide page is hard to take for one.
    '& .fui-Field': { maxWidth: '560px' },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** A part of a page under a heading of its own, with what can be done in it. */
export function Section({
  title,
  acts,
  children,
}: {
  readonly title: string
  readonly acts?: ReactNode
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const id = useId()
  return (
    <Card className={styles.section} role="region" aria-labelledby={id}>
      <div className={styles.head}>
        <Subtitle1 as="h2" id={id}>
          {title}
        </Subtitle1>
        {acts && <div className={styles.acts}>{acts}</div>}
      </div>
      {children}
    </Card>
  )
}
