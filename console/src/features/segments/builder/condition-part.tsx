import { Checkbox } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { columnWords } from '../rule-words.ts'
import { findColumn } from './catalogue.ts'
import { ColumnField } from './column-field.tsx'
import type { DraftCondition, DraftGroup } from './draft.ts'
import { OperatorField } from './operator-field.tsx'
import { PartFrame } from './part-frame.tsx'
import { operatorFor, startValue } from './start-values.ts'
import { ValueField } from './value-field.tsx'
import { useWorkbench } from './workbench.ts'

/** A condition on one column. */
export function ConditionPart({
  node,
  parent,
  at,
  home,
}: {
  readonly node: DraftCondition
  readonly parent: DraftGroup
  readonly at: number
  readonly home: string
}) {
  const { t } = useTranslation()
  const { dispatch, tables } = useWorkbench()
  const { id, column, operator, value, ignoreCase } = node
  const found = findColumn(tables, column, home)
  const type = found?.type ?? 'string'
  const change = (to: Extract<Parameters<typeof dispatch>[0], { do: 'condition' }>['change'], mark?: string) =>
    dispatch({ do: 'condition', node: id, change: to, ...(mark && { mark }) })
  return (
    <PartFrame node={node} parent={parent} at={at} what={column ? columnWords(column) : t('builder.condition')}>
      <ColumnField
        column={column}
        home={home}
        onChange={(next, nextType) => {
          const nextOperator = operatorFor(nextType, operator)
          const before = nextType === type ? { operator, value } : undefined
          change({
            column: next,
            operator: nextOperator,
            value: startValue(nextOperator, nextType, before),
            ...(nextType !== 'string' && { ignoreCase: undefined }),
          })
        }}
      />
      {column !== null && (
        <OperatorField
          operator={operator}
          type={type}
          onChange={(next) => change({ operator: next, value: startValue(next, type, { operator, value }) })}
        />
      )}
      {operator !== null && (
        <ValueField
          operator={operator}
          value={value}
          of={found ? { ...found, column: found.name } : { type: guessed(value) }}
          onChange={(next) => change({ value: next }, `value ${id}`)}
        />
      )}
      {type === 'string' && operator !== null && takesCase(operator) && (
        <Checkbox
          label={t('builder.ignoreCase')}
          checked={ignoreCase === true}
          onChange={(_, { checked }) => change({ ignoreCase: checked === true ? true : undefined })}
        />
      )}
    </PartFrame>
  )
}

function takesCase(operator: string): boolean {
  return /equals|^in$|notIn|contains|with$/i.test(operator) && !/than/i.test(operator)
}

/** The type that a column of which nothing is known seems to have. */
function guessed(value: unknown): 'string' | 'number' | 'boolean' {
  const type = typeof (Array.isArray(value) ? value[0] : value)
  return type === 'number' || type === 'boolean' ? type : 'string'
}
