import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 128px), 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    margin: 0,
  },
  card: {
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    // Seen in high contrast, where grounds are all alike.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow4,
  },
  // Labels of one line and of two beside each other: the figures begin on one line all the same.
  fact: { display: 'grid', gridRow: 'span 2', gridTemplateRows: 'subgrid', rowGap: 0 },
  wide: { gridColumn: '1 / -1' },
  label: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
})

/** What is known of a thing at a glance, side by side, each under what it is called. */
export function Figures({
  facts,
  within = false,
  below,
}: {
  readonly facts: readonly (readonly [label: string, value: ReactNode])[]
  /** Whether they stand on the ground of what is around them, without one of their own. */
  readonly within?: boolean
  /** What needs the whole width, under the others. */
  readonly below?: readonly [label: string, value: ReactNode]
}) {
  const styles = useStyles()
  return (
    <dl className={mergeClasses(styles.facts, !within && styles.card)}>
      {facts.map(([label, value]) => (
        <div key={label} className={styles.fact}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
      {below && (
        <div className={styles.wide}>
          <dt className={styles.label}>{below[0]}</dt>
          <dd className={styles.value}>{below[1]}</dd>
        </div>
      )}
    </dl>
  )
}
