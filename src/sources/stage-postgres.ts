import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { PostgresSource } from '../contract/definitions.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { said } from '../lib/said.ts'
import type { Variables } from '../lib/variables.ts'
import { checkColumnNames } from './column-names.ts'
import { LineLook } from './line-look.ts'
import { type PostgresColumn, postgresColumns } from './postgres-columns.ts'
import { connectPostgres, explainPostgres } from './postgres-connection.ts'
import { SourceError } from './source-error.ts'
import { stageCsvPart } from './stage-csv-part.ts'
import type { Staged, Staging } from './staged.ts'

/**
 * Stages a table or a query of a PostgreSQL database: its rows leave the server as one COPY, as of one moment, and go to a scratch
 * file as they come; none becomes an object here. Types are the database's own.
 */
export async function stagePostgres(
  staging: Staging,
  definition: PostgresSource,
  variables: Variables,
): Promise<Staged> {
  const { name, scratch, signal } = staging
  const select = selectOf(name, definition)
  const shown = definition.table ?? said`the query`
  const path = join(scratch, 'rows.csv')

  await using connection = await connectPostgres(name, definition.postgres, variables, signal)
  const { client } = connection
  const columns = await explainPostgres(connection, definition, async () => {
    await client.query(`begin isolation level repeatable read read only`)
    await client.query(`set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'iso_8601'`)
    const { fields } = await client.query(`select * from ${select} as source limit 0`)
    return await postgresColumns(client, name, fields, definition.columns ?? {})
  })
  const names = checkColumnNames(
    name,
    shown,
    columns.map((column) => column.name),
  )
  const lines = await explainPostgres(connection, definition, () => copyRows(staging, client, select, columns, path))

  const dialect = { delimiter: ',', quote: '"', escape: '"' }
  const part = { part: 0, source: shown, plain: path, lines, dialect, names, order: names }
  const staged = join(scratch, 'part-0.parquet')
  await stageCsvPart(staging, { ...part, path: staged })
  return {
    columns: columns.map(({ spells, reading }, at) => ({
      name: names[at] ?? '',
      engineType: 'VARCHAR',
      spells,
      ...(reading && { reading }),
    })),
    relation: `(select * rename (file_row_number as "row") from read_parquet([${quoteText(staged)}], file_row_number = true))`,
    parts: [shown],
    firstRow: 1,
    inputs: [],
    notices: [],
  }
}

async function copyRows(
  { signal, onBytes }: Staging,
  client: Client,
  select: string,
  columns: readonly PostgresColumn[],
  path: string,
): Promise<LineLook> {
  const values = columns.map((column) => `${column.sql} as ${quoteName(column.name)}`).join(', ')
  const rows = client.query(
    copyTo(`copy (select ${values} from ${select} as source) to stdout (format csv, header, encoding 'utf8')`),
  )
  const lines = new LineLook('"')
  const look = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      lines.see(chunk)
      onBytes(chunk.length)
      done(null, chunk)
    },
  })
  await pipeline(rows, look, createWriteStream(path), signal ? { signal } : {})
  return lines
}

/** What stands behind `from`: the table, quoted, or the query in brackets. */
export function selectOf(name: string, { table, query }: PostgresSource): string {
  if (table !== undefined && query === undefined) return quoteTable(name, table)
  // The line break ends a comment that the query may close with.
  if (query !== undefined && table === undefined) return `(${query.trim().replace(/;\s*$/, '')}\n)`
  throw new SourceError(
    'source_definition',
    said`The source ${name} reads PostgreSQL and needs exactly one of "table" (schema.table) and "query".`,
  )
}

/** `schema.table` with every part quoted as it is written; a part that holds a dot is written in double quotes. */
export function quoteTable(name: string, table: string): string {
  const parts = table.match(/"(?:[^"]|"")+"|[^."]+/g) ?? []
  const written = parts.join('.')
  if (written !== table || parts.length > 3) {
    throw new SourceError(
      'source_definition',
      said`The source ${name} reads the table ${table}, which is not written as schema.table (parts with dots in double quotes).`,
    )
  }
  return parts
    .map((part) => (part.startsWith('"') ? quoteName(part.slice(1, -1).replaceAll('""', '"')) : quoteName(part)))
    .join('.')
}
