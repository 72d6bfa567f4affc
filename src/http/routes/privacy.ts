import { z } from 'zod'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { beginErasure } from '../../privacy/begin-erasure.ts'
import { certificateOf, certificateText } from '../../privacy/certificate.ts'
import { type ErasureRow, findErasure, listErasures } from '../../privacy/erasure-store.ts'
import { exportPerson } from '../../privacy/export-person.ts'
import { liftErasure } from '../../privacy/lift-erasure.ts'
import { sayingAsked } from '../language-asked.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'

const tag = 'Privacy'

/** Who is meant stands in the body and never in an address, so that it is in no log. */
const byEmail = { email: z.string().trim().min(1).max(320).describe('The person\u2019s e-mail, however it is written') }
const byKey = { key: z.string().min(1).max(1000).describe('The key of the person\u2019s profile') }
const wishes = {
  removeFromLists: z
    .boolean()
    .default(false)
    .describe('Takes them off the lists on which Postbud put them, before that is forgotten'),
  reason: z.string().max(500).exactOptional(),
}

const erasureSchema = z.object({
  id: z.string(),
  state: z.enum(['under_way', 'whole', 'lifted']),
  removeFromLists: z.boolean(),
  reason: z.string().nullable(),
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  waitsFor: z.object({ code: z.string(), sentence }).nullable().describe('What keeps it from its end'),
  lifted: z.object({ by: z.string(), at: z.iso.datetime(), reason: z.string() }).nullable(),
})

const certificateSchema = z.object({
  erasure: z.string(),
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  reason: z.string().nullable(),
  erased: z.record(z.string(), z.int()).describe('Entries by kind of place'),
  removedFrom: z.array(z.string()).describe('Lists that they were taken off'),
  remains: z
    .array(z.object({ kind: z.string(), name: z.string(), sentence }))
    .describe('What an erasure does not reach'),
  hashes: z.array(z.object({ kind: z.string(), hash: z.string() })),
})

const row = z.record(z.string(), z.unknown())
const rows = z.array(row)
const personSchema = z.object({
  madeAt: z.iso.datetime(),
  emails: z.array(z.string()),
  keys: z.array(z.string()),
  tables: z.record(z.string(), rows),
  segments: z.array(z.string()),
  deliveries: rows,
  receipts: rows,
  removals: rows,
  lists: rows,
  departures: rows,
  departureEndings: rows,
  tests: rows,
  erasures: rows,
})

const byId = z.object({ id: z.string().min(1).max(40) })

export const privacyRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/privacy/erasures',
    tag,
    summary: 'Erasures, newest first; nobody\u2019s address is in them',
    rights: 'administrator',
    answers: { 200: z.object({ items: z.array(erasureSchema) }) },
    handle: async ({ app }) => ({ items: (await listErasures(app.db)).map(erasureOf) }),
  }),
  // Asked for twice it is one erasure by itself; a key would keep a hash of who is meant that everybody can make.
  route({
    method: 'POST',
    path: '/privacy/erasures',
    tag,
    summary: 'Erases a person from everything that Postbud holds',
    rights: 'administrator',
    body: z.union([z.strictObject({ ...byEmail, ...wishes }), z.strictObject({ ...byKey, ...wishes })]),
    answers: { 202: erasureSchema },
    handle: async ({ app, person, body: { removeFromLists, reason, ...who } }) => {
      const erasure = await beginErasure(app, await loadDefinitions(app.db), person, { who, removeFromLists, reason })
      app.wake()
      return erasureOf(erasure)
    },
  }),
  route({
    method: 'GET',
    path: '/privacy/erasures/:id',
    tag,
    summary: 'An erasure, and what it waits for',
    rights: 'administrator',
    params: byId,
    answers: { 200: erasureSchema },
    handle: async ({ app, params }) => erasureOf(await findErasure(app.db, params.id)),
  }),
  route({
    method: 'GET',
    path: '/privacy/erasures/:id/certificate',
    tag,
    summary: 'What was erased, and what remains elsewhere',
    rights: 'administrator',
    params: byId,
    answers: { 200: certificateSchema },
    handle: async ({ app, params }) => certificateOf(await findErasure(app.db, params.id)),
  }),
  route({
    method: 'GET',
    path: '/privacy/erasures/:id/certificate.txt',
    tag,
    summary: 'The certificate to be read by a person',
    rights: 'administrator',
    params: byId,
    answers: { 200: { contentType: 'text/plain' } },
    handle: async ({ app, params, request, reply }) => {
      const text = certificateText(certificateOf(await findErasure(app.db, params.id)))
      const say = sayingAsked(request)
      return reply.type('text/plain; charset=utf-8').send(say ? text.split('\n').map(say).join('\n') : text)
    },
  }),
  route({
    method: 'POST',
    path: '/privacy/erasures/:id/lift',
    tag,
    summary: 'Lets a person who was erased come back with the next refresh',
    rights: 'administrator',
    params: byId,
    body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
    answers: { 200: erasureSchema },
    handle: async ({ app, person, params, body }) => erasureOf(await liftErasure(app, person, params.id, body.reason)),
  }),
  route({
    method: 'POST',
    path: '/privacy/person',
    tag,
    summary: 'Everything that Postbud holds of a person',
    rights: 'administrator',
    body: z.union([z.strictObject(byEmail), z.strictObject(byKey)]),
    answers: { 200: personSchema },
    handle: async ({ app, person, body }) => exportPerson(app, await loadDefinitions(app.db), person, body),
  }),
]

function erasureOf(row: ErasureRow): z.input<typeof erasureSchema> {
  return {
    id: row.id,
    state: row.state,
    removeFromLists: row.remove_from_lists,
    reason: row.reason,
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    waitsFor: row.waits_for,
    lifted: row.lifted_at && {
      by: row.lifted_by ?? '',
      at: row.lifted_at.toISOString(),
      reason: row.lift_reason ?? '',
    },
  }
}
