import { z } from 'zod'
import { exportPermission } from '../../access/rights.ts'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { findRunLike } from '../../exports/receipts/read-receipts.ts'
import { readPause } from '../../exports/run/pause.ts'
import type { RunRow } from '../../exports/run/run-store.ts'
import { runNeeds } from '../../run-needs.ts'
import { askForAll, askForRun, exportBehind, requireRunEditor, type Wish } from '../../runs/ask-for-run.ts'
import { cancelRun } from '../../runs/cancel-run.ts'
import { letRunGoOn, refuseRun } from '../../runs/decide-run.ts'
import { describeRun } from '../../runs/describe-run.ts'
import { listRuns, runSorts } from '../../runs/list-runs.ts'
import { runView } from '../../runs/run-view.ts'
import { readPlace, writePlace } from '../cursors.ts'
import { nameParams } from '../definition-schemas.ts'
import { listOf } from '../paging.ts'
import { type Asked, type Route, route } from '../route.ts'
import { runDetailSchema, runSchema } from '../run-schemas.ts'
import type { ServerApp } from '../server-app.ts'
import { shownTo } from '../shown-run.ts'

const tag = 'Runs'

export const runParams = z.object({
  id: z
    .string()
    .regex(/^[0-9a-z]{1,20}$/, 'expected a run\u2019s id')
    .describe('Its id, its first letters, or last'),
})

const several = z.union([z.string().max(100), z.array(z.string().max(100)).max(50)]).exactOptional()
const orders = [...runSorts, ...runSorts.map((sort) => `-${sort}` as const)] as const

const noteBody = z.strictObject({ note: z.string().max(1000).nullish() }).nullish()

const wish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['export', 'repair']) }),
  z.strictObject({
    kind: z.literal('test'),
    only: z.array(z.string().min(1).max(320)).min(1).max(100).describe('E-mail addresses of people in its segments'),
  }),
  z.strictObject({
    kind: z.literal('retry'),
    run: z.string().min(1).max(20),
    reason: z.string().max(100).exactOptional().describe('Only those of one reason'),
  }),
  z.strictObject({ kind: z.literal('undo'), run: z.string().min(1).max(20) }),
  z.strictObject({
    kind: z.literal('cleanup'),
    list: z.string().max(100).exactOptional().describe('This list, though the export still delivers there'),
  }),
])

export const runRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/runs',
    tag,
    summary: 'Runs, newest first',
    rights: 'viewer',
    query: z.object({
      search: z.string().max(200).exactOptional().describe('In the export, the id, who asked for it, and the reason'),
      export: several,
      status: several,
      trigger: several,
      kind: several,
      open: z.enum(['true', 'false']).exactOptional().describe('Only those that have not ended, or that have'),
      from: z.iso.datetime({ offset: true }).exactOptional().describe('Asked for at this moment or later'),
      to: z.iso.datetime({ offset: true }).exactOptional().describe('Asked for before this moment'),
      sort: z.enum(orders).default('-createdAt').describe('The order; with a hyphen the other way round'),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      cursor: z.string().max(2000).exactOptional().describe('`next` of the page before'),
    }),
    answers: { 200: listOf(runSchema) },
    handle: async ({ app, person, query }) => {
      const { sort, cursor, search, open, from, to, limit } = query
      const place = readPlace(cursor, z.tuple([z.literal(sort), z.string().nullable(), z.string()]))
      const { runs, last } = await listRuns(app, {
        search,
        exports: listed(query.export),
        statuses: listed(query.status),
        triggers: listed(query.trigger),
        kinds: listed(query.kind),
        open: open === undefined ? undefined : open === 'true',
        from,
        to,
        sort: sort.replace('-', '') as (typeof runSorts)[number],
        order: sort.startsWith('-') ? 'down' : 'up',
        after: place && [place[1], place[2]],
        limit,
      })
      const show = await shownTo(app, person)
      return { items: runs.map(show), next: writePlace(last && [sort, ...last]) }
    },
  }),
  route({
    method: 'GET',
    path: '/runs/:id',
    tag,
    summary: 'A run in full: where it stands, who became what on the way, its tasks and its jobs',
    rights: 'viewer',
    params: runParams,
    answers: { 200: runDetailSchema },
    handle: async ({ app, person, params }) => {
      const run = await findRunLike(app.db, params.id)
      const definitions = await loadDefinitions(app.db)
      const show = await shownTo(app, person)
      return {
        ...show(run),
        permission: exportPermission(person, exportBehind(definitions, run), definitions.connections),
        ...(await describeRun(app, run)),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/exports/:name/runs',
    tag,
    summary: 'Run an export, or answer the run of it that has not ended',
    rights: 'contributor',
    starts: true,
    params: nameParams,
    body: wish.nullish().describe('The export itself unless told'),
    answers: { 202: runSchema },
    handle: async ({ app, person, params, body, reply }) => {
      const definitions = await loadDefinitions(app.db)
      const run = await askForRun(
        runNeeds(app, definitions),
        person,
        definitions,
        params.name,
        body ?? { kind: 'export' },
      )
      return await accepted(app, run, reply)
    },
  }),
  route({
    method: 'POST',
    path: '/runs/all',
    tag,
    summary: 'Run every export that runs by itself, has a connection, and that you may edit',
    rights: 'contributor',
    starts: true,
    answers: { 202: z.object({ items: z.array(runSchema) }) },
    handle: async ({ app, person }) => {
      const definitions = await loadDefinitions(app.db)
      const runs = await askForAll(runNeeds(app, definitions), person, definitions)
      app.wake()
      const paused = await isPaused(app)
      return { items: runs.map((run) => runView(run, paused)) }
    },
  }),
  actOnRun('cancel', 'End a run: what has left settles, and everybody else is told as not sent', cancelRun),
  actOnRun('approve', 'Let a run that a guard stopped go on with the plan that it stopped with', letRunGoOn),
  actOnRun('reject', 'End a run that a guard stopped; nothing of it is sent', refuseRun),
  rerun('retry', 'Once more for those who were rejected, unconfirmed or not sent', {
    reason: z.string().max(100).exactOptional().describe('Only those of one reason'),
  }),
  rerun('undo', 'Take off the list again whom a run put on it', {}),
]

function actOnRun(verb: string, summary: string, act: typeof cancelRun | typeof letRunGoOn): Route {
  return route({
    method: 'POST',
    path: `/runs/:id/${verb}`,
    tag,
    summary,
    rights: 'contributor',
    params: runParams,
    body: noteBody,
    answers: { 202: runSchema },
    handle: async ({ app, person, params, body, reply }) => {
      const definitions = await loadDefinitions(app.db)
      const run = await findRunLike(app.db, params.id)
      requireRunEditor(person, definitions, run)
      return await accepted(app, await act(runNeeds(app, definitions), person, run, body?.note ?? null), reply)
    },
  })
}

function rerun(kind: 'retry' | 'undo', summary: string, shape: z.core.$ZodLooseShape): Route {
  return route({
    method: 'POST',
    path: `/runs/:id/${kind}`,
    tag,
    summary,
    rights: 'contributor',
    starts: true,
    params: runParams,
    body: z.strictObject(shape).nullish(),
    answers: { 202: runSchema },
    handle: async ({ app, person, params, body, reply }) => {
      const definitions = await loadDefinitions(app.db)
      const subject = await findRunLike(app.db, params.id)
      const asked = { kind, run: subject.id, ...body } as Wish
      const run = await askForRun(runNeeds(app, definitions), person, definitions, subject.export_name, asked)
      return await accepted(app, run, reply)
    },
  })
}

async function accepted(app: ServerApp, run: RunRow, reply: Asked<unknown, unknown, unknown>['reply']) {
  app.wake()
  reply.header('location', `/api/v1/runs/${run.id}`)
  return runView(run, await isPaused(app))
}

async function isPaused(app: ServerApp): Promise<boolean> {
  return (await readPause(app.directory)) !== undefined
}

function listed(given: string | string[] | undefined): string[] | undefined {
  return given === undefined ? undefined : [given].flat()
}
