import { dirname } from 'node:path'
import { z } from 'zod'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { judgeNewSource } from '../../project/judge-new-source.ts'
import { outsideOf } from '../../project/outside-rules.ts'
import { usersOfTable } from '../../project/uses-of.ts'
import { textColumnsOf } from '../../refresh/text-columns.ts'
import { columnProfile } from '../../sources/column-profile.ts'
import { type CorruptRow, corruptRows, countCorruptRows, downloadCorruptRows } from '../../sources/corrupt-rows.ts'
import { findSource } from '../../sources/find-source.ts'
import { lookAtSource } from '../../sources/look-at-source.ts'
import { type SourceState, sourceState, tableOf } from '../../sources/source-state.ts'
import { csvCells, sendCsv } from '../csv.ts'
import { readPlace, writePlace } from '../cursors.ts'
import { definitionRoutes } from '../definition-routes.ts'
import { definitionBodies, nameParams } from '../definition-schemas.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'
import type { ServerApp } from '../server-app.ts'
import { shownRows, valuesFor } from '../shown-emails.ts'
import { startedRefreshSchema, startRefreshOf } from '../start-refresh-of.ts'
import { cellRow, columnProfileSchema, columnSchema, userSchema } from '../table-schemas.ts'
import { uploadOf } from '../uploaded-file.ts'

const tag = 'Data sources'

const noticeSchema = z.object({
  code: z.string(),
  column: z.string().exactOptional(),
  message: sentence,
  yaml: z.string().exactOptional().describe('Lines of the file that settle it'),
})

const stateSchema = z
  .object({
    status: z.enum(['Not started', 'Successful', 'Completed with warnings', 'Failed']),
    rows: z.int().nullable(),
    columns: z.int().nullable(),
    corrupt: z.int().describe('Rows that were set aside'),
    corruptReasons: z.record(z.string(), z.int()),
    refreshedAt: z.iso.datetime().nullable().describe('When its rows were read'),
    checkedAt: z.iso.datetime().nullable().describe('When they were last known to be what the source holds'),
    durationMs: z.int().nullable(),
    files: z.array(z.object({ path: z.string(), size: z.int() })),
    notices: z.array(noticeSchema).describe('What a person should know or decide about the data'),
    error: z
      .object({ code: z.string(), message: sentence, at: z.iso.datetime() })
      .nullable()
      .describe('Why the last refresh failed; the last good rows stay'),
  })
  .describe('Where a source stands after its last refresh')

const told = {
  kind: z.enum(['file', 'postgres']),
  state: stateSchema,
  usedBy: z.array(userSchema).describe('What needs it, and would keep it from being removed'),
  uploaded: z.boolean().describe('Whether it reads one file that was sent here, which can be sent anew'),
}

type Source = { readonly kind: 'file' | 'postgres'; readonly state: z.input<typeof stateSchema> }

export const sourceRoutes: readonly Route[] = [
  ...definitionRoutes({
    section: 'sources',
    tag,
    one: 'a data source',
    body: definitionBodies.source,
    told,
    tell: async (app, rows, { definitions }) =>
      Promise.all(
        rows.map(async ({ name, body }) => ({
          kind: 'postgres' in body ? ('postgres' as const) : ('file' as const),
          state: stateOf(await sourceState(app.db, name)),
          usedBy: usersOfTable(definitions, name),
          uploaded: uploadOf(app, body) !== undefined,
        })),
      ),
    sorts: {
      rows: ({ state }: Source) => state.rows,
      corrupt: ({ state }: Source) => state.corrupt,
      refreshedAt: ({ state }: Source) => state.refreshedAt,
      status: ({ state }: Source) => state.status,
    },
    filters: {
      kind: told.kind.exactOptional(),
      status: stateSchema.shape.status.exactOptional(),
    },
    isWanted: (item, { kind, status }) =>
      (kind === undefined || item.kind === kind) && (status === undefined || item.state.status === status),
  }),
  route({
    method: 'GET',
    path: '/sources/:name/columns',
    tag,
    summary: 'The columns of its table with their types, and what their values are like',
    rights: 'viewer',
    params: nameParams,
    answers: { 200: z.object({ items: z.array(columnProfileSchema) }) },
    handle: async ({ app, person, params: { name }, signal }) => {
      const definitions = await requireSource(app, name)
      const table = await tableOf(app.db, app.directory, name)
      const profiles = table ? await columnProfile(app, table, { signal }) : []
      const show = valuesFor(person, definitions)
      const shown = (text: string | null) => (text === null ? null : show(text))
      return {
        items: profiles.map(({ min, max, top, ...profile }) => ({
          ...profile,
          min: shown(min),
          max: shown(max),
          top: top.map(({ value, rows }) => ({ value: show(value), rows })),
        })),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/sources/:name/corrupt',
    tag,
    summary: 'Its corrupt rows, each with its place and the reason',
    rights: 'viewer',
    params: nameParams,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      reason: z.string().max(50).exactOptional().describe('Only those that are corrupt for this reason'),
      cursor: z.string().max(2000).exactOptional().describe('`next` of the page before'),
    }),
    answers: {
      200: z.object({
        total: z.int().describe('On all pages'),
        next: z.string().nullable().describe('The cursor of the next page'),
        items: z.array(
          z.object({
            file: z.string(),
            row: z.int().describe('As people count it: the header line of a CSV file is row 1'),
            reason: z.string(),
            detail: sentence.nullable(),
            key: z.string().nullable(),
            content: z.string().nullable(),
          }),
        ),
      }),
    },
    handle: async ({ app, person, params: { name }, query: { limit, reason, cursor } }) => {
      const show = valuesFor(person, await requireSource(app, name))
      const [after = 0] = readPlace(cursor, z.tuple([z.int().nonnegative()])) ?? []
      const rows = await corruptRows(app, name, { limit, after, reason })
      const total = await countCorruptRows(app, name, reason)
      const end = after + rows.length
      return {
        total,
        next: writePlace(rows.length > 0 && end < total ? [end] : undefined),
        items: shownRows(rows as readonly (CorruptRow & Record<string, never>)[], show) as unknown as CorruptRow[],
      }
    },
  }),
  route({
    method: 'GET',
    path: '/sources/:name/corrupt.csv',
    tag,
    summary: 'All of its corrupt rows as CSV',
    rights: 'viewer',
    params: nameParams,
    query: z.object({ cells: csvCells }),
    answers: { 200: { contentType: 'text/csv' } },
    handle: async ({ app, person, params: { name }, query: { cells }, reply }) => {
      const show = valuesFor(person, await requireSource(app, name))
      const table = await downloadCorruptRows(app, person, name)
      return sendCsv(reply, { ...table, fileName: `${name}-corrupt`, cells, show })
    },
  }),
  route({
    method: 'POST',
    path: '/sources/:name/refresh',
    tag,
    summary: 'Start reading it again, if it has changed',
    rights: 'contributor',
    starts: true,
    params: nameParams,
    answers: { 202: startedRefreshSchema },
    handle: ({ app, person, params: { name } }) => startRefreshOf(app, person, { sources: [name], segments: [] }),
  }),
  route({
    method: 'POST',
    path: '/sources/preview',
    tag,
    summary:
      'Look at files or a database before declaring them, or a source before changing it: columns, types, first rows, what would be corrupt, what they may be good for',
    rights: 'contributor',
    body: z.strictObject({
      definition: definitionBodies.source.describe('As a source is declared; the key may be left out'),
      name: nameParams.shape.name.exactOptional().describe('The source that is being changed'),
    }),
    answers: {
      200: z.object({
        columns: z.array(columnSchema),
        rows: z.int().describe('Of a database, those that were looked at'),
        unreadable: z.int(),
        misfits: z
          .array(z.object({ column: z.string(), rows: z.int(), examples: z.array(z.string()) }))
          .describe('Columns with values that do not fit the types that are declared; their rows would be corrupt'),
        key: z
          .object({ blank: z.int(), repeated: z.int() })
          .nullable()
          .describe('Rows that would be corrupt for their key; null where no key was named'),
        sample: z.array(cellRow),
        notices: z.array(noticeSchema),
        proposal: z
          .object({
            key: z.string().exactOptional(),
            email: z.string().exactOptional(),
            firstName: z.string().exactOptional(),
            lastName: z.string().exactOptional(),
            updatedAt: z.string().exactOptional(),
            profileImage: z.string().exactOptional(),
          })
          .describe('Which columns may be the key, the e-mail, the names, the time of change and the picture'),
      }),
    },
    handle: async ({ app, person, body, signal }) => {
      const definitions = body.name === undefined ? undefined : await requireSource(app, body.name)
      const before = definitions && findSource(definitions.sources, body.name ?? '')
      const { key, ...keyless } = judgeNewSource(body.definition, outsideOf(app, person), before)
      const look = await lookAtSource(app, {
        name: body.name ?? 'preview',
        definition: 'key' in body.definition ? { ...keyless, key } : keyless,
        textColumns: definitions
          ? textColumnsOf(definitions, body.name ?? '').filter((column) => column !== before?.key)
          : [],
        folder: dirname(app.config.file),
        variables: app.variables,
        signal,
      })
      return {
        ...look,
        columns: [...look.columns],
        notices: [...look.notices],
        misfits: look.misfits.map(({ examples, ...misfit }) => ({ ...misfit, examples: [...examples] })),
        // Only those come here who see e-mails in full.
        sample: [...look.sample],
      }
    },
  }),
]

async function requireSource(app: ServerApp, name: string) {
  const definitions = await loadDefinitions(app.db)
  findSource(definitions.sources, name)
  return definitions
}

function stateOf(state: SourceState | undefined): z.input<typeof stateSchema> {
  const { snapshot, error } = state ?? {}
  return {
    status: error
      ? 'Failed'
      : !snapshot
        ? 'Not started'
        : snapshot.corrupt > 0
          ? 'Completed with warnings'
          : 'Successful',
    rows: snapshot?.rows ?? null,
    columns: snapshot?.columns.length ?? null,
    corrupt: snapshot?.corrupt ?? 0,
    corruptReasons: { ...snapshot?.corruptReasons },
    refreshedAt: snapshot?.refreshedAt.toISOString() ?? null,
    checkedAt: snapshot?.checkedAt.toISOString() ?? null,
    durationMs: snapshot?.durationMs ?? null,
    files: snapshot?.inputs.map(({ shown, size }) => ({ path: shown, size })) ?? [],
    notices: [...(snapshot?.notices ?? [])],
    error: error ? { code: error.code, message: error.message, at: error.at.toISOString() } : null,
  }
}
