import { Card, makeStyles, Title3, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'

const useStyles = makeStyles({
  section: { gap: tokens.spacingVerticalM },
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
        <Title3 as="h2" id={id}>
          {title}
        </Title3>
        {acts && <div className={styles.acts}>{acts}</div>}
      </div>
      {children}
    </Card>
  )
}
