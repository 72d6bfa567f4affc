import { Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ValueType } from '../../../../../src/contract/column.ts'
import { timeUnits } from '../../../../../src/contract/operators.ts'
import type { Operator } from '../../../../../src/contract/segment.ts'
import { dayName, monthName } from '../day-names.ts'
import { DateField } from './date-field.tsx'
import { ListField } from './list-field.tsx'
import { readNumber } from './read-number.ts'
import { shapeOf } from './start-values.ts'
import { Suggested } from './suggested.tsx'

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  number: { width: '110px' },
})

export type ValueOf = {
  readonly type: ValueType
  readonly dateKind?: 'day' | 'local' | 'instant'
  /** Whose values are proposed; missing where nothing is known of them. */
  readonly table?: string
  readonly column?: string
}

/** What a column is compared with, in the form that the operator takes. */
export function ValueField({
  operator,
  value,
  of,
  onChange,
}: {
  readonly operator: Operator
  readonly value: unknown
  readonly of: ValueOf
  readonly onChange: (value: unknown) => void
}) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const shape = shapeOf(operator)
  switch (shape) {
    case 'none':
      return null
    case 'one':
      return <One label={t('builder.value')} value={value} of={of} onChange={onChange} />
    case 'list':
      return <ListField values={Array.isArray(value) ? value : []} of={of} onChange={onChange} />
    case 'pair': {
      const [from, to] = Array.isArray(value) ? value : [null, null]
      return (
        <span className={styles.line}>
          <One label={t('builder.from')} value={from} of={of} onChange={(next) => onChange([next, to])} />
          <Text>{t('operators.and')}</Text>
          <One label={t('builder.to')} value={to} of={of} onChange={(next) => onChange([from, next])} />
        </span>
      )
    }
    case 'span': {
      const span = (typeof value === 'object' && value !== null ? value : {}) as { value?: unknown; unit?: string }
      return (
        <span className={styles.line}>
          <NumberField
            label={t('builder.amount')}
            value={span.value}
            onChange={(next) => onChange({ value: next, unit: span.unit ?? 'days' })}
          />
          <Select
            aria-label={t('builder.unit')}
            value={span.unit ?? 'days'}
            onChange={(_, { value: unit }) => onChange({ value: span.value ?? null, unit })}
          >
            {timeUnits.map((unit) => (
              <option key={unit} value={unit}>
                {t(`operators.units.${unit}`)}
              </option>
            ))}
          </Select>
        </span>
      )
    }
    case 'month':
      return choice(Array.from({ length: 12 }, (_, at) => monthName(at + 1, i18n.language)))
    case 'weekday':
      return choice(Array.from({ length: 7 }, (_, at) => dayName(at, i18n.language)))
    case 'count':
      return <NumberField label={t('builder.value')} value={value} onChange={onChange} />
    case 'time':
      return (
        <Input
          type="time"
          step={1}
          aria-label={t('builder.value')}
          value={typeof value === 'string' ? value : ''}
          onChange={(_, { value: time }) => onChange(time)}
        />
      )
    default:
      return shape satisfies never
  }

  /** Months and days by number; one that is written as an English name is shown as it is written. */
  function choice(names: readonly string[]) {
    const written = typeof value === 'string' ? value : undefined
    return (
      <Select
        aria-label={t('builder.value')}
        value={String(value ?? '')}
        onChange={(_, { value: next }) => onChange(Number(next))}
      >
        {written !== undefined && <option value={written}>{written}</option>}
        {names.map((name, at) => (
          <option key={name} value={at + 1}>
            {name}
          </option>
        ))}
      </Select>
    )
  }
}

function One({
  label,
  value,
  of,
  onChange,
}: {
  readonly label: string
  readonly value: unknown
  readonly of: ValueOf
  readonly onChange: (value: unknown) => void
}) {
  const { t } = useTranslation()
  if (of.type === 'number') return <NumberField label={label} value={value} onChange={onChange} />
  if (of.type === 'date') {
    return <DateField label={label} value={value} {...(of.dateKind && { kind: of.dateKind })} onChange={onChange} />
  }
  if (of.type === 'boolean') {
    return (
      <Select aria-label={label} value={String(value)} onChange={(_, { value: next }) => onChange(next === 'true')}>
        <option value="true">{t('operators.yes')}</option>
        <option value="false">{t('operators.no')}</option>
      </Select>
    )
  }
  return (
    <Suggested
      label={label}
      text={value === null || value === undefined ? '' : String(value)}
      table={of.table}
      column={of.column}
      onText={(text) => onChange(text)}
      onChosen={onChange}
    />
  )
}

function NumberField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: number | string | null) => void
}) {
  const styles = useStyles()
  return (
    <Input
      className={styles.number}
      aria-label={label}
      inputMode="decimal"
      value={value === null || value === undefined ? '' : String(value)}
      // What is no number yet (`-`, `1e`) is kept as it is typed, and told as not fitting by the server.
      onChange={(_, { value: text }) => onChange(readNumber(text))}
    />
  )
}
