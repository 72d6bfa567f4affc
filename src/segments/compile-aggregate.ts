import { profileTable } from '../contract/catalogue.ts'
import type { Aggregate } from '../contract/segment.ts'
import { quoteName } from '../engine/quote-name.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { compileNode, type Scope } from './compile-node.ts'
import { compilePredicate, type Target } from './compile-predicate.ts'
import { type CompileState, mistake, newAlias, type Path } from './compile-state.ts'
import { choosePath, joinPath } from './join-path.ts'
import { findTable, resolveColumn } from './resolve-column.ts'

/**
 * A condition on all of a person's rows in a related table at once. A person without such rows counts 0 and has a blank
 * sum, average, least and greatest. As a correlated subquery, which the engine turns into one grouped join.
 */
export function compileAggregate(state: CompileState, scope: Scope, node: Aggregate, path: Path): string {
  const profile = scope.aliases.get(profileTable)
  if (!profile) return mistake(state, path, 'misplaced', 'an aggregate cannot stand inside the rows of a related table')
  const aggregated = aggregatedColumn(state, node, path)
  if (!aggregated) return 'false'
  const { table, kind, column } = aggregated
  if (table === profileTable) {
    return mistake(state, [...path, kind], 'misplaced', 'an aggregate is over a related table, and this is the profile')
  }
  const hops = choosePath(state, [table], node.path, path)
  if (!hops) return 'false'
  const { aliases, from, link } = joinPath(state, hops, profile)
  const alias = aliases.get(table) ?? ''
  const inner: Scope = { aliases: new Map([...aliases].filter(([name]) => name !== profileTable)), home: table }
  const where = node.where ? compileNode(state, inner, node.where, [...path, 'where']) : 'true'
  const cell = column ? `${alias}.${quoteName(column.name)}` : '*'
  const target: Target = {
    sql: `(select ${engineFunction[kind]}(${cell}) from ${from} where ${link} and ${where})`,
    what: `the ${kind}`,
    ...(kind === 'min' || kind === 'max'
      ? { type: column?.type ?? 'number', ...(column?.dateKind && { dateKind: column.dateKind }) }
      : { type: 'number' }),
  }
  return compilePredicate(state, path, target, node as never)
}

const engineFunction = { count: 'count', sum: 'sum', average: 'avg', min: 'min', max: 'max' } as const

function aggregatedColumn(state: CompileState, node: Aggregate, path: Path) {
  if ('count' in node) {
    const table = findTable(state.catalogue, node.count)
    if (!table) {
      const known = state.catalogue.tables.map(({ name }) => name)
      mistake(
        state,
        [...path, 'count'],
        'unknown_table',
        `there is no table "${node.count}".${didYouMean(node.count, known)}`,
      )
      return undefined
    }
    return { kind: 'count' as const, table: table.name, column: undefined }
  }
  const kind = (['sum', 'average', 'min', 'max'] as const).find((name) => name in node)
  if (!kind) return undefined
  const resolved = resolveColumn(state.catalogue, (node as Record<string, never>)[kind] ?? '')
  if (typeof resolved === 'string') {
    mistake(state, [...path, kind], 'unknown_column', resolved)
    return undefined
  }
  const fits = kind === 'min' || kind === 'max' ? ['number', 'date'] : ['number']
  if (!fits.includes(resolved.column.type)) {
    const what = `"${resolved.column.name}", which is a ${resolved.column.type}`
    mistake(state, [...path, kind], 'operator', `${kind} does not fit ${what}; it takes a ${fits.join(' or a ')}`)
    return undefined
  }
  return { kind, ...resolved }
}
