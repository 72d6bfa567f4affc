import { z } from 'zod'
import { ForbiddenError, isAtLeast, type Person } from '../../access/person.ts'
import { thingName } from '../../contract/column.ts'
import { loadResolved } from '../../definitions/resolve-definitions.ts'
import { said } from '../../lib/said.ts'
import { requireUnified } from '../../refresh/look-at-unification.ts'
import { cancelRefresh } from '../../system-refresh/cancel-refresh.ts'
import { queueRefresh } from '../../system-refresh/queue-refresh.ts'
import { readRefresh, readRefreshes, readTasksOf } from '../../system-refresh/read-refreshes.ts'
import type { RefreshRow } from '../../system-refresh/refresh-store.ts'
import { profilesScope, refreshSchema, taskSchema, toldRefresh, toldTask } from '../refresh-answers.ts'
import { type Route, route } from '../route.ts'

const id = z.string().max(40)

export const refreshRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/refreshes',
    tag: 'Refreshes',
    summary: 'Refresh everything, as the system refresh does, or sources and segments by name, or the profiles',
    rights: 'contributor',
    starts: true,
    body: z
      .strictObject({
        sources: z.array(thingName).exactOptional().describe('Only these, and the segments that are named'),
        segments: z.array(thingName).exactOptional().describe('Only these, and the sources that are named'),
        profiles: profilesScope
          .exactOptional()
          .describe(
            'Unify the profiles, which segments that are named ask for by themselves; `matching`: ask the rules, write what matches, and leave the profiles as they are',
          ),
      })
      .refine(
        ({ sources, segments, profiles }) =>
          profiles || (!sources && !segments) || [...(sources ?? []), ...(segments ?? [])].length > 0,
        said`expected the name of a source or segment, or nothing at all for everything`,
      )
      .refine(
        ({ segments, profiles }) => profiles !== 'matching' || !segments || segments.length === 0,
        said`segments pick from profiles that are unified: name no segments with "matching"`,
      ),
    answers: { 202: refreshSchema },
    handle: async ({ app, person, body: { sources, segments, profiles }, reply }) => {
      if (profiles === 'matching') requireUnified(await loadResolved(app))
      const isNamed = sources !== undefined || segments !== undefined || profiles !== undefined
      if (!isNamed) requireAll(person)
      const trigger = person.via === 'API' ? 'API' : 'manual'
      const scope = isNamed ? { sources: sources ?? [], segments: segments ?? [], ...(profiles && { profiles }) } : null
      const refresh = await queueRefresh(app, { trigger, actor: person, scope })
      app.wake()
      reply.header('location', `/api/v1/refreshes/${refresh.id}`)
      return toldRefresh(refresh)
    },
  }),
  route({
    method: 'GET',
    path: '/refreshes',
    tag: 'Refreshes',
    summary: 'Refreshes, the newest first',
    rights: 'viewer',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(500).default(50),
      cursor: id.exactOptional().describe('`next` of the page before'),
    }),
    answers: { 200: z.object({ items: z.array(refreshSchema), next: z.string().nullable() }) },
    handle: async ({ app, query: { limit, cursor } }) => {
      const rows = await readRefreshes(app.db, { limit, ...(cursor !== undefined && { before: cursor }) })
      return { items: rows.map(toldRefresh), next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }
    },
  }),
  route({
    method: 'GET',
    path: '/refreshes/:id',
    tag: 'Refreshes',
    summary: 'The whole workflow of a refresh: each task, how long it took, and how long the one before did',
    rights: 'viewer',
    params: z.object({ id }),
    answers: { 200: refreshSchema.extend({ tasks: z.array(taskSchema) }) },
    handle: async ({ app, params }) => {
      const { refresh, tasks } = await readRefresh(app.db, params.id)
      return { ...toldRefresh(refresh), tasks: tasks.map(toldTask) }
    },
  }),
  route({
    method: 'POST',
    path: '/refreshes/:id/cancel',
    tag: 'Refreshes',
    summary: 'Stop a refresh: what it reads now is dropped, its runs without a plan are canceled, those at work go on',
    rights: 'contributor',
    params: z.object({ id }),
    answers: { 200: refreshSchema },
    handle: async ({ app, person, params }) => {
      const { refresh } = await readRefresh(app.db, params.id)
      requireCanceler(person, refresh)
      const canceled = await cancelRefresh(app, person, params.id)
      app.wake()
      return toldRefresh(canceled)
    },
  }),
  route({
    method: 'GET',
    path: '/refreshes/tasks/:kind/:name',
    tag: 'Refreshes',
    summary: 'The last tasks of one source, segment or export, the newest first',
    rights: 'viewer',
    params: z.object({ kind: z.enum(['source', 'profiles', 'segment', 'export']), name: thingName }),
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(10) }),
    answers: { 200: z.object({ items: z.array(taskSchema) }) },
    handle: async ({ app, params: { kind, name }, query: { limit } }) => {
      return { items: (await readTasksOf(app.db, kind, name, limit)).map(toldTask) }
    },
  }),
]

/** Everything includes exports on connections that are not shared with contributors. */
function requireAll(person: Person): void {
  if (!isAtLeast(person.role, 'administrator')) {
    throw new ForbiddenError(
      said`Only administrators refresh everything, since that runs every export. Name sources and segments.`,
    )
  }
}

function requireCanceler(person: Person, { scope }: RefreshRow): void {
  if (scope === null && !isAtLeast(person.role, 'administrator')) {
    throw new ForbiddenError(said`Only administrators cancel a refresh of everything.`)
  }
}
