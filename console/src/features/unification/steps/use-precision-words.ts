import { useTranslation } from 'react-i18next'
import type { Precision } from '../../../../../src/contract/unification.ts'
import { useFormats } from '../../../app/formats.ts'

/** A precision in words: High (80%), or a percentage of its own. */
export function usePrecisionWords(): (precision?: Precision) => string {
  const { t } = useTranslation()
  const { percent } = useFormats()
  return (precision = 'exact') =>
    typeof precision === 'number' ? percent(precision / 100) : t(`unifying.rule.precisions.${precision}`)
}
