import type { Definitions, PostgresSource, SourceDefinition } from '../contract/definitions.ts'
import { said } from '../lib/said.ts'
import { numberFormats } from '../sources/reading.ts'
import type { Mistake } from './shape-issues.ts'

/** What a source says that its shape alone does not judge. */
export function checkSources({ sources }: Pick<Definitions, 'sources'>): Mistake[] {
  return Object.entries(sources).flatMap(([name, source]) => [
    ...checkColumns(name, source),
    ...('postgres' in source ? checkPostgres(name, source) : checkText(name, source)),
  ])
}

function checkPostgres(name: string, { table, query, postgres }: PostgresSource): Mistake[] {
  const path = ['sources', name]
  const mistakes: Mistake[] = []
  if (table === undefined && query === undefined) {
    mistakes.push({ path, message: said`found neither table: nor query:; expected one, which says what is read` })
  }
  if (table !== undefined && query !== undefined) {
    mistakes.push({ path: [...path, 'query'], message: said`found table: and query:; a source reads one of them` })
  }
  // The value itself may hold a password, so it is not repeated.
  if (!/\$\{|^postgres(ql)?:\/\/|^\w+\s*=/.test(postgres)) {
    const message = said`found a text that is no connection string; expected postgres://user@host/database, or a reference to a variable that holds one`
    mistakes.push({ path: [...path, 'postgres'], message })
  }
  return mistakes
}

function checkText(name: string, source: Exclude<SourceDefinition, PostgresSource>): Mistake[] {
  if (source.format === undefined || source.format === 'csv' || source.format === 'tsv') return []
  const { format } = source
  const misplaced = (['delimiter', 'quote'] as const)
    .filter((key) => source[key] !== undefined)
    .map((key) => ({
      path: ['sources', name, key],
      message: said`a ${format} file has no ${key}; expected it with csv or tsv only`,
    }))
  if (format !== 'parquet' || source.encoding === undefined) return misplaced
  const message = said`a parquet file has no encoding; expected it with csv, tsv, json or ndjson only`
  return [...misplaced, { path: ['sources', name, 'encoding'], message }]
}

function checkColumns(name: string, { columns = {} }: SourceDefinition): Mistake[] {
  return Object.entries(columns).flatMap(([column, { type, format }]): Mistake[] => {
    if (format === undefined) return []
    const path = ['sources', name, 'columns', column, 'format']
    if (type === 'number') {
      if (numberFormats.some((known) => known === format)) return []
      return [{ path, message: said`found "${format}"; expected ${numberFormats.join(' or ')}` }]
    }
    if (type !== 'date' && type !== 'datetime') {
      return [{ path, message: said`a ${type} has no format; expected it with date, datetime or number only` }]
    }
    return format.includes('%') ? [] : [{ path, message: said`found "${format}"; expected a pattern such as %d/%m/%Y` }]
  })
}
