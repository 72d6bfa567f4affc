import { z } from 'zod'
import { seesEmails } from '../../access/sees-emails.ts'
import { profileTable, type Table } from '../../contract/catalogue.ts'
import { thingName } from '../../contract/column.ts'
import type { Definitions } from '../../contract/definitions.ts'
import { definitionsOf, readDefinitions } from '../../definitions/load-definitions.ts'
import { resolveWhereSet } from '../../definitions/resolve-definitions.ts'
import { AppError } from '../../lib/app-error.ts'
import { didYouMean } from '../../lib/nearest-name.ts'
import { said } from '../../lib/said.ts'
import { usersOfTable } from '../../project/uses-of.ts'
import {
  kindOfTable,
  requireTableName,
  TableNotFoundError,
  TableUnreadError,
  tableKinds,
  tableNamed,
  tableNames,
} from '../../refresh/named-tables.ts'
import { downloadTable, firstRows } from '../../refresh/table-rows.ts'
import { columnValues } from '../../sources/column-values.ts'
import { csvCells, sendCsv } from '../csv.ts'
import { listOf, listQuery, pageOf } from '../paging.ts'
import { type Route, route } from '../route.ts'
import type { ServerApp } from '../server-app.ts'
import { shownRows, valuesFor } from '../shown-emails.ts'
import { cellRow, columnSchema, userSchema } from '../table-schemas.ts'

/** Raised when a table has no column by that name. */
export class ColumnNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(table: string, name: string, columns: Table['columns']) {
    const known = columns.map((column) => column.name)
    super(said`Table "${table}" has no column "${name}".${didYouMean(name, known)} Columns: ${known.join(', ')}.`)
  }
}

const tableSchema = z.object({
  name: z.string(),
  kind: z.enum(tableKinds).describe('unification: how profiles were made of sources'),
  source: z.string().describe('The source that it comes from; several, unified, are told as profile'),
  key: z.string().nullable(),
  rows: z.int().nullable().describe('Null before its source was read'),
  columns: z.array(columnSchema),
  relationships: z.array(z.string()).describe('Names of the relationships that lead from or to it'),
  usedBy: z.array(userSchema),
})
const tag = 'Tables'
const params = z.object({ name: thingName })

export const tableRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/tables',
    tag,
    summary: 'The Customer table, called profile, and those of the sources, with their columns',
    rights: 'viewer',
    query: listQuery(['name', 'rows'], { kind: tableSchema.shape.kind.exactOptional() }),
    answers: { 200: listOf(tableSchema) },
    handle: async ({ app, query }) => {
      const definitions = await definitionsIn(app)
      const tables = definitions
        ? await Promise.all(tableNames(definitions).map((name) => tell(app, definitions, name)))
        : []
      const wanted = tables.filter(({ kind }) => query.kind === undefined || kind === query.kind)
      return pageOf(wanted, query, {
        id: ({ name }) => name,
        searched: ({ name, columns }) => [name, ...columns.map((column) => column.name)],
        sorts: { name: ({ name }) => name, rows: ({ rows }) => rows },
      })
    },
  }),
  route({
    method: 'GET',
    path: '/tables/:name',
    tag,
    summary: 'A table with its columns, and what uses it',
    rights: 'viewer',
    params,
    answers: { 200: tableSchema },
    handle: async ({ app, params: { name } }) => tell(app, await requireTable(app, name), name),
  }),
  route({
    method: 'GET',
    path: '/tables/:name/rows',
    tag,
    summary: 'The first rows of a table',
    rights: 'viewer',
    params,
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
    answers: { 200: z.object({ total: z.int(), items: z.array(cellRow) }) },
    handle: async ({ app, person, params: { name }, query: { limit }, signal }) => {
      const definitions = await requireTable(app, name)
      const table = await tableNamed(app, definitions, name)
      if (!table) return { total: 0, items: [] }
      const rows = await firstRows(app, table, limit, { signal })
      return { total: table.rows, items: shownRows(rows, valuesFor(person, definitions)) }
    },
  }),
  route({
    method: 'GET',
    path: '/tables/:name/rows.csv',
    tag,
    summary: 'All of its rows as CSV',
    rights: 'viewer',
    params,
    query: z.object({ cells: csvCells }),
    answers: { 200: { contentType: 'text/csv' } },
    handle: async ({ app, person, params: { name }, query: { cells }, reply }) => {
      const definitions = await requireTable(app, name)
      const table = await tableNamed(app, definitions, name)
      if (!table) throw new TableUnreadError(name)
      const rows = await downloadTable(app, { actor: person, table })
      return sendCsv(reply, { ...rows, fileName: name, cells, show: valuesFor(person, definitions) })
    },
  }),
  route({
    method: 'GET',
    path: '/tables/:name/values',
    tag,
    summary: 'The values of a column, the most frequent first, and how its numbers are spread',
    rights: 'viewer',
    params,
    query: z.object({
      column: z.string().min(1).max(200),
      search: z.string().max(200).exactOptional().describe('Only values with this text in them, whatever the case'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answers: {
      200: z.object({
        rows: z.int().describe('Of the table'),
        filled: z.int().describe('Rows that have a value'),
        distinct: z.int().describe('Different values with the text, whether answered or not'),
        items: z.array(z.object({ value: z.string(), rows: z.int() })),
        quantiles: z
          .array(z.object({ share: z.number(), value: z.number() }))
          .describe('For numbers: this share of the rows has at most this'),
      }),
    },
    handle: async ({ app, person, params: { name }, query: { column: columnName, search, limit }, signal }) => {
      const definitions = await requireTable(app, name)
      const table = await tableNamed(app, definitions, name)
      if (!table) return { rows: 0, filled: 0, distinct: 0, items: [], quantiles: [] }
      const column = table.columns.find((each) => each.name === columnName)
      if (!column) throw new ColumnNotFoundError(name, columnName, table.columns)
      const searchEmails = seesEmails(person, definitions.environment)
      const asked = { limit, signal, searchEmails, ...(search !== undefined && { search }) }
      const { values, quantiles, ...figures } = await columnValues(app, table, column, asked)
      const show = valuesFor(person, definitions)
      const items = values.map(({ value, rows }) => ({ value: show(value), rows }))
      return { ...figures, items, quantiles: [...quantiles] }
    },
  }),
]

async function definitionsIn({ db, variables }: ServerApp): Promise<Definitions | undefined> {
  const stored = await readDefinitions(db)
  return stored.length === 0 ? undefined : resolveWhereSet(definitionsOf(stored), variables)
}

async function requireTable(app: ServerApp, name: string): Promise<Definitions> {
  const definitions = await definitionsIn(app)
  if (!definitions) throw new TableNotFoundError(name, [])
  requireTableName(definitions, name)
  return definitions
}

async function tell(app: ServerApp, definitions: Definitions, name: string): Promise<z.input<typeof tableSchema>> {
  const table = await tableNamed(app, definitions, name)
  const kind = kindOfTable(definitions, name)
  const source = name === profileTable ? (definitions.profiles.from ?? profileTable) : name
  const usedBy = usersOfTable(definitions, source)
  return {
    name,
    kind,
    source: kind === 'unification' ? profileTable : source,
    key: table?.key ?? null,
    rows: table?.rows ?? null,
    columns: [...(table?.columns ?? [])],
    relationships: usedBy.filter(({ section }) => section === 'relationships').map((user) => user.name),
    usedBy,
  }
}
