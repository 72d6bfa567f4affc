import { z } from 'zod'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { resolveWhereSet } from '../../definitions/resolve-definitions.ts'
import { readSchedules } from '../../runs/read-schedules.ts'
import { readStandings, type Standing } from '../../runs/read-status.ts'
import { readRefreshes } from '../../system-refresh/read-refreshes.ts'
import { iso, outcomeShape, refreshSchema, toldOutcome, toldRefresh } from '../refresh-answers.ts'
import { type Route, route } from '../route.ts'

const standingShape = {
  name: z.string(),
  displayName: z.string().nullable(),
  ...outcomeShape,
  updatedAt: z.iso.datetime().nullable().describe('When it was last found up to date'),
  count: z.int().nullable().describe('Rows, or members'),
  refresh: z.string().nullable(),
  run: z.string().nullable(),
  next: z.iso.datetime().nullable().describe('When it comes by itself next'),
}
const standing = z.object(standingShape)

export const statusRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/status',
    tag: 'Status',
    summary: 'Where everything stands, by process, and what needs a person',
    rights: 'viewer',
    answers: {
      200: z.object({
        environment: z.string(),
        refreshes: z.array(refreshSchema).describe('The last five'),
        sources: z.array(standing),
        profiles: standing,
        segments: z.array(standing),
        exports: z.array(z.object({ ...standingShape, inStep: z.boolean().nullable() })),
        connections: z.array(standing),
        lists: z.object({ inStep: z.int(), of: z.int() }).describe('Exports whose list is as it is to be'),
        attention: z
          .array(
            z.object({
              key: z.string(),
              kind: z.string(),
              subject: z.string(),
              ...outcomeShape,
              since: z.iso.datetime(),
            }),
          )
          .describe('What needs a person, the oldest first'),
      }),
    },
    handle: async ({ app }) => {
      const definitions = resolveWhereSet(await loadDefinitions(app.db), app.variables)
      const { sources, profiles, segments, exports, connections } = await readStandings(app.db, definitions)
      const schedules = await readSchedules(app, definitions, { count: 1 })
      const next = {
        all: schedules.refresh.next[0] ?? null,
        exports: new Map(schedules.exports.map((each) => [each.name, each.next[0] ?? null])),
        segments: new Map(schedules.segments.map((each) => [each.name, each.next[0] ?? null])),
      }
      const states = await app.db.selectFrom('alert_states').selectAll().orderBy('since').orderBy('key').execute()
      return {
        environment: definitions.environment.name,
        refreshes: (await readRefreshes(app.db, { limit: 5 })).map(toldRefresh),
        sources: sources.map((each) => told(each, next.all)),
        profiles: told(profiles, next.all),
        segments: segments.map((each) => told(each, next.segments.get(each.name) ?? null)),
        exports: exports.map(({ inStep, ...each }) => ({ ...told(each, next.exports.get(each.name) ?? null), inStep })),
        connections: connections.map((each) => told(each, null)),
        lists: { inStep: exports.filter(({ inStep }) => inStep).length, of: exports.length },
        attention: states.map(({ key, kind, subject, state, since, ...why }) => ({
          key,
          kind,
          subject,
          ...toldOutcome({ ...why, status: state }),
          since: since.toISOString(),
        })),
      }
    },
  }),
]

function told({ status, reason, message, updatedAt, ...standing }: Standing, next: Date | null) {
  return { ...standing, ...toldOutcome({ status, reason, message }), updatedAt: iso(updatedAt), next: iso(next) }
}
