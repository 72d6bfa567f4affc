import { Button, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { FilterRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { ValueType } from '../../../../../src/contract/column.ts'
import { columnWords } from '../rule-words.ts'
import { findColumn, profileTable, splitColumn } from './catalogue.ts'
import { ColumnField } from './column-field.tsx'
import { type AggregateKind, aggregateKinds, type DraftAggregate, type DraftGroup } from './draft.ts'
import { GroupBox } from './group-box.tsx'
import { OperatorField } from './operator-field.tsx'
import { PartFrame } from './part-frame.tsx'
import { PathField } from './path-field.tsx'
import { operatorFor, startValue } from './start-values.ts'
import { ValueField } from './value-field.tsx'
import { useWorkbench } from './workbench.ts'

const useStyles = makeStyles({
  filter: {
    flexBasis: '100%',
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
    paddingLeft: tokens.spacingHorizontalM,
  },
})

/** A condition on many rows of a related table at once. */
export function AggregatePart({
  node,
  parent,
  at,
}: {
  readonly node: DraftAggregate
  readonly parent: DraftGroup
  readonly at: number
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { dispatch, tables } = useWorkbench()
  const { id, of, column, where, operator, value, path } = node
  const table = tableOf(node, tables)
  const found = of === 'count' ? undefined : findColumn(tables, column, profileTable)
  const type: ValueType = of === 'min' || of === 'max' ? (found?.type ?? 'number') : 'number'
  const change = (to: Extract<Parameters<typeof dispatch>[0], { do: 'aggregate' }>['change'], mark?: string) =>
    dispatch({ do: 'aggregate', node: id, change: to, ...(mark && { mark }) })
  return (
    <PartFrame
      node={node}
      parent={parent}
      at={at}
      what={`${t(`builder.kinds.${of}`)} ${column ? columnWords(column) : ''}`.trim()}
    >
      <Select
        aria-label={t('builder.aggregate')}
        value={of}
        onChange={(_, { value: next }) => {
          const kind = next as AggregateKind
          // A table is counted, a column is added up.
          const keeps = (kind === 'count') === (of === 'count')
          change({ of: kind, ...(!keeps && { column: kind === 'count' ? (table ?? null) : null }) })
        }}
      >
        {aggregateKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`builder.kinds.${kind}`)}
          </option>
        ))}
      </Select>
      {of === 'count' ? (
        <Select
          aria-label={t('builder.table')}
          value={table ?? ''}
          onChange={(_, { value: next }) => change({ column: next })}
        >
          {table === undefined && <option value="">{t('builder.chooseTable')}</option>}
          {[...new Set([...related(tables), ...(table ? [table] : [])])].map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </Select>
      ) : (
        <ColumnField
          column={column}
          home={profileTable}
          types={of === 'min' || of === 'max' ? ['number', 'date'] : ['number']}
          tables={(name) => name !== profileTable}
          onChange={(next, nextType) => {
            const ofValue = of === 'min' || of === 'max' ? nextType : 'number'
            const nextOperator = operatorFor(ofValue, operator)
            const before = ofValue === type ? { operator, value } : undefined
            change({
              column: next,
              operator: nextOperator,
              value: startValue(nextOperator, ofValue, before),
            })
          }}
        />
      )}
      <OperatorField
        operator={operator}
        type={type}
        onChange={(next) => change({ operator: next, value: startValue(next, type, { operator, value }) })}
      />
      {operator !== null && (
        <ValueField
          operator={operator}
          value={value}
          of={{ type, ...(found?.dateKind && { dateKind: found.dateKind }) }}
          onChange={(next) => change({ value: next }, `value ${id}`)}
        />
      )}
      {table !== undefined && <PathField of={id} tables={[table]} path={path} />}
      {where && where.members.length > 0 ? (
        <div className={styles.filter}>
          <GroupBox
            group={where}
            home={table ?? profileTable}
            label={<Text weight="semibold">{t('builder.ofTheRows')}</Text>}
          />
        </div>
      ) : (
        table !== undefined && (
          <Button
            size="small"
            appearance="subtle"
            icon={<FilterRegular />}
            onClick={() => dispatch({ do: 'filter', aggregate: id })}
          >
            {t('builder.filter')}
          </Button>
        )
      )}
    </PartFrame>
  )
}

function tableOf({ of, column }: DraftAggregate, tables: Parameters<typeof splitColumn>[0]): string | undefined {
  if (column === null || column === '') return undefined
  return of === 'count' ? String(column) : splitColumn(tables, column, profileTable).table
}

function related(tables: Parameters<typeof splitColumn>[0]): string[] {
  return tables.map(({ name }) => name).filter((name) => name !== profileTable)
}
