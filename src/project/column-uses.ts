import { profileTable } from '../contract/catalogue.ts'
import type { ColumnRef } from '../contract/column.ts'
import { type ColumnList, columnsIn, isOneColumn } from '../contract/column-list.ts'
import type { Definitions, FieldMapping, UnifiedProfiles } from '../contract/definitions.ts'
import { isUnified, listColumnsOf } from '../definitions/profile-sources.ts'
import { namesIn } from '../unification/plan-unification.ts'
import { overrideColumns } from '../unification/read-overrides.ts'

/** A place in the file that names a column of a table. */
export type ColumnUse = {
  readonly path: readonly PropertyKey[]
  readonly table: string
  readonly column: string
}

/**
 * Every place that names a column: keys, the profiles' mapping, relationships, conditions, fields, consent, suppressions. The table of
 * a text with a dot is what stands before it; a bare name is a column of `home`.
 */
export function listColumnUses(definitions: Definitions): ColumnUse[] {
  const { profiles, environment } = definitions
  const uses: ColumnUse[] = []
  const use = (path: readonly PropertyKey[], ref: ColumnRef, home: string = profileTable) => {
    const [table, column] = splitColumn(ref, home)
    uses.push({ path, table, column })
  }
  for (const [name, source] of Object.entries(definitions.sources)) {
    uses.push({ path: ['sources', name, 'key'], table: name, column: source.key })
    for (const column of Object.keys(source.columns ?? {})) {
      uses.push({ path: ['sources', name, 'columns', column], table: name, column })
    }
  }
  const behind = profiles.from ?? profileTable
  for (const role of ['email', 'firstName', 'lastName', 'updatedAt'] as const) {
    const column = profiles[role]
    if (column !== undefined) uses.push({ path: ['profiles', role], table: behind, column })
  }
  if (isUnified(profiles)) uses.push(...unifiedUses(profiles))
  else if (profiles.profileImage !== undefined) {
    uses.push({ path: ['profiles', 'profileImage'], table: behind, column: profiles.profileImage })
  }
  for (const [name, { from, to }] of Object.entries(definitions.relationships)) {
    use(['relationships', name, 'from'], from)
    use(['relationships', name, 'to'], to)
  }
  for (const [name, segment] of Object.entries(definitions.segments)) {
    useRule(['segments', name, 'rules'], segment.rules, profileTable, use)
  }
  for (const [name, { fields, suppress, consent }] of Object.entries(definitions.exports)) {
    if (consent !== undefined) use(['exports', name, 'consent'], consent)
    for (const [field, mapping] of Object.entries(fields)) useMapping(['exports', name, 'fields', field], mapping, use)
    for (const { path, ref } of listSuppressed(['exports', name, 'suppress'], suppress)) use(path, ref)
  }
  for (const { path, ref } of listSuppressed(['environment', 'suppress'], environment.suppress)) use(path, ref)
  return uses
}

/** What unified fields are read from, and what rules read lists from. */
function unifiedUses(profiles: UnifiedProfiles): ColumnUse[] {
  const fields = profiles.fields.flatMap(({ from }, at) =>
    Object.entries(from).flatMap(([source, origin]) =>
      namesIn(origin).map((column) => ({ path: ['profiles', 'fields', at, 'from', source], table: source, column })),
    ),
  )
  const lists = listColumnsOf(profiles).map(({ path, source, column }) => ({ path, table: source, column }))
  const pairs = (['always', 'never'] as const).flatMap((list) =>
    (profiles[list] ?? []).flatMap((source, at) =>
      overrideColumns.map((column) => ({ path: ['profiles', list, at], table: source, column })),
    ),
  )
  return [...fields, ...lists, ...pairs]
}

/** The table and the column that a reference names. */
export function splitColumn(ref: ColumnRef, home: string = profileTable): readonly [table: string, column: string] {
  if (typeof ref !== 'string') return ref
  const dot = ref.indexOf('.')
  return dot > 0 ? [ref.slice(0, dot), ref.slice(dot + 1)] : [home, ref]
}

/** The columns of a `suppress:`, each with its path. */
export function listSuppressed(
  path: readonly PropertyKey[],
  suppress: ColumnList | undefined,
): { path: readonly PropertyKey[]; ref: ColumnRef }[] {
  const isOne = suppress !== undefined && isOneColumn(suppress)
  return columnsIn(suppress).map((ref, at) => ({ path: isOne ? path : [...path, at], ref }))
}

type Use = (path: readonly PropertyKey[], ref: ColumnRef, home?: string) => void

function useMapping(path: readonly PropertyKey[], mapping: FieldMapping, use: Use): void {
  if (typeof mapping === 'string' || isPair(mapping)) {
    use(path, mapping)
    return
  }
  for (const [key, value] of Object.entries(mapping)) {
    if (key === 'where' || key === 'path' || key === 'count') continue
    if (isColumn(value)) use([...path, key], value)
  }
  const aggregated = Object.entries(mapping).find(([key]) => aggregates.has(key))
  if (mapping.where) useRule([...path, 'where'], mapping.where, tableAggregated(aggregated), use)
}

const aggregates = new Set(['first', 'last', 'count', 'sum', 'average', 'min', 'max'])

function tableAggregated(entry: readonly [string, unknown] | undefined): string {
  if (!entry) return profileTable
  const [kind, value] = entry
  if (kind === 'count') return String(value)
  return isColumn(value) ? splitColumn(value)[0] : profileTable
}

/** Walks rules by their keys, whatever they are nested in; what a condition compares with names no column. */
function useRule(path: readonly PropertyKey[], node: unknown, home: string, use: Use): void {
  if (Array.isArray(node)) {
    for (const [at, each] of node.entries()) useRule([...path, at], each, home, use)
    return
  }
  if (typeof node !== 'object' || node === null) return
  const entries = Object.entries(node)
  const aggregated = entries.find(([key]) => aggregates.has(key))
  for (const [key, value] of entries) {
    if (key === 'column' || (aggregates.has(key) && key !== 'count')) {
      if (isColumn(value)) use([...path, key], value, home)
    } else if (key === 'where' && aggregated) {
      useRule([...path, key], value, tableAggregated(aggregated), use)
    } else if (structural.has(key)) {
      useRule([...path, key], value, home, use)
    }
  }
}

const structural = new Set(['where', 'union', 'intersect', 'except', 'all', 'any', 'not'])

function isColumn(value: unknown): value is ColumnRef {
  return typeof value === 'string' || (Array.isArray(value) && isPair(value))
}

function isPair(value: object): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
}
