import type { Client, FieldDef } from 'pg'
import type { ColumnDeclaration } from '../contract/definitions.ts'
import type { Reading } from '../db/tables/sources.ts'
import { quoteName } from '../engine/quote-name.ts'
import { said } from '../lib/said.ts'
import { SourceError } from './source-error.ts'
import type { StagedColumn } from './staged.ts'

export type PostgresColumn = Pick<StagedColumn, 'name' | 'spells' | 'reading'> & {
  /** Its value in the select list of a COPY, as the text that `reading` expects. */
  readonly sql: string
}

/** Readings by the numbers that PostgreSQL gives its own types, the same in every database (pg_type.dat). */
const readings: Readonly<Record<number, Reading>> = {
  16: { kind: 'boolean' },
  20: { kind: 'integer' },
  21: { kind: 'integer' },
  23: { kind: 'integer' },
  26: { kind: 'integer' },
  700: { kind: 'double' },
  701: { kind: 'double' },
  1082: { kind: 'date' },
  1114: { kind: 'local' },
  1184: { kind: 'instant' },
}
const numeric = 1700
const bytea = 17

/** The columns of a result: how each is selected as text, and how that text is read. Lists and records become JSON. */
export async function postgresColumns(
  client: Client,
  source: string,
  fields: readonly FieldDef[],
  declared: Readonly<Record<string, ColumnDeclaration>>,
): Promise<readonly PostgresColumn[]> {
  const { rows } = await client.query<{ oid: number; nested: boolean }>(
    `select oid::integer as oid, typcategory in ('A', 'C') as nested from pg_type where oid = any($1)`,
    [fields.map((field) => field.dataTypeID)],
  )
  const nested = new Set(rows.filter((row) => row.nested).map((row) => row.oid))

  return fields.map((field) => {
    const { name, dataTypeID } = field
    const sql = quoteName(name)
    if (nested.has(dataTypeID)) return { name, spells: 'text', sql: `to_json(${sql})::text` }
    if (dataTypeID === bytea && declared[name]?.type !== 'text') {
      throw new SourceError(
        'source_unsupported',
        said`The column "${name}" of the source ${source} has the type bytea, which columns cannot have here. Leave it out with a query, or declare it as text: columns: { ${name}: { type: text } }.`,
      )
    }
    if (dataTypeID === numeric) {
      const reading = decimalReading(field.dataTypeModifier)
      return { name, sql: `${sql}::text`, spells: 'numbers', ...(reading && { reading }) }
    }
    const reading = readings[dataTypeID]
    return { name, sql: reading ? sql : `${sql}::text`, spells: 'text', ...(reading && { reading }) }
  })
}

/** numeric(p, s) as its modifier tells it; undefined for a plain numeric, whose values must be looked at. */
function decimalReading(modifier: number): Reading | undefined {
  if (modifier < 4) return undefined
  const precision = (modifier - 4) >> 16
  const scale = (modifier - 4) & 0x7ff
  return precision <= 38 && scale <= precision ? { kind: 'decimal', precision, scale } : undefined
}
