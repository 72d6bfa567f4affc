import { profileTable } from '../contract/catalogue.ts'
import type { ColumnRef } from '../contract/column.ts'
import type { RuleNode } from '../contract/segment.ts'
import { quoteName } from '../engine/quote-name.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { cellOf, compileNode, type Scope } from './compile-node.ts'
import { type CompileState, mistake, type Path } from './compile-state.ts'
import type { Hop } from './find-path.ts'
import { choosePath, joinPath } from './join-path.ts'
import { findTable, type Resolved, resolveColumn } from './resolve-column.ts'
import { tablesOf } from './tables-of.ts'

/** All rows of one table that belong to a person. */
export type RelatedRows = {
  readonly table: string
  /** Columns whose cells are wanted, by the name they get. */
  readonly columns: Readonly<Record<string, Resolved>>
  readonly where: RuleNode | undefined
  readonly path: readonly string[] | undefined
}

/**
 * The rows of a related table as a subquery of `link` and the wanted columns, and the profile's cell that `link` equals.
 * Each row comes once a person, however many ways lead to it. Mistakes are noted, and then there is no answer.
 */
export function selectRelatedRows(
  state: CompileState,
  { table, columns, where, path: written }: RelatedRows,
  profile: string,
  path: Path,
): { rows: string; profileCell: string } | undefined {
  const named = where ? tablesOf(state.catalogue, where, table) : new Set<string>()
  if (where && named.has(profileTable)) {
    const message = said`conditions on the profile, on segments and other aggregates belong outside this "where"`
    mistake(state, [...path, 'where'], 'misplaced', message)
    return undefined
  }
  const hops = choosePath(state, [...new Set([table, ...named])], written, path)
  if (!hops) return undefined
  const { aliases, from, link } = joinPath(state, hops, profile)
  const scope: Scope = {
    aliases: new Map([...aliases].filter(([name]) => name !== profileTable)),
    home: table,
    joins: [],
  }
  const condition = where ? ` where ${compileNode(state, scope, where, [...path, 'where'])}` : ''
  const alias = aliases.get(table) ?? ''
  const cells = Object.entries(columns).map(([name, { column }]) => `${cellOf(alias, column)} as ${quoteName(name)}`)
  const once = repeatsRows(state, hops, table)
  if (once) cells.push(`${alias}.${quoteName(findTable(state.catalogue, table)?.key ?? '')} as row_key`)
  return {
    rows: `(select ${once ? 'distinct ' : ''}${[`${link.related} as link`, ...cells].join(', ')} from ${from}${condition})`,
    profileCell: link.profile,
  }
}

/** Whether one row of `table` may be reached by several ways: over a table of which many rows lead to it, or on to many. */
function repeatsRows(state: CompileState, hops: readonly Hop[], table: string): boolean {
  const target = hops.findIndex((hop) => hop.to.table === table)
  return hops.some(({ from, to }, at) => {
    if (at === 0) return false
    const single = at <= target ? from : to
    return findTable(state.catalogue, single.table)?.key !== single.column
  })
}

/** The related table of that name, or a mistake. */
export function relatedTable(state: CompileState, name: string, path: Path): string | undefined {
  const table = findTable(state.catalogue, name)
  if (!table) {
    const known = state.catalogue.tables.map((each) => each.name)
    const message = said`there is no table "${name}".${didYouMean(name, known)} Known tables: ${known.join(', ')}`
    mistake(state, path, 'unknown_table', message)
  } else if (table === state.catalogue.profile) {
    mistake(state, path, 'misplaced', said`this is the profile; only the rows of a related table can be added up`)
  } else {
    return table.name
  }
  return undefined
}

/** The related table's column that a reference means, or a mistake. */
export function relatedColumn(state: CompileState, ref: ColumnRef, path: Path, home?: string): Resolved | undefined {
  const resolved = resolveColumn(state.catalogue, ref, home)
  if (typeof resolved === 'string') {
    mistake(state, path, 'unknown_column', resolved)
    return undefined
  }
  return relatedTable(state, resolved.table, path) === undefined ? undefined : resolved
}
