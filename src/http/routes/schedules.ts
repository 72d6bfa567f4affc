import { z } from 'zod'
import { thingName } from '../../contract/column.ts'
import { languages } from '../../contract/language.ts'
import { exportScheduleSchema, refreshScheduleSchema, segmentScheduleSchema } from '../../contract/schedule.ts'
import { findDefinition } from '../../definitions/definition-version.ts'
import {
  type DefinitionRow,
  definitionsOf,
  loadDefinitions,
  readDefinitions,
} from '../../definitions/load-definitions.ts'
import { resolveWhereSet } from '../../definitions/resolve-definitions.ts'
import type { ChangedDefinitions } from '../../project/change-definitions.ts'
import { judgeFromOutside } from '../../project/change-from-outside.ts'
import {
  changeExportSchedules,
  changeRefreshSchedule,
  changeSegmentSchedules,
  withRefreshSchedule,
} from '../../project/change-schedules.ts'
import { readSchedules, type Times } from '../../runs/read-schedules.ts'
import { schedulesStoppedBy } from '../../schedules/never-run.ts'
import { changedNotes, changedShape } from '../definition-answers.ts'
import { nameParams } from '../definition-schemas.ts'
import { expectedVersion, tellVersion } from '../preconditions.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'
import type { ServerApp } from '../server-app.ts'

const timesShape = {
  sentence: z.string().describe('The schedule in words'),
  active: z.boolean().describe('Whether it runs by itself'),
  next: z.array(z.iso.datetime()).describe('The next times, five at most'),
  last: z.iso.datetime().nullable().describe('The time that was due last'),
  missed: z
    .object({ at: z.iso.datetime(), ran: z.boolean().describe('Whether it was made up for') })
    .nullable()
    .describe('The last time at which no server ran, until one is met again'),
  waits: z.boolean().describe('Whether it is due and waits for the refresh that is under way'),
}
const refreshShape = { schedule: refreshScheduleSchema.nullable().describe('null: there is none'), ...timesShape }
const exportShape = { name: z.string(), schedule: exportScheduleSchema, ...timesShape }
const segmentShape = {
  name: z.string(),
  schedule: segmentScheduleSchema.nullable(),
  goesAlong: z.boolean().describe('Whether system refreshes take it along: not what is inactive, static or by hand'),
  ...timesShape,
}
const languageQuery = z.object({ language: z.enum(languages).default('en').describe('Of the sentences') })

const environment = { kind: 'environment', name: 'environment' } as const
const names = z.array(thingName).min(1).max(1000)

export const scheduleRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/schedules',
    tag: 'Schedules',
    summary: 'Everything that runs by itself, with its next times',
    rights: 'viewer',
    query: languageQuery,
    answers: {
      200: z.object({
        refresh: z.object(refreshShape),
        exports: z.array(z.object(exportShape)),
        segments: z.array(z.object(segmentShape)),
      }),
    },
    handle: async ({ app, query: { language } }) => {
      const { refresh, exports, segments } = await schedulesOf(app, await readDefinitions(app.db), language)
      return { refresh: told(refresh), exports: exports.map(told), segments: segments.map(told) }
    },
  }),
  route({
    method: 'GET',
    path: '/schedules/system',
    tag: 'Schedules',
    summary: 'When everything is refreshed by itself',
    rights: 'viewer',
    query: languageQuery,
    answers: { 200: z.object(refreshShape) },
    handle: async ({ app, query: { language }, reply }) => {
      const stored = await readDefinitions(app.db)
      tellVersion(reply, findDefinition(stored, environment))
      return told((await schedulesOf(app, stored, language)).refresh)
    },
  }),
  route({
    method: 'PUT',
    path: '/schedules/system',
    tag: 'Schedules',
    summary: 'Set when everything is refreshed by itself; what that stops is told',
    rights: 'administrator',
    versioned: true,
    body: z.strictObject({ schedule: refreshScheduleSchema.nullable().describe('null takes it away') }),
    answers: { 200: z.object({ ...refreshShape, ...changedShape }) },
    handle: async ({ app, person, body: { schedule }, request, reply }) => {
      const changes = await changeRefreshSchedule(app, person, schedule, expectedVersion(request, environment))
      app.wake()
      tellVersion(reply, findDefinition(changes.stored, environment))
      const { refresh } = await schedulesOf(app, changes.stored)
      return { ...told(refresh), ...changedNotes(changes) }
    },
  }),
  route({
    method: 'POST',
    path: '/schedules/system/look',
    tag: 'Schedules',
    summary: 'What a schedule of the system refresh would do, and what it would stop; nothing is written',
    rights: 'administrator',
    query: languageQuery,
    body: z.strictObject({ schedule: refreshScheduleSchema.nullable() }),
    answers: {
      200: z.object({
        sentence: timesShape.sentence,
        active: timesShape.active,
        next: timesShape.next,
        stops: z
          .array(z.object({ kind: z.enum(['export', 'segment']), name: z.string(), message: sentence }))
          .describe('What runs by itself now, and would not any more'),
      }),
    },
    handle: async ({ app, person, body: { schedule }, query: { language } }) => {
      const before = resolveWhereSet(await loadDefinitions(app.db), app.variables)
      const { definitions } = await judgeFromOutside(app, person, withRefreshSchedule(schedule))
      const then = resolveWhereSet(definitions, app.variables)
      const { refresh } = await readSchedules(app, then, { language })
      const { sentence, active, next } = told(refresh)
      const stops = schedulesStoppedBy(before, then).map(({ kind, name, message }) => ({ kind, name, message }))
      return { sentence, active, next, stops }
    },
  }),
  route({
    method: 'PUT',
    path: '/exports/:name/schedule',
    tag: 'Schedules',
    summary: 'Set when an export runs by itself',
    rights: 'contributor',
    versioned: true,
    params: nameParams,
    body: z.strictObject({ schedule: exportScheduleSchema }),
    answers: { 200: z.object({ ...exportShape, ...changedShape }) },
    handle: async ({ app, person, params: { name }, body: { schedule }, request, reply }) => {
      const thing = { kind: 'export', name } as const
      const seen = expectedVersion(request, thing)
      const changes = await changeExportSchedules(app, person, [name], { define: schedule }, [seen])
      app.wake()
      tellVersion(reply, findDefinition(changes.stored, thing))
      return answerOf('exports', app, name, changes)
    },
  }),
  route({
    method: 'PUT',
    path: '/segments/:name/schedule',
    tag: 'Schedules',
    summary: 'Set on which days a segment goes along with the system refresh',
    rights: 'contributor',
    versioned: true,
    params: nameParams,
    body: z.strictObject({ schedule: segmentScheduleSchema.nullable().describe('null: with every one') }),
    answers: { 200: z.object({ ...segmentShape, ...changedShape }) },
    handle: async ({ app, person, params: { name }, body: { schedule }, request, reply }) => {
      const thing = { kind: 'segment', name } as const
      const changes = await changeSegmentSchedules(app, person, [name], schedule, [expectedVersion(request, thing)])
      tellVersion(reply, findDefinition(changes.stored, thing))
      return answerOf('segments', app, name, changes)
    },
  }),
  route({
    method: 'POST',
    path: '/schedules/exports',
    tag: 'Schedules',
    summary: 'Schedule several exports at once, all or none',
    rights: 'contributor',
    body: z.union([
      z.strictObject({
        exports: names,
        keep: z.enum(['on', 'off']).describe('Keeps the schedule that each has, and turns it on or off'),
      }),
      z.strictObject({
        exports: names,
        define: exportScheduleSchema.describe('One schedule for all, in place of theirs'),
      }),
    ]),
    answers: { 200: z.object({ exports: z.array(z.object(exportShape)), ...changedShape }) },
    handle: async ({ app, person, body }) => {
      const change = 'keep' in body ? { turn: body.keep } : { define: body.define }
      const changes = await changeExportSchedules(app, person, body.exports, change)
      app.wake()
      const { exports } = await schedulesOf(app, changes.stored)
      const chosen = exports.filter(({ name }) => body.exports.includes(name))
      return { exports: chosen.map(told), ...changedNotes(changes) }
    },
  }),
  route({
    method: 'POST',
    path: '/schedules/segments',
    tag: 'Schedules',
    summary: 'Set the days of several segments at once, all or none',
    rights: 'contributor',
    body: z.strictObject({ segments: names, define: segmentScheduleSchema.nullable() }),
    answers: { 200: z.object({ segments: z.array(z.object(segmentShape)), ...changedShape }) },
    handle: async ({ app, person, body }) => {
      const changes = await changeSegmentSchedules(app, person, body.segments, body.define)
      const { segments } = await schedulesOf(app, changes.stored)
      const chosen = segments.filter(({ name }) => body.segments.includes(name))
      return { segments: chosen.map(told), ...changedNotes(changes) }
    },
  }),
]

function schedulesOf(app: ServerApp, stored: readonly DefinitionRow[], language: (typeof languages)[number] = 'en') {
  return readSchedules(app, resolveWhereSet(definitionsOf(stored), app.variables), { language })
}

async function answerOf(kind: 'exports' | 'segments', app: ServerApp, name: string, changes: ChangedDefinitions) {
  const schedules: readonly (Times & { readonly name: string })[] = (await schedulesOf(app, changes.stored))[kind]
  const found = schedules.find((each) => each.name === name)
  return { ...(found && told(found)), ...changedNotes(changes) }
}

/** Moments as the wire carries them. */
function told<T extends Times>({ next, last, missed, ...schedule }: T) {
  return {
    ...schedule,
    next: next.map((at) => at.toISOString()),
    last: last?.toISOString() ?? null,
    missed: missed && { at: missed.at.toISOString(), ran: missed.ran },
  }
}
