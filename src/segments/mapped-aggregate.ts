import type { Column } from '../contract/catalogue.ts'
import type { ColumnRef } from '../contract/column.ts'
import type { FieldAggregate } from '../contract/definitions.ts'
import { typeWord } from '../contract/operators.ts'
import { trimSql } from '../engine/fold.ts'
import { quoteName } from '../engine/quote-name.ts'
import { said } from '../lib/said.ts'
import { type CompileState, mistake, newAlias } from './compile-state.ts'
import { readTable } from './join-path.ts'
import { type RelatedRows, relatedColumn, relatedTable, selectRelatedRows } from './related-rows.ts'
import { findTable, type Resolved } from './resolve-column.ts'
import { textOf } from './text-of.ts'

/** How the rows of one person become one value: the wanted cells, the engine's expression over them, and its type. */
type Plan = {
  readonly table: string
  readonly columns: Readonly<Record<string, Resolved>>
  readonly value: string
  readonly type: Pick<Column, 'type' | 'dateKind' | 'engineType'>
}

const wholeNumber = { type: 'number', engineType: 'HUGEINT' } as const

/**
 * `{ last: loyalty.tier, by: loyalty.joined }` and its like as a query of `profile_key, value`. Rows whose value or whose
 * `by` is blank do not count; of rows with the same `by`, the one with the greater key is the later. `count` gives 0 to
 * those who have none. Mistakes are noted, and then there is no answer.
 */
export function compileMappedAggregate(state: CompileState, mapping: FieldAggregate): string | undefined {
  const plan = planOf(state, mapping)
  if (!plan) return undefined
  const profile = newAlias(state)
  const rows: RelatedRows = { ...plan, where: mapping.where, path: mapping.path }
  const related = selectRelatedRows(state, rows, profile, [])
  if (!related) return undefined

  const key = `${profile}.${quoteName(state.catalogue.profile.key)}`
  const profiles = readTable(state, state.catalogue.profile, profile)
  const whole = newAlias(state)
  const grouped = `(select link, ${plan.value} as value from ${related.rows} group by link) ${whole}`
  const counts = 'count' in mapping
  const value = counts ? `coalesce(${whole}.value, 0)` : `${whole}.value`
  return `select ${key} as profile_key, ${textOf(value, plan.type, state)} as value from ${profiles} ${counts ? 'left ' : ''}join ${grouped} on ${whole}.link = ${related.profileCell}`
}

function planOf(state: CompileState, mapping: FieldAggregate): Plan | undefined {
  if ('count' in mapping) {
    const table = relatedTable(state, mapping.count, ['count'])
    return table === undefined ? undefined : { table, columns: {}, value: 'count(*)', type: wholeNumber }
  }
  if ('first' in mapping) return pick(state, 'first', mapping.first, mapping.by)
  if ('last' in mapping) return pick(state, 'last', mapping.last, mapping.by)
  if ('sum' in mapping) return addUp(state, 'sum', mapping.sum)
  if ('min' in mapping) return addUp(state, 'min', mapping.min)
  return addUp(state, 'max', mapping.max)
}

function pick(state: CompileState, kind: 'first' | 'last', ref: ColumnRef, byRef: ColumnRef): Plan | undefined {
  const cell = relatedColumn(state, ref, [kind])
  const by = cell && relatedColumn(state, byRef, ['by'])
  if (!by) return undefined
  if (by.table !== cell.table) {
    mistake(state, ['by'], 'other_table', said`"by" is a column of "${by.table}"; expected one of "${cell.table}"`)
    return undefined
  }
  const key = findTable(state.catalogue, cell.table)?.columns.find(
    ({ name }) => name === findTable(state.catalogue, cell.table)?.key,
  )
  if (!key) return undefined
  const columns = { cell, sorted: by, tie: { table: cell.table, column: key } }
  const present = `sorted is not null and cell is not null${cell.column.type === 'string' ? ` and ${trimSql('cell')} <> ''` : ''}`
  const value = `${kind === 'last' ? 'arg_max' : 'arg_min'}(cell, row(sorted, tie)) filter (where ${present})`
  return { table: cell.table, columns, value, type: cell.column }
}

function addUp(state: CompileState, kind: 'sum' | 'min' | 'max', ref: ColumnRef): Plan | undefined {
  const cell = relatedColumn(state, ref, [kind])
  if (!cell) return undefined
  const fits = kind === 'sum' ? ['number'] : ['number', 'date']
  if (!fits.includes(cell.column.type)) {
    const what = said`"${cell.column.name}", which is a ${typeWord(cell.column.type)}`
    mistake(state, [kind], 'operator', said`${kind} does not fit ${what}; it takes a ${fits.join(' or a ')}`)
    return undefined
  }
  const { engineType } = cell.column
  const summed = engineType === 'FLOAT' ? 'DOUBLE' : /^(DOUBLE|DECIMAL)/.test(engineType) ? engineType : 'HUGEINT'
  const type = kind === 'sum' ? { type: 'number' as const, engineType: summed } : cell.column
  return { table: cell.table, columns: { cell }, value: `${kind}(cell)`, type }
}
