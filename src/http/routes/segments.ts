import { z } from 'zod'
import type { SegmentDefinition } from '../../contract/segment.ts'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { loadResolved } from '../../definitions/resolve-definitions.ts'
import { pathText } from '../../lib/path-text.ts'
import { countSegment } from '../../project/count-segment.ts'
import { outsideOf } from '../../project/outside-rules.ts'
import { usersOfSegments } from '../../project/uses-of.ts'
import { openCatalogue } from '../../refresh/open-catalogue.ts'
import { type Explanation, explainSegment } from '../../segments/explain-segment.ts'
import { findSegment } from '../../segments/find-segment.ts'
import { downloadMembers, readMembers } from '../../segments/read-members.ts'
import { requireMembers } from '../../segments/require-members.ts'
import { loadSegmentSizes, loadSegmentStates, type SegmentState } from '../../segments/segment-states.ts'
import { csvCells, sendCsv } from '../csv.ts'
import { definitionRoutes } from '../definition-routes.ts'
import { definitionBodies, nameParams } from '../definition-schemas.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'
import { shownRows, valuesFor } from '../shown-emails.ts'
import { startedRefreshSchema, startRefreshOf } from '../start-refresh-of.ts'
import { cellRow, columnSchema, userSchema } from '../table-schemas.ts'
import { nameColumns } from '../who-is.ts'

const tag = 'Segments'

const stateSchema = z
  .object({
    status: z.enum(['Not started', 'Successful', 'Failed', 'Skipped']).describe('Skipped: inactive, keeps its members'),
    members: z.int().nullable(),
    refreshedAt: z.iso.datetime().nullable().describe('When its members were computed'),
    checkedAt: z.iso.datetime().nullable().describe('When they were last found to be up to date'),
    error: z.object({ message: sentence, at: z.iso.datetime() }).nullable(),
  })
  .describe('Where a segment stands after its last refresh')

const told = {
  displayName: z.string(),
  active: z.boolean(),
  type: z.enum(['dynamic', 'static']),
  state: stateSchema,
  usedBy: z.array(userSchema).describe('The segments and exports that name it'),
}

type Told = {
  readonly displayName: string
  readonly active: boolean
  readonly type: 'dynamic' | 'static'
  readonly state: z.input<typeof stateSchema>
}

const explanationSchema = z.object({
  members: z.int(),
  profiles: z.int(),
  rules: z.array(
    z.object({
      operator: z.string(),
      alone: z.int().describe('For how many it holds by itself'),
      cumulative: z.int().describe('How many are left when it is combined with those before'),
      conditions: z.array(z.object({ path: z.string(), text: z.string(), alone: z.int(), cumulative: z.int() })),
    }),
  ),
  emptiedBy: z.object({ path: z.string(), message: sentence }).nullable().describe('What empties an empty segment'),
})

export const segmentRoutes: readonly Route[] = [
  ...definitionRoutes({
    section: 'segments',
    tag,
    one: 'a segment',
    body: definitionBodies.segment,
    told,
    tell: async (app, rows, { definitions }) => {
      const states = await loadSegmentStates(app)
      const users = usersOfSegments(definitions)
      return rows.map(({ name, body }) => {
        const { displayName = name, state, type = 'dynamic' } = body as SegmentDefinition
        const active = state !== 'inactive'
        const usedBy = [...(users.get(name) ?? [])]
        return { displayName, active, type, state: stateOf(states.get(name), active), usedBy }
      })
    },
    sorts: {
      displayName: ({ displayName }: Told) => displayName,
      members: ({ state }: Told) => state.members,
      refreshedAt: ({ state }: Told) => state.refreshedAt,
      status: ({ state }: Told) => state.status,
    },
    filters: {
      active: z.enum(['true', 'false']).exactOptional(),
      type: told.type.exactOptional(),
      status: stateSchema.shape.status.exactOptional(),
      tag: z.string().max(50).exactOptional(),
    },
    searched: ({ definition: { tags = [] } }) => tags,
    isWanted: (item, { active, type, status, tag: wanted }) =>
      (wanted === undefined || (item.definition.tags ?? []).includes(wanted)) &&
      (active === undefined || String(item.active) === active) &&
      (type === undefined || item.type === type) &&
      (status === undefined || item.state.status === status),
  }),
  route({
    method: 'POST',
    path: '/segments/:name/refresh',
    tag,
    summary: 'Start computing its members from the newest tables',
    rights: 'contributor',
    starts: true,
    params: nameParams,
    answers: { 202: startedRefreshSchema },
    handle: ({ app, person, params: { name } }) => startRefreshOf(app, person, { sources: [], segments: [name] }),
  }),
  route({
    method: 'GET',
    path: '/segments/:name/members',
    tag,
    summary: 'The first of its members, with all columns of their profiles',
    rights: 'viewer',
    params: nameParams,
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(100) }),
    answers: {
      200: z.object({
        total: z.int(),
        refreshedAt: z.iso.datetime(),
        columns: z.array(columnSchema),
        nameColumns: z
          .array(z.array(z.string()))
          .describe('Which of them tell what a member is called: those of the first group with a value, in this order'),
        items: z.array(cellRow),
      }),
    },
    handle: async ({ app, person, params: { name }, query: { limit } }) => {
      const definitions = await loadResolved(app)
      findSegment(definitions.segments, name)
      const members = await requireMembers(app, name)
      const catalogue = await openCatalogue(app, definitions)
      const rows = await readMembers(app.engine, catalogue, members, limit)
      return {
        total: members.members,
        refreshedAt: members.refreshedAt.toISOString(),
        columns: [...catalogue.profile.columns],
        nameColumns: nameColumns(definitions.profiles).map((columns) => [...columns]),
        items: shownRows(rows, valuesFor(person, definitions)),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/segments/:name/members.csv',
    tag,
    summary: 'All of its members as CSV, with all columns of their profiles',
    rights: 'viewer',
    params: nameParams,
    query: z.object({ cells: csvCells }),
    answers: { 200: { contentType: 'text/csv' } },
    handle: async ({ app, person, params: { name }, query: { cells }, reply }) => {
      const definitions = await loadResolved(app)
      findSegment(definitions.segments, name)
      const members = await requireMembers(app, name)
      const catalogue = await openCatalogue(app, definitions)
      const table = await downloadMembers(app, { actor: person, segment: name, catalogue, members })
      const show = valuesFor(person, definitions)
      return sendCsv(reply, { ...table, fileName: `${name}-members`, cells, show })
    },
  }),
  route({
    method: 'GET',
    path: '/segments/:name/sizes',
    tag,
    summary: 'How many members it had after each refresh, the newest first',
    rights: 'viewer',
    params: nameParams,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      since: z.iso.datetime().exactOptional().describe('Only refreshes from this moment on'),
    }),
    answers: { 200: z.object({ items: z.array(z.object({ members: z.int(), refreshedAt: z.iso.datetime() })) }) },
    handle: async ({ app, params: { name }, query: { limit, since } }) => {
      findSegment((await loadDefinitions(app.db)).segments, name)
      const sizes = await loadSegmentSizes(app.db, name, {
        limit,
        ...(since !== undefined && { since: new Date(since) }),
      })
      return { items: sizes.map(({ members, refreshedAt }) => ({ members, refreshedAt: refreshedAt.toISOString() })) }
    },
  }),
  route({
    method: 'GET',
    path: '/segments/:name/explanation',
    tag,
    summary: 'How it comes to its members, rule by rule, on the tables as they are now; and what empties an empty one',
    rights: 'viewer',
    params: nameParams,
    answers: { 200: explanationSchema },
    handle: async ({ app, params: { name } }) => {
      const definitions = await loadResolved(app)
      const { segments } = definitions
      findSegment(segments, name)
      const states = await loadSegmentStates(app)
      const catalogue = await openCatalogue(app, definitions)
      const lastMembers = (segment: string) => states.get(segment)?.files
      await using session = await app.engine.session()
      return explained(await explainSegment(session, { catalogue, segments, now: app.clock.now(), lastMembers }, name))
    },
  }),
  route({
    method: 'POST',
    path: '/segments/count',
    tag,
    summary: 'Count the members of a segment that is not saved',
    rights: 'contributor',
    body: z.strictObject({
      name: nameParams.shape.name.exactOptional().describe('The segment that is being edited'),
      definition: definitionBodies.segment,
    }),
    answers: { 200: explanationSchema },
    handle: async ({ app, person, body }) => explained(await countSegment(app, outsideOf(app, person), body)),
  }),
]

function stateOf(state: SegmentState | undefined, active: boolean): z.input<typeof stateSchema> {
  const failed = state?.lastError !== undefined && state.failedAt !== undefined
  return {
    status: !active ? 'Skipped' : failed ? 'Failed' : state?.version === undefined ? 'Not started' : 'Successful',
    members: state?.members ?? null,
    refreshedAt: state?.refreshedAt?.toISOString() ?? null,
    checkedAt: state?.checkedAt?.toISOString() ?? null,
    error: failed ? { message: state.lastError ?? '', at: state.failedAt?.toISOString() ?? '' } : null,
  }
}

function explained({ members, profiles, rules, emptiedBy }: Explanation): z.input<typeof explanationSchema> {
  return {
    members,
    profiles,
    rules: rules.map(({ conditions, ...rule }) => ({
      ...rule,
      conditions: conditions.map(({ path, ...condition }) => ({ ...condition, path: pathText(path) })),
    })),
    emptiedBy: emptiedBy ? { path: pathText(emptiedBy.path), message: emptiedBy.message } : null,
  }
}
