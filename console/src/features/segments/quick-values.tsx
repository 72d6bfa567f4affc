import { Button, Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operator } from '../../../../src/contract/segment.ts'
import { useFormats } from '../../app/formats.ts'
import { Shown } from '../../ui/shown.tsx'
import { type ColumnValues, profileTable, type TableColumn, valuesQuery } from './builder/catalogue.ts'
import { OperatorField } from './builder/operator-field.tsx'
import { startValue } from './builder/start-values.ts'
import { Suggested } from './builder/suggested.tsx'
import { ValueField } from './builder/value-field.tsx'

/** So many of the most frequent values are proposed (feature map, M13). */
const topValues = 10

export type QuickTest = { readonly operator: Operator; readonly value: unknown }

const useStyles = makeStyles({
  values: { border: 0, margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  legend: { padding: 0, fontWeight: tokens.fontWeightSemibold },
  test: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  spread: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  other: { paddingTop: tokens.spacingVerticalS },
})

/** The values of one column: the most frequent ones to tick, or for numbers and dates how it is compared, with how the numbers lie. */
export function QuickValues({
  column,
  test,
  onTest,
}: {
  readonly column: TableColumn
  readonly test: QuickTest
  readonly onTest: (test: QuickTest) => void
}) {
  const { t } = useTranslation()
  const query = useQuery(valuesQuery(profileTable, column.name, '', topValues))
  return (
    <Shown query={query}>
      {(values) => {
        if (values.filled === 0) return <Text>{t('builder.quick.none')}</Text>
        const given = { column, values, test, onTest }
        return column.type === 'string' ? <Ticked {...given} /> : <Compared {...given} />
      }}
    </Shown>
  )
}

type Given = {
  readonly column: TableColumn
  readonly values: ColumnValues
  readonly test: QuickTest
  readonly onTest: (test: QuickTest) => void
}

function Ticked({ column, values, test, onTest }: Given) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number, proportion } = useFormats()
  const [typed, setTyped] = useState('')
  const chosen = Array.isArray(test.value) ? test.value.map(String) : []
  const set = (next: readonly string[]) => onTest({ operator: 'in', value: next })
  const add = (value: string) => {
    setTyped('')
    if (value.trim() !== '' && !chosen.includes(value)) set([...chosen, value])
  }
  // What was typed stands with those that are proposed.
  const others = chosen.filter((value) => values.items.every((item) => item.value !== value))
  return (
    <fieldset className={styles.values}>
      <legend className={styles.legend}>{t('builder.quick.values')}</legend>
      {[...values.items, ...others.map((value) => ({ value, rows: undefined }))].map(({ value, rows }) => {
        const share =
          rows === undefined
            ? ''
            : ` – ${t('builder.quick.share', {
                customers: t('segments.customers', { count: rows, n: number(rows) }),
                share: proportion(values.rows === 0 ? 0 : rows / values.rows),
              })}`
        return (
          <Checkbox
            key={value}
            label={`${value}${share}`}
            checked={chosen.includes(value)}
            onChange={(_, { checked }) =>
              set(checked === true ? [...chosen, value] : chosen.filter((each) => each !== value))
            }
          />
        )
      })}
      {values.distinct > values.items.length && (
        <div className={styles.other}>
          <Suggested
            label={t('builder.quick.other')}
            placeholder={t('builder.quick.other')}
            text={typed}
            table={profileTable}
            column={column.name}
            onText={setTyped}
            onChosen={add}
            onEnter={() => add(typed)}
          />
        </div>
      )}
    </fieldset>
  )
}

function Compared({ column, values, test, onTest }: Given) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number, percent } = useFormats()
  return (
    <>
      <div className={styles.test}>
        <OperatorField
          operator={test.operator}
          type={column.type}
          onChange={(operator) => onTest({ operator, value: startValue(operator, column.type, test) })}
        />
        <ValueField
          operator={test.operator}
          value={test.value}
          of={{ ...column, table: profileTable, column: column.name }}
          onChange={(value) => onTest({ operator: test.operator, value })}
        />
      </div>
      {values.quantiles.length > 0 && (
        <div>
          <Text weight="semibold" as="h3">
            {t('builder.quick.spread')}
          </Text>
          <div className={styles.spread}>
            {values.quantiles.map(({ share, value }) => (
              <Button
                key={share}
                size="small"
                title={t('builder.quick.take', { value: number(value) })}
                onClick={() => onTest(atMost(test, value))}
              >
                {t('builder.quick.quantile', { share: percent(share), value: number(value) })}
              </Button>
            ))}
          </div>
        </div>
      )}
    </>
  )
}

/** The test with this number in the place of its own; one that takes no single number becomes "at most". */
function atMost(test: QuickTest, value: number): QuickTest {
  const takesOne = /^(equals|notEquals|greaterThan|greaterThanOrEqualTo|lessThan|lessThanOrEqualTo)$/.test(
    test.operator,
  )
  return { operator: takesOne ? test.operator : 'lessThanOrEqualTo', value }
}
