import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular, DismissCircleRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { useCellText } from '../../app/use-cell-text.ts'
import { Breakable } from '../../ui/breakable.tsx'
import type { Judged } from './explanation.ts'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, display: 'block' },
  score: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXXS, whiteSpace: 'nowrap' },
  holds: { color: tokens.colorStatusSuccessForeground1 },
  fails: { color: tokens.colorStatusDangerForeground1 },
})

/**
 * What one of two rows has in a field, and what it was compared as where that is more than other capitals (a nickname is compared as the
 * name) and the other row has not the same anyway.
 */
export function JudgedValue({ judged, at }: { readonly judged: Judged; readonly at: 0 | 1 }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const cellText = useCellText()
  const value = judged.values[at]
  const as = judged.compared[at]
  if (value === null) return <span className={styles.quiet}>{t('unify.explain.noValue')}</span>
  return (
    <span>
      <Breakable>{cellText(value, judged)}</Breakable>
      {as !== null && value !== judged.values[1 - at] && as.toLowerCase() !== value.toLowerCase() && (
        <Text size={200} className={styles.quiet}>
          {t('unify.explain.compared', { value: as })}
        </Text>
      )}
    </span>
  )
}

/** How alike two values are, and whether that is enough, by a sign and not by its colour alone. */
export function Alikeness({ score, good }: { readonly score: number | null; readonly good: boolean }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { proportion } = useFormats()
  const Sign = good ? CheckmarkCircleRegular : DismissCircleRegular
  return (
    <span className={styles.score}>
      <Sign
        className={good ? styles.holds : styles.fails}
        aria-label={t(good ? 'unify.explain.holds' : 'unify.explain.holdsNot')}
      />
      {score === null ? t('unify.explain.noScore') : proportion(score)}
    </span>
  )
}
