import { z } from 'zod'
import type { Person } from '../../access/person.ts'
import { requireConnectionUser, requireExportEditor } from '../../access/rights.ts'
import { seesEmails } from '../../access/sees-emails.ts'
import { openConstantContact } from '../../connections/open-constant-contact.ts'
import { constantContact } from '../../constant-contact/destination.ts'
import { customFieldPrefix } from '../../constant-contact/import-fields.ts'
import { thingName } from '../../contract/column.ts'
import type { Definitions } from '../../contract/definitions.ts'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { formerLists } from '../../exports/list/known-of-list.ts'
import { readDrift } from '../../exports/list/read-drift.ts'
import { previewExport } from '../../exports/plan/preview-export.ts'
import { contactFields, proposeFields } from '../../exports/plan/propose-fields.ts'
import { findExport } from '../../exports/run/run-export.ts'
import type { RunNeeds } from '../../exports/run/run-needs.ts'
import { judgeFromOutside } from '../../project/change-from-outside.ts'
import { profileTableOf } from '../../refresh/profile-table.ts'
import { runNeeds } from '../../run-needs.ts'
import { undoOf } from '../../runs/ask-for-run.ts'
import { definitionBodies, nameParams } from '../definition-schemas.ts'
import { answerLook } from '../look-stream.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'
import type { ServerApp } from '../server-app.ts'
import { columnSchema } from '../table-schemas.ts'

const tag = 'Exports'
const byReason = z.record(z.string(), z.int()).describe('People by reason')

const standingSchema = z
  .object({
    members: z.int(),
    new: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    heldBack: byReason,
    rejected: byReason,
  })
  .describe('How members stand: each in exactly one of these')

const previewSchema = z.object({
  export: z.string(),
  list: z.string(),
  all: standingSchema,
  segments: z.record(z.string(), standingSchema),
  leaving: z.object({ leavers: byReason, kept: byReason, toRemove: z.int(), guarded: z.int() }),
  samples: z.array(
    z.object({
      standing: z.string(),
      reason: z.string().nullable(),
      people: z.array(z.object({ email: z.string().nullable(), key: z.string() })),
    }),
  ),
  batches: z.int(),
  cost: z
    .object({
      imports: z.int(),
      removals: z.int(),
      idReads: z.int(),
      looks: z.int(),
      requests: z.int(),
      minutes: z.number(),
      leftToday: z.int(),
      fitsToday: z.boolean(),
    })
    .describe('What a run would take of the day and of Constant Contact\u2019s time'),
  limit: z.int(),
  account: z.object({
    contacts: z.int().nullable(),
    newAtMost: z.int(),
    contactsAtMost: z.int().nullable(),
    contractLimit: z.int().nullable(),
  }),
  guards: z.array(
    z.object({
      guard: z.string(),
      figure: z.number(),
      limit: z.number(),
      sentence,
      segment: z.string().exactOptional(),
    }),
  ),
  warnings: z.array(sentence),
})

const peopleSchema = z.object({ people: z.int(), sample: z.array(z.string()) })

const driftSchema = z.object({
  export: z.string(),
  list: z.object({ id: z.string(), name: z.string(), formerName: z.string().nullable() }),
  contacts: z.int(),
  ours: z.int(),
  missing: peopleSchema,
  readdressed: peopleSchema,
  others: z.int(),
  strangers: peopleSchema,
  back: peopleSchema,
  changedByHand: peopleSchema,
  changedByExport: peopleSchema.describe('To whom another export delivered since; this is no drift'),
  inStep: z.boolean(),
})

const emails = z
  .enum(['masked', 'full'])
  .default('masked')
  .describe('Whether sample people\u2019s e-mail addresses are shown in full, to those who may see them')

const previewed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['export', 'repair']) }),
  z.strictObject({ kind: z.literal('undo'), run: z.string().min(1).max(20) }),
])

/** What looks at an export and its list without changing anything. It spends the account's requests, so it is for editors. */
export const exportLookRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/exports/:name/preview',
    tag,
    summary: 'What a run would do, and what it would cost; nothing is sent',
    rights: 'contributor',
    params: nameParams,
    query: z.object({ emails }),
    body: previewed.nullish().describe('The export itself unless told'),
    answers: { 200: previewSchema },
    handle: async ({ params: { name }, query, body, ...asked }) => {
      const { app, person } = asked
      const definitions = await requireEditable(app, person, name)
      const needs = runNeeds(app, definitions)
      const showEmails = query.emails === 'full' && seesEmails(person, definitions.environment)
      const about = await aboutOf(needs, name, body ?? { kind: 'export' })
      return answerLook(asked, previewSchema, (looking) =>
        previewExport(needs, definitions, { exportName: name, showEmails, ...(about && { about }), ...looking }),
      )
    },
  }),
  route({
    method: 'POST',
    path: '/exports/preview',
    tag,
    summary:
      'The same of an export as it would be: one that is being set up, or is being changed; nothing is saved or sent',
    rights: 'contributor',
    body: z.strictObject({
      name: thingName.exactOptional().describe('The export that is being changed, or what a new one is to be called'),
      definition: definitionBodies.export,
    }),
    query: z.object({ emails }),
    answers: { 200: previewSchema },
    handle: async ({ body: { name: given, definition }, query, ...asked }) => {
      const { app, person } = asked
      const stored = await loadDefinitions(app.db)
      const name = given ?? freeName(stored)
      const { definitions } = await judgeFromOutside(app, person, (present) => {
        const before = Object.hasOwn(present.exports, name) ? present.exports[name] : undefined
        for (const each of [before, definition]) if (each) requireExportEditor(person, each, present.connections)
        return { ...present, exports: { ...present.exports, [name]: definition } }
      })
      const showEmails = query.emails === 'full' && seesEmails(person, definitions.environment)
      return answerLook(asked, previewSchema, (looking) =>
        previewExport(runNeeds(app, definitions), definitions, { exportName: name, showEmails, ...looking }),
      )
    },
  }),
  route({
    method: 'POST',
    path: '/exports/:name/drift',
    tag,
    summary: 'Compare the real list with what Postbud believes of it; nothing is changed',
    rights: 'contributor',
    params: nameParams,
    query: z.object({ emails }),
    answers: { 200: driftSchema },
    handle: async ({ params: { name }, query, ...asked }) => {
      const { app, person } = asked
      const definitions = await requireEditable(app, person, name)
      const showEmails = query.emails === 'full' && seesEmails(person, definitions.environment)
      return answerLook(asked, driftSchema, (looking) =>
        readDrift(runNeeds(app, definitions), definitions, { exportName: name, showEmails, ...looking }),
      )
    },
  }),
  route({
    method: 'GET',
    path: '/exports/:name/former-lists',
    tag,
    summary:
      'The lists that it delivered to before, as long as whom it put there is on them; a clean-up takes them off',
    rights: 'viewer',
    params: nameParams,
    answers: {
      200: z.object({
        items: z.array(z.object({ id: z.string(), name: z.string(), people: z.int().describe('Put there by it') })),
      }),
    },
    handle: async ({ app, params: { name } }) => {
      findExport(await loadDefinitions(app.db), name)
      const lists = await formerLists(app.db, name)
      return {
        items: lists.map(({ list_id, name: called, entries }) => ({ id: list_id, name: called, people: entries })),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/exports/propose-fields',
    tag,
    summary: 'Which fields an export can fill, and which columns may fill them by what they are called',
    rights: 'contributor',
    body: z.strictObject({
      connection: thingName.exactOptional().describe('Asks its account for custom fields, too'),
    }),
    answers: {
      200: z.object({
        fields: z.array(z.object({ field: z.string(), label: z.string() })),
        columns: z.array(columnSchema).describe('Columns of the profiles'),
        proposal: z.record(z.string(), z.string()),
        email: z.string().describe('The column with the e-mail address, unless a mapping names another'),
        limit: z.int().describe('How many deliverable people an export may have'),
      }),
    },
    handle: async ({ app, person, body: { connection }, signal }) => {
      const definitions = await loadDefinitions(app.db)
      const custom = connection === undefined ? [] : await customFieldsOf(app, person, definitions, connection, signal)
      const fields = [...contactFields, ...custom]
      const { email } = definitions.profiles
      const columns = (await profileTableOf(app, definitions))?.columns ?? []
      const proposal = proposeFields(columns, fields, [email])
      return { fields, columns: [...columns], proposal, email, limit: constantContact.limits.profiles }
    },
  }),
]

/** A name that no export has, under which nothing was ever delivered. */
function freeName({ exports }: Definitions): string {
  let name = 'this-export'
  while (Object.hasOwn(exports, name)) name += '-'
  return name
}

async function requireEditable(app: ServerApp, person: Person, name: string): Promise<Definitions> {
  const definitions = await loadDefinitions(app.db)
  requireExportEditor(person, findExport(definitions, name), definitions.connections)
  return definitions
}

async function customFieldsOf(
  app: ServerApp,
  person: Person,
  definitions: Definitions,
  connection: string,
  signal: AbortSignal,
) {
  requireConnectionUser(person, connection, definitions.connections)
  await using client = await openConstantContact(app, definitions, connection)
  const found = await client.readCustomFields(signal)
  return found.map(({ name, label }) => ({ field: `${customFieldPrefix}${name}`, label }))
}

async function aboutOf(needs: RunNeeds, exportName: string, of: z.output<typeof previewed>) {
  switch (of.kind) {
    case 'export':
      return undefined
    case 'repair':
      return { kind: 'repair' } as const
    case 'undo':
      return await undoOf(needs, exportName, of.run)
  }
}
