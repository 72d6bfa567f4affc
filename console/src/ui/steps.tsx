import { makeStyles, mergeClasses, shorthands, Text, tokens } from '@fluentui/react-components'
import { CheckmarkRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  steps: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  step: {
    display: 'grid',
    gridTemplateColumns: '28px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalXL,
    position: 'relative',
    // The line from one number to the next.
    ':not(:last-child)::before': {
      content: '""',
      position: 'absolute',
      left: '13px',
      top: '28px',
      bottom: 0,
      borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
    },
  },
  number: {
    width: '28px',
    height: '28px',
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusCircular,
    display: 'grid',
    placeItems: 'center',
    ...shorthands.border('2px', 'solid', tokens.colorNeutralStrokeAccessible),
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  numberNow: { ...shorthands.borderColor(tokens.colorBrandStroke1), color: tokens.colorBrandForeground1 },
  numberDone: {
    ...shorthands.borderColor(tokens.colorBrandBackground),
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  inside: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  title: { lineHeight: '28px' },
  later: { color: tokens.colorNeutralForeground3 },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

/** Steps that are taken one after another, all in sight from the first on. */
export function Steps({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ol className={useStyles().steps} aria-label={label}>
      {children}
    </ol>
  )
}

/** One step: what it is, whether it was taken, and what there is to do once it is its turn. */
export function Step({
  number,
  title,
  state,
  children,
}: {
  readonly number: number
  readonly title: string
  readonly state: 'done' | 'now' | 'later'
  readonly children?: ReactNode
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <li className={styles.step} {...(state === 'now' && { 'aria-current': 'step' as const })}>
      <span
        className={mergeClasses(
          styles.number,
          state === 'now' && styles.numberNow,
          state === 'done' && styles.numberDone,
        )}
        aria-hidden
      >
        {state === 'done' ? <CheckmarkRegular /> : number}
      </span>
      <div className={styles.inside}>
        <Text as="h2" weight="semibold" className={mergeClasses(styles.title, state === 'later' && styles.later)}>
          {title}
          <span className={styles.hidden}> {t(`app.steps.${state}`)}</span>
        </Text>
        {children}
      </div>
    </li>
  )
}
