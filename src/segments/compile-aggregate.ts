import { profileTable } from '../contract/catalogue.ts'
import { typeWord } from '../contract/operators.ts'
import type { Aggregate } from '../contract/segment.ts'
import { said } from '../lib/said.ts'
import type { Scope } from './compile-node.ts'
import { compilePredicate, type Target } from './compile-predicate.ts'
import { type CompileState, mistake, newAlias, type Path } from './compile-state.ts'
import { relatedColumn, relatedTable, selectRelatedRows } from './related-rows.ts'
import type { Resolved } from './resolve-column.ts'

/**
 * A condition on all of a person's rows in a related table at once. A person without such rows counts 0 and has a blank
 * sum, average, least and greatest. The rows are added up once for everybody and joined to the profiles.
 */
export function compileAggregate(state: CompileState, scope: Scope, node: Aggregate, path: Path): string {
  const profile = scope.aliases.get(profileTable)
  if (!profile)
    return mistake(state, path, 'misplaced', said`an aggregate cannot stand inside the rows of a related table`)
  const aggregated = aggregatedOf(state, node, path)
  if (!aggregated) return 'false'
  const { kind, table, value } = aggregated
  const columns: Record<string, Resolved> = value ? { cell: value } : {}
  const related = selectRelatedRows(state, { table, columns, where: node.where, path: node.path }, profile, path)
  if (!related) return 'false'

  const alias = newAlias(state)
  const whole = `select link, ${engineFunction[kind]} as value from ${related.rows} group by link`
  scope.joins.push(`left join (${whole}) ${alias} on ${alias}.link = ${related.profileCell}`)
  const sameAsColumn = kind === 'min' || kind === 'max'
  const target: Target = {
    sql: kind === 'count' ? `coalesce(${alias}.value, 0)` : `${alias}.value`,
    what: wordFor[kind],
    type: sameAsColumn ? (value?.column.type ?? 'number') : 'number',
    ...(sameAsColumn && value?.column.dateKind && { dateKind: value.column.dateKind }),
  }
  return compilePredicate(state, path, target, node)
}

const wordFor = {
  count: said`the count`,
  sum: said`the sum`,
  average: said`the average`,
  min: said`the min`,
  max: said`the max`,
} as const

const engineFunction = {
  count: 'count(*)',
  sum: 'sum(cell)',
  average: 'avg(cell)',
  min: 'min(cell)',
  max: 'max(cell)',
} as const

function aggregatedOf(state: CompileState, node: Aggregate, path: Path) {
  if ('count' in node) {
    const table = relatedTable(state, node.count, [...path, 'count'])
    return table === undefined ? undefined : { kind: 'count' as const, table, value: undefined }
  }
  const [kind, ref] =
    'sum' in node
      ? (['sum', node.sum] as const)
      : 'average' in node
        ? (['average', node.average] as const)
        : 'min' in node
          ? (['min', node.min] as const)
          : (['max', node.max] as const)
  const value = relatedColumn(state, ref, [...path, kind])
  if (!value) return undefined
  const fits = kind === 'min' || kind === 'max' ? ['number', 'date'] : ['number']
  if (!fits.includes(value.column.type)) {
    const what = said`"${value.column.name}", which is a ${typeWord(value.column.type)}`
    mistake(state, [...path, kind], 'operator', said`${kind} does not fit ${what}; it takes a ${fits.join(' or a ')}`)
    return undefined
  }
  return { kind, table: value.table, value }
}
