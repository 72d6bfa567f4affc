import { profileTable, type Table } from '../contract/catalogue.ts'
import type { ColumnRef } from '../contract/column.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { type CompileState, mistake, newAlias, type Path } from './compile-state.ts'
import { findPaths, followPath, type Hop, longestPath } from './find-path.ts'
import { findTable, resolveColumn } from './resolve-column.ts'

/** The one path from the profile that passes `tables`: the one written, or the only one there is. Otherwise a mistake. */
export function choosePath(
  state: CompileState,
  tables: readonly string[],
  written: readonly string[] | undefined,
  path: Path,
  /** How a person says which of the paths, of which one is given, is meant. */
  choice: (names: string) => string = (names) => said`Choose one, such as path: ${names}`,
): readonly Hop[] | undefined {
  if (written && written.length > 0) return chooseWritten(state, tables, written, [...path, 'path'])
  const paths = findPaths(state.catalogue, tables)
  const [only, ...others] = paths
  if (only && others.length === 0) return withColumns(state, only, path)
  if (only) {
    const choices = paths.map((hops) => `[${hops.map((hop) => hop.relationship).join(', ')}]`)
    const message = said`several paths lead to ${list(tables)}: ${choices.join(' or ')}. ${choice(choices[0] ?? '')}`
    mistake(state, path, 'path_ambiguous', message)
    return undefined
  }
  const cutOff = tables.filter((table) => findPaths(state.catalogue, [table]).length === 0)
  const message =
    cutOff.length > 0
      ? said`no relationships lead from the profile to ${list(cutOff)} in at most ${longestPath} steps`
      : said`no single path passes ${list(tables)}; give each a rule of its own, joined by intersect or union`
  mistake(state, path, 'path_missing', message)
  return undefined
}

function chooseWritten(state: CompileState, tables: readonly string[], written: readonly string[], path: Path) {
  const refuse = (code: string, message: string) => void mistake(state, path, code, message)
  if (written.length > longestPath) {
    return refuse('path', said`found ${written.length} relationships; at most ${longestPath} are walked`)
  }
  const hops = followPath(state.catalogue, written)
  if ('broken' in hops) {
    const known = state.catalogue.relationships.map(({ name }) => name)
    const message = known.includes(hops.broken)
      ? said`relationship "${hops.broken}" does not lead on to a table that the path has not passed yet`
      : said`there is no relationship "${hops.broken}".${didYouMean(hops.broken, known)} Known: ${known.join(', ')}`
    return refuse(known.includes(hops.broken) ? 'path' : 'unknown_relationship', message)
  }
  const missing = tables.find((table) => !hops.some((hop) => hop.to.table === table))
  if (missing !== undefined) {
    return refuse('not_on_path', said`table "${missing}" is not on the path ${written.join(' → ')}`)
  }
  return withColumns(state, hops, path)
}

/** The path, unless a relationship names a column that is not there. */
function withColumns(state: CompileState, hops: readonly Hop[], path: Path): readonly Hop[] | undefined {
  for (const { relationship, from, to } of hops) {
    for (const { table, column } of [from, to]) {
      const ref: ColumnRef = [table, column]
      const resolved = resolveColumn(state.catalogue, ref)
      if (typeof resolved !== 'string') continue
      mistake(state, path, 'unknown_column', said`relationship "${relationship}": ${resolved}`)
      return undefined
    }
  }
  return hops
}

/** A table's rows under an alias, for a `from` clause. A table without files is there and empty. */
export function readTable(state: CompileState, table: Table, alias: string): string {
  state.reads.tables.add(table.name)
  if (table.files.length > 0) return `${readSnapshot(table.files)} ${alias}`
  const columns = table.columns.map(({ name, engineType }) => `null::${engineType} as ${quoteName(name)}`)
  return `(select ${columns.join(', ')} where false) ${alias}`
}

/** A path whose tables are joined one to the next. */
export type Joined = {
  readonly aliases: ReadonlyMap<string, string>
  /** The related tables, for a `from` clause. */
  readonly from: string
  /** The cell of the first table that names the profile, and the profile's cell that it must equal. */
  readonly link: { readonly related: string; readonly profile: string }
}

export function joinPath(state: CompileState, hops: readonly Hop[], profile: string): Joined {
  const aliases = new Map([[profileTable, profile]])
  let from = ''
  let link = { related: 'null', profile: 'null' }
  for (const hop of hops) {
    const table = findTable(state.catalogue, hop.to.table)
    if (!table) throw new Error(said`no table ${hop.to.table}`)
    const alias = newAlias(state)
    const ends = comparableEnds(state, hop, aliases.get(hop.from.table) ?? profile, alias)
    aliases.set(hop.to.table, alias)
    if (from === '') {
      from = readTable(state, table, alias)
      link = { related: ends.to, profile: ends.from }
    } else {
      from += ` join ${readTable(state, table, alias)} on ${ends.to} = ${ends.from}`
    }
  }
  return { aliases, from, link }
}

/** Both cells of a hop in a form in which they compare: as they stand, or as texts. An empty text ties nothing to anything. */
function comparableEnds(state: CompileState, hop: Hop, before: string, alias: string): { from: string; to: string } {
  const types = [hop.from, hop.to].map(({ table, column }) => engineType(state, table, column))
  const same = types[0] === types[1]
  const cell = (name: string, column: string, type: string) => {
    const sql = `${name}.${quoteName(column)}`
    if (same) return type === 'VARCHAR' ? `nullif(${sql}, '')` : sql
    // A whole number that was stored as a double would otherwise read 12.0.
    const text =
      type === 'DOUBLE' || type === 'FLOAT' ? `regexp_replace(${sql}::varchar, '\\.0$', '')` : `${sql}::varchar`
    return `nullif(${text}, '')`
  }
  return { from: cell(before, hop.from.column, types[0] ?? ''), to: cell(alias, hop.to.column, types[1] ?? '') }
}

function engineType(state: CompileState, table: string, column: string): string {
  return findTable(state.catalogue, table)?.columns.find(({ name }) => name === column)?.engineType ?? ''
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' and ')
}
