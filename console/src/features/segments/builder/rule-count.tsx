import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { useWorkbench } from './workbench.ts'

const useStyles = makeStyles({
  count: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
  stale: { color: tokens.colorNeutralForeground3, fontStyle: 'italic' },
})

/** For how many customers a rule holds, and how many are left of those before; the first has none before. */
export function RuleCount({ rule, isFirst }: { readonly rule: number; readonly isFirst: boolean }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const { counts, countIsStale } = useWorkbench()
  const count = counts.get(rule)
  if (!count) return null
  const [alone, soFar] = [number(count.alone), number(count.cumulative)]
  return (
    <Text size={200} className={mergeClasses(styles.count, countIsStale && styles.stale)}>
      {isFirst
        ? t('segments.customers', { count: count.alone, n: alone })
        : t('builder.aloneAndSoFar', { alone, soFar })}
    </Text>
  )
}
