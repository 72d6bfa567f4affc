import { type Column, profileTable } from '../contract/catalogue.ts'
import type { ColumnRef } from '../contract/column.ts'
import type { RuleNode } from '../contract/segment.ts'
import { quoteName } from '../engine/quote-name.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { compileAggregate } from './compile-aggregate.ts'
import { compilePredicate } from './compile-predicate.ts'
import { type CompileState, mistake, type Path } from './compile-state.ts'
import { operandMembers } from './operand-members.ts'
import { resolveColumn } from './resolve-column.ts'

/** Where a node is evaluated: the alias of each table in reach, the table of bare names, and what nodes join to the profile. */
export type Scope = {
  readonly aliases: ReadonlyMap<string, string>
  readonly home: string
  readonly joins: string[]
}

/** A node as an SQL condition over the tables of the scope. Blank comparisons give NULL, which counts as no. */
export function compileNode(state: CompileState, scope: Scope, node: RuleNode, path: Path): string {
  if ('all' in node) return joined(node.all, 'all', ' and ', 'true')
  if ('any' in node) return joined(node.any, 'any', ' or ', 'false')
  if ('not' in node) return `(${compileNode(state, scope, node.not, [...path, 'not'])}) is not true`
  if ('segment' in node) return compileOperand(state, scope, node.segment, [...path, 'segment'])
  if ('column' in node) return compileCondition(state, scope, node, path)
  return compileAggregate(state, scope, node, path)

  /** An empty `all` asks nothing and holds for everybody; an empty `any` offers nothing and holds for nobody. */
  function joined(nodes: readonly RuleNode[], key: string, separator: string, empty: string): string {
    if (nodes.length === 0) return empty
    return `(${nodes.map((each, at) => compileNode(state, scope, each, [...path, key, at])).join(separator)})`
  }
}

function compileCondition(
  state: CompileState,
  scope: Scope,
  node: { readonly column: ColumnRef } & Readonly<Record<string, unknown>>,
  path: Path,
): string {
  const resolved = resolveColumn(state.catalogue, node.column, scope.home)
  if (typeof resolved === 'string') return mistake(state, [...path, 'column'], 'unknown_column', resolved)
  const alias = scope.aliases.get(resolved.table)
  if (!alias) {
    return mistake(
      state,
      [...path, 'column'],
      'not_on_path',
      said`table "${resolved.table}" is not on the path of this rule`,
    )
  }
  const { column } = resolved
  return compilePredicate(state, path, { ...column, sql: cellOf(alias, column), what: `"${column.name}"` }, node)
}

/** A column's cell; one that rules see as text although it is stored otherwise is read as text. */
export function cellOf(alias: string, column: Column): string {
  const cell = `${alias}.${quoteName(column.name)}`
  return column.type === 'string' && column.engineType !== 'VARCHAR' ? `${cell}::varchar` : cell
}

function compileOperand(state: CompileState, scope: Scope, name: string, path: Path): string {
  if (!Object.hasOwn(state.segments, name)) {
    const known = Object.keys(state.segments)
    return mistake(state, path, 'unknown_segment', said`there is no segment "${name}".${didYouMean(name, known)}`)
  }
  const profile = scope.aliases.get(profileTable)
  if (!profile)
    return mistake(state, path, 'misplaced', said`a segment cannot be asked for inside the rows of a related table`)
  const members = operandMembers(state, name, path)
  return `${profile}.${quoteName(state.catalogue.profile.key)} in (select profile_key from ${members})`
}
