import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { DefinitionIssue } from '../contract/segment.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { checkSegment } from '../segments/compile-segment.ts'
import { checkMappedColumn } from '../segments/mapped-column.ts'
import { listColumnUses } from './column-uses.ts'
import { type KnownTables, sourceBehind } from './known-tables.ts'
import type { Mistake } from './shape-issues.ts'

/** Columns that the sources do not have, as far as their columns are known. */
export function checkColumnNames(definitions: Definitions, known: KnownTables): Mistake[] {
  return listColumnUses(definitions).flatMap(({ path, table, column }): Mistake[] => {
    const source = sourceBehind(definitions, table)
    const columns = known.columns.get(source)
    if (!columns || columns.includes(column)) return []
    const near = didYouMean(column, columns)
    const list =
      columns.length > 30 ? said`${columns.slice(0, 30).join(', ')}, … (${columns.length} in all)` : columns.join(', ')
    const place = source === profileTable ? said`the profile` : said`source "${source}"`
    return [{ path, message: said`${place} has no column "${column}".${near || said` Columns there: ${list}`}` }]
  })
}

/**
 * Types: conditions, fields and paths that do not fit the tables as they were last read. Only what needs no other tables can be
 * judged, so nothing is said while a source of the file was not read as it is defined now.
 */
export function checkTypes(definitions: Definitions, known: KnownTables): Mistake[] {
  const { catalogue } = known
  const everyRead = Object.keys(definitions.sources).every((name) => known.read.has(name))
  if (!catalogue || !everyRead) return []
  const place = (base: readonly PropertyKey[]) => (issue: DefinitionIssue) => ({
    path: [...base, ...issue.path],
    message: issue.message,
  })
  return [
    ...Object.keys(definitions.segments).flatMap((name) =>
      checkSegment(catalogue, definitions.segments, name).map(place(['segments', name])),
    ),
    ...Object.entries(definitions.exports).flatMap(([name, { fields, consent }]) => [
      ...Object.entries(fields).flatMap(([field, mapping]) =>
        checkMappedColumn(catalogue, mapping).map(place(['exports', name, 'fields', field])),
      ),
      ...(consent === undefined ? [] : checkMappedColumn(catalogue, consent).map(place(['exports', name, 'consent']))),
    ]),
  ]
}
