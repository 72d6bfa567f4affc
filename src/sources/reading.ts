import type { Column } from '../contract/catalogue.ts'
import type { Reading, StoredColumn } from '../db/tables/sources.ts'
import { quoteText } from '../engine/quote-name.ts'

/** The engine's type of the values that a reading gives. */
export function engineTypeOf(reading: Reading): string {
  switch (reading.kind) {
    case 'text':
      return 'VARCHAR'
    case 'boolean':
      return 'BOOLEAN'
    case 'integer':
      return 'BIGINT'
    case 'double':
      return 'DOUBLE'
    case 'decimal':
      return `DECIMAL(${reading.precision},${reading.scale})`
    case 'date':
      return 'DATE'
    case 'local':
      return 'TIMESTAMP'
    case 'instant':
      return 'TIMESTAMP WITH TIME ZONE'
    default:
      return reading satisfies never
  }
}

/** A column as rules see it, from how its values are read. */
export function columnOf(name: string, reading: Reading): StoredColumn {
  return { name, ...typeOf(reading), engineType: engineTypeOf(reading), reading }
}

function typeOf(reading: Reading): Pick<Column, 'type' | 'dateKind'> {
  switch (reading.kind) {
    case 'text':
      return { type: 'string' }
    case 'boolean':
      return { type: 'boolean' }
    case 'integer':
    case 'double':
    case 'decimal':
      return { type: 'number' }
    case 'date':
      return { type: 'date', dateKind: 'day' }
    case 'local':
    case 'instant':
      return { type: 'date', dateKind: reading.kind }
    default:
      return reading satisfies never
  }
}

/** The reading that leaves values of an engine's type as they are, or undefined for a type that columns do not have. */
export function readingOf(engineType: string): Reading | undefined {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(engineType)
  if (decimal) return { kind: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) }
  if (/^(STRUCT|MAP|UNION|ENUM)\(|\[\d*\]$/.test(engineType)) return { kind: 'text' }
  return readings[engineType]
}

const readings: Readonly<Record<string, Reading>> = {
  VARCHAR: { kind: 'text' },
  UUID: { kind: 'text' },
  JSON: { kind: 'text' },
  TIME: { kind: 'text' },
  'TIME WITH TIME ZONE': { kind: 'text' },
  TIME_NS: { kind: 'text' },
  INTERVAL: { kind: 'text' },
  BOOLEAN: { kind: 'boolean' },
  TINYINT: { kind: 'integer' },
  SMALLINT: { kind: 'integer' },
  INTEGER: { kind: 'integer' },
  BIGINT: { kind: 'integer' },
  UTINYINT: { kind: 'integer' },
  USMALLINT: { kind: 'integer' },
  UINTEGER: { kind: 'integer' },
  UBIGINT: { kind: 'decimal', precision: 20, scale: 0 },
  HUGEINT: { kind: 'decimal', precision: 38, scale: 0 },
  FLOAT: { kind: 'double' },
  DOUBLE: { kind: 'double' },
  DATE: { kind: 'date' },
  TIMESTAMP: { kind: 'local' },
  TIMESTAMP_S: { kind: 'local' },
  TIMESTAMP_MS: { kind: 'local' },
  TIMESTAMP_NS: { kind: 'local' },
  'TIMESTAMP WITH TIME ZONE': { kind: 'instant' },
}

/** Words that a column declared boolean may hold besides true and false. */
const trueWords = ['true', 't', 'yes', 'y', 'ja', 'j', '1']
const falseWords = ['false', 'f', 'no', 'n', 'nej', '0']

/**
 * The value of a staged column as an expression: null where it is blank or cannot be read. `sql` is the staged column,
 * `engineType` its type. Texts keep the white space they came with; everything else is trimmed first.
 */
export function readSql(reading: Reading, sql: string, engineType: string): string {
  if (engineType !== 'VARCHAR') return castSql(reading, sql, engineType)
  const v = `nullif(trim(${sql}), '')`
  switch (reading.kind) {
    case 'text':
      return `nullif(${sql}, '')`
    case 'boolean':
      return `case when lower(${v}) in (${list(trueWords)}) then true when lower(${v}) in (${list(falseWords)}) then false end`
    case 'integer':
      // The engine's cast would round 1.5 to 2.
      return `case when regexp_full_match(${v}, '[+-]?[0-9]+') then try_cast(${v} as bigint) end`
    case 'double':
      return `try_cast(${plainNumberSql(v, reading.format)} as double)`
    case 'decimal':
      return `try_cast(${plainNumberSql(v, reading.format)} as ${engineTypeOf(reading)})`
    case 'date':
      return reading.format
        ? `try_strptime(${v}, ${quoteText(reading.format)})::date`
        : // The engine's cast would leave a time out without a word.
          `case when length(${v}) = 10 then try_cast(${v} as date) else try_cast(try_cast(${v} as timestamp) as date) end`
    case 'local':
    case 'instant':
      return reading.format
        ? `try_strptime(${v}, ${quoteText(reading.format)})::${engineTypeOf(reading)}`
        : `try_cast(${v} as ${engineTypeOf(reading)})`
    default:
      return reading satisfies never
  }
}

/** The ways of marking thousands and decimals that a declaration can name. */
export const numberFormats = ['1.234,56', '1,234.56'] as const

/** A number's text with a point and no thousands; null where it is not written in the format. */
export function plainNumberSql(v: string, format: string | undefined): string {
  switch (format) {
    case undefined:
      return v
    case '1.234,56':
      return `case when regexp_full_match(${v}, '[+-]?([0-9]{1,3}([.][0-9]{3})+|[0-9]+)(,[0-9]+)?') then replace(replace(${v}, '.', ''), ',', '.') end`
    default:
      return `case when regexp_full_match(${v}, '[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)([.][0-9]+)?') then replace(${v}, ',', '') end`
  }
}

/** A value that has a type already. Lists and records become JSON; a whole number stored as a float loses its ".0" as text. */
function castSql(reading: Reading, sql: string, engineType: string): string {
  if (reading.kind !== 'text') return `try_cast(${sql} as ${engineTypeOf(reading)})`
  if (/^(STRUCT|MAP|UNION)\(|\[\d*\]$/.test(engineType)) return `nullif(to_json(${sql})::varchar, 'null')`
  if (engineType === 'FLOAT' || engineType === 'DOUBLE') {
    return `case when ${sql} = floor(${sql}) and abs(${sql}) < 1e15 then ${sql}::bigint::varchar else ${sql}::varchar end`
  }
  if (engineType === 'BLOB') return `try(decode(${sql}))`
  return `nullif(${sql}::varchar, '')`
}

function list(words: readonly string[]): string {
  return words.map(quoteText).join(', ')
}
