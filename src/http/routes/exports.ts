import { z } from 'zod'
import { exportPermission, requireExportEditor } from '../../access/rights.ts'
import type { ExportDefinition } from '../../contract/definitions.ts'
import { resolveWhereSet } from '../../definitions/resolve-definitions.ts'
import { deliveredTo } from '../../exports/list/known-of-list.ts'
import { connectionOf } from '../../exports/plan/require-connection.ts'
import { lastDelivered, lastRuns } from '../../exports/run/last-runs.ts'
import { readSchedules } from '../../runs/read-schedules.ts'
import { readStandings } from '../../runs/read-status.ts'
import { definitionRoutes } from '../definition-routes.ts'
import { definitionBodies } from '../definition-schemas.ts'
import { iso, outcomeShape, toldOutcome } from '../refresh-answers.ts'
import { sentence } from '../sentence.ts'

const runSchema = z.object({
  id: z.string(),
  kind: z.string(),
  trigger: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  message: sentence.nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
})

const told = {
  displayName: z.string(),
  connection: z
    .object({ name: z.string(), displayName: z.string(), type: z.string() })
    .nullable()
    .describe('Null where it was detached; it does not run then'),
  list: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .describe('The list, as it was called when it was last delivered to; null before'),
  schedule: z.string().describe('When it runs by itself, in a sentence'),
  next: z.iso.datetime().nullable().describe('When it comes by itself next'),
  active: z.boolean().describe('Whether it has a connection'),
  permission: z.enum(['edit', 'view']).describe('What whoever asks may do with it'),
  standing: z
    .object({
      ...outcomeShape,
      inStep: z.boolean().nullable().describe('Whether its list is as it is to be; null before the first run'),
    })
    .describe('Where it stands: its last run, or what a refresh could not do with it since'),
  lastRun: runSchema.nullable(),
  refreshedAt: z.iso.datetime().nullable().describe('When its list was last brought in step'),
}

type Told = z.input<z.ZodObject<typeof told>>

const notStarted = { status: 'Not started', reason: null, message: null, inStep: null }

export const exportRoutes = definitionRoutes({
  section: 'exports',
  tag: 'Exports',
  one: 'an export',
  body: definitionBodies.export,
  told,
  tell: async (app, rows, { person, definitions }) => {
    const { db } = app
    const resolved = resolveWhereSet(definitions, app.variables)
    const { exports: scheduled } = await readSchedules(app, resolved, { language: app.config.language, count: 1 })
    const schedules = new Map(scheduled.map((each) => [each.name, each]))
    const standings = new Map((await readStandings(db, resolved)).exports.map((each) => [each.name, each]))
    const names = rows.map(({ name }) => name)
    const [runs, delivered] = [await lastRuns(db, names), await lastDelivered(db, names)]
    const lists = await deliveredTo(db, resolved.exports)
    return rows.map(({ name, body }): Told => {
      const definition = body as ExportDefinition
      const connection = connectionOf(definitions, definition)
      const run = runs.get(name)
      const standing = standings.get(name) ?? notStarted
      return {
        displayName: definition.displayName ?? name,
        connection:
          connection && definition.connection
            ? {
                name: definition.connection,
                displayName: connection.displayName ?? definition.connection,
                type: connection.type,
              }
            : null,
        list: lists.get(name) ?? null,
        schedule: schedules.get(name)?.sentence ?? '',
        // What was detached does not run at its times.
        next: definition.connection === undefined ? null : iso(schedules.get(name)?.next[0] ?? null),
        active: definition.connection !== undefined,
        permission: exportPermission(person, definition, definitions.connections),
        standing: { ...toldOutcome(standing), inStep: standing.inStep },
        lastRun: run
          ? {
              id: run.id,
              kind: run.kind,
              trigger: run.trigger,
              status: run.status,
              reason: run.reason,
              message: run.message,
              createdAt: run.created_at.toISOString(),
              finishedAt: run.finished_at?.toISOString() ?? null,
            }
          : null,
        refreshedAt: delivered.get(name)?.toISOString() ?? null,
      }
    })
  },
  sorts: {
    displayName: ({ displayName }: Told) => displayName,
    connection: ({ connection }: Told) => connection?.displayName ?? null,
    status: ({ standing }: Told) => standing.status,
    schedule: ({ schedule }: Told) => schedule,
    next: ({ next }: Told) => next ?? null,
    refreshedAt: ({ refreshedAt }: Told) => refreshedAt ?? null,
    permission: ({ permission }: Told) => permission,
  },
  searched: ({ connection }: Told) => (connection ? [connection.name, connection.displayName, connection.type] : []),
  filters: {
    connection: z.string().exactOptional().describe('The name of a connection; empty for those without one'),
    segment: z.string().exactOptional().describe('Those that contain this segment'),
    status: z.string().exactOptional().describe('Where it stands'),
    permission: told.permission.exactOptional(),
  },
  isWanted: (item, { connection, segment, status, permission }) =>
    (connection === undefined || (item.connection?.name ?? '') === connection) &&
    (segment === undefined || item.definition.segments.includes(segment)) &&
    (status === undefined || item.standing.status === status) &&
    (permission === undefined || item.permission === permission),
  requireEditor: (person, { connections }, { before, after }) => {
    for (const each of [before, after]) if (each) requireExportEditor(person, each, connections)
  },
})
