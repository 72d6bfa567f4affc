import { makeStyles, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ValueType } from '../../../../../src/contract/column.ts'
import { isOperator } from '../../../../../src/contract/operators.ts'
import type { Operator } from '../../../../../src/contract/segment.ts'
import { operatorsOf } from './start-values.ts'

const useStyles = makeStyles({ field: { minWidth: '120px', maxWidth: '100%' } })

const dates = ['greaterThan', 'greaterThanOrEqualTo', 'lessThan', 'lessThanOrEqualTo'] as const

/** How a column is compared, in words that fit its type. */
export function OperatorField({
  operator,
  type,
  onChange,
}: {
  readonly operator: Operator | null
  readonly type: ValueType
  readonly onChange: (operator: Operator) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const fit = operatorsOf(type)
  // One that does not fit is shown all the same, so that it is seen and can be changed.
  const shown = operator !== null && !fit.includes(operator) ? [operator, ...fit] : fit
  const words = (each: Operator) => {
    const ofDate = type === 'date' ? dates.find((date) => date === each) : undefined
    return ofDate ? t(`operators.date.${ofDate}`) : t(`operators.${each}`)
  }
  return (
    <Select
      className={styles.field}
      aria-label={t('builder.operator')}
      value={operator ?? ''}
      onChange={(_, { value }) => isOperator(value) && onChange(value)}
    >
      {operator === null && <option value="">{t('builder.chooseOperator')}</option>}
      {shown.map((each) => (
        <option key={each} value={each}>
          {words(each)}
        </option>
      ))}
    </Select>
  )
}
