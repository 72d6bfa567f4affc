import { profileTable } from '../contract/catalogue.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { type CompileState, mistake, newAlias, type Path } from './compile-state.ts'
import { findPaths, followPath, type Hop } from './find-path.ts'
import { findTable } from './resolve-column.ts'

/** The one path from the profile that passes `tables`: the one written, or the only one there is. Otherwise a mistake. */
export function choosePath(
  state: CompileState,
  tables: readonly string[],
  written: readonly string[] | undefined,
  path: Path,
): Hop[] | undefined {
  if (written && written.length > 0) {
    const hops = followPath(state.catalogue, written)
    if ('broken' in hops) {
      mistake(
        state,
        [...path, 'path'],
        'path',
        `relationship "${hops.broken}" does not continue the path from the profile`,
      )
      return undefined
    }
    const passed = hops.map((hop) => hop.to.table)
    const missing = tables.find((table) => !passed.includes(table))
    if (missing !== undefined) {
      mistake(state, [...path, 'path'], 'not_on_path', `table "${missing}" is not on the path ${written.join(' → ')}`)
      return undefined
    }
    return hops
  }
  const paths = findPaths(state.catalogue, tables)
  const [only, ...others] = paths
  if (only && others.length === 0) return only
  if (only) {
    const choices = paths.map((hops) => `[${hops.map((hop) => hop.relationship).join(', ')}]`)
    mistake(
      state,
      path,
      'path_ambiguous',
      `several paths lead to ${tables.join(' and ')}: ${choices.join(' or ')}. Choose one with path:`,
    )
  } else {
    mistake(
      state,
      path,
      'path_missing',
      `no relationships lead from the profile over ${tables.join(' and ')} in one path`,
    )
  }
  return undefined
}

/** The tables of a path joined one to the next: the `from` text, the condition that ties its first to the profile, the aliases. */
export function joinPath(state: CompileState, hops: readonly Hop[], profile: string) {
  const aliases = new Map([[profileTable, profile]])
  let from = ''
  let link = 'true'
  for (const hop of hops) {
    const before = aliases.get(hop.from.table) ?? profile
    const alias = newAlias(state)
    aliases.set(hop.to.table, alias)
    const table = `${readSnapshot(findTable(state.catalogue, hop.to.table)?.files ?? [])} ${alias}`
    const on = joinCondition(state, hop, before, alias)
    if (from === '') {
      from = table
      link = on
    } else {
      from += ` join ${table} on ${on}`
    }
  }
  return { aliases, from, link }
}

/** Keys of different types are compared as texts. */
function joinCondition(state: CompileState, hop: Hop, before: string, alias: string): string {
  const left = engineType(state, hop.from)
  const right = engineType(state, hop.to)
  const cast = left === right ? '' : '::varchar'
  return `${alias}.${quoteName(hop.to.column)}${cast} = ${before}.${quoteName(hop.from.column)}${cast}`
}

function engineType(state: CompileState, end: { table: string; column: string }): string | undefined {
  return findTable(state.catalogue, end.table)?.columns.find(({ name }) => name === end.column)?.engineType
}
