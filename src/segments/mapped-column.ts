import { type Catalogue, type Column, profileTable } from '../contract/catalogue.ts'
import type { FieldAggregate, FieldMapping } from '../contract/definitions.ts'
import type { DefinitionIssue } from '../contract/segment.ts'
import type { Sql } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { said } from '../lib/said.ts'
import { type CompileState, mistake, newAlias, newState } from './compile-state.ts'
import type { Hop } from './find-path.ts'
import { choosePath, joinPath, readTable } from './join-path.ts'
import { compileMappedAggregate } from './mapped-aggregate.ts'
import { findTable, resolveColumn } from './resolve-column.ts'
import { SegmentInvalidError } from './segment-invalid-error.ts'
import { textOf } from './text-of.ts'

/** A text expression over the profile's row (`p`), or a query of `profile_key, value` with at most one row a profile. */
export type MappedColumn =
  | { readonly kind: 'profile'; readonly sql: string }
  | { readonly kind: 'query'; readonly query: Sql }

/**
 * The text that a mapping gives for each profile: dates as YYYY-MM-DD (of a time, its local day), numbers as plain
 * decimals, Booleans as true and false. A profile that the query leaves out has no value. Throws SegmentInvalidError.
 */
export function compileMappedColumn(catalogue: Catalogue, mapping: FieldMapping, now: Date): MappedColumn {
  const state = newState({ catalogue, segments: {}, now }, '')
  const compiled = compile(state, mapping)
  if (!compiled || state.issues.length > 0) throw new SegmentInvalidError(said`A mapped column`, state.issues)
  return compiled
}

/** Everything wrong with a mapping: unknown columns, a related table without aggregate, paths, types. */
export function checkMappedColumn(catalogue: Catalogue, mapping: FieldMapping): DefinitionIssue[] {
  const state = newState({ catalogue, segments: {}, now: new Date(0) }, '')
  compile(state, mapping)
  return state.issues
}

function compile(state: CompileState, mapping: FieldMapping): MappedColumn | undefined {
  if (isAggregate(mapping)) {
    const text = compileMappedAggregate(state, mapping)
    return text === undefined ? undefined : { kind: 'query', query: { text, params: state.params } }
  }
  const resolved = resolveColumn(state.catalogue, mapping)
  if (typeof resolved === 'string') {
    mistake(state, [], 'unknown_column', resolved)
    return undefined
  }
  const { table, column } = resolved
  if (table === profileTable) return { kind: 'profile', sql: textOf(`p.${quoteName(column.name)}`, column, state) }
  const hops = choosePath(
    state,
    [table],
    undefined,
    [],
    (names) => said`Say which is meant, such as { last: ${table}.${column.name}, by: …, path: ${names} }`,
  )
  if (!hops) return undefined
  if (!hops.every(({ to }) => findTable(state.catalogue, to.table)?.key === to.column)) {
    const message = said`a profile may have many rows in "${table}", so say which value is meant: first, last, min, max, sum or count, such as { last: ${table}.${column.name}, by: … }`
    mistake(state, [], 'many_rows', message)
    return undefined
  }
  return { kind: 'query', query: { text: selectJoined(state, hops, column), params: state.params } }
}

/** The cell of the one row to which the path leads from each profile. */
function selectJoined(state: CompileState, hops: readonly Hop[], column: Column): string {
  const { profile } = state.catalogue
  const alias = newAlias(state)
  const { aliases, from, link } = joinPath(state, hops, alias)
  const cell = `${aliases.get(hops.at(-1)?.to.table ?? '')}.${quoteName(column.name)}`
  const profiles = readTable(state, profile, alias)
  return `select ${alias}.${quoteName(profile.key)} as profile_key, ${textOf(cell, column, state)} as value from ${from} join ${profiles} on ${link.related} = ${link.profile}`
}

function isAggregate(mapping: FieldMapping): mapping is FieldAggregate {
  return typeof mapping === 'object' && !Array.isArray(mapping)
}
