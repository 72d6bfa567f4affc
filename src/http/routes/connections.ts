import { z } from 'zod'
import { isAtLeast, type Person } from '../../access/person.ts'
import { mayUseConnection } from '../../access/rights.ts'
import { findConnection } from '../../connections/application.ts'
import { checkConnection } from '../../connections/check-connection.ts'
import { readConnectionStates } from '../../connections/connection-state.ts'
import { invalidExportUsers } from '../../connections/export-user.ts'
import { takeOverExportUser } from '../../connections/take-over-export-user.ts'
import { thingName } from '../../contract/column.ts'
import type { ConnectionDefinition } from '../../contract/definitions.ts'
import { connectionSchema } from '../../contract/definitions-schema.ts'
import { findDefinition } from '../../definitions/definition-version.ts'
import {
  type DefinitionRow,
  definitionsOf,
  loadDefinitions,
  readDefinitions,
} from '../../definitions/load-definitions.ts'
import { listsOfConnection } from '../../exports/list/lists-of-connection.ts'
import { changeConnection } from '../../project/change-connection.ts'
import { usesOfConnection } from '../../project/connection-uses.ts'
import { removeConnection } from '../../project/remove-connection.ts'
import { listOf, listQuery, pageOf } from '../paging.ts'
import { expectedVersion, tellVersion } from '../preconditions.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'
import type { ServerApp } from '../server-app.ts'
import { connectionAnswer, connectionAnswerOf, connectionNameSchema, nameAnswerOf } from './connection-answers.ts'

const tag = 'Connections'
const named = z.object({ name: thingName })

const changeSchema = z.strictObject({
  ...connectionSchema.shape,
  clientSecret: z
    .union([z.string().min(1), z.strictObject({ set: z.literal(true) })])
    .exactOptional()
    .describe(
      'A new secret, which is stored sealed; a reference to a variable; or {set: true} for the one that is there',
    ),
})

const fateSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('detach') }),
  z.strictObject({ action: z.literal('reassign'), to: thingName.describe('The connection it is put on') }),
  z.strictObject({ action: z.literal('remove') }),
])

const removalSchema = z.strictObject({
  exports: z.record(thingName, fateSchema).default({}).describe('What becomes of each export, by name'),
  all: fateSchema.exactOptional().describe('What becomes of those that are not named'),
})

const toldShape = {
  warnings: z.array(sentence).describe('What is worth knowing and stops nothing'),
  consequences: z.array(sentence).describe('What the change does beside the definitions'),
}

const removedSchema = z.object({
  ...toldShape,
  remains: z
    .object({
      account: connectionAnswer.shape.account,
      clientId: z.string().nullable(),
      lists: z.array(z.object({ id: z.string(), name: z.string(), people: z.int() })),
      told: z.array(sentence),
    })
    .describe('What is left at Constant Contact: nothing is revoked or deleted there'),
})

const checkSchema = z.object({
  name: z.string(),
  verdict: z.enum(['well', 'warning', 'unknown', 'wrong']),
  account: connectionAnswer.shape.account,
  renewedAt: z.iso.datetime().nullable(),
  lapsesAt: z.iso.datetime().nullable(),
  daysLeft: z.int().nullable(),
  missingPrivileges: z.array(z.string()),
  lists: z.array(
    z.object({
      list: z.string(),
      id: z.string().exactOptional(),
      name: z.string().exactOptional(),
      exports: z.array(z.string()),
      state: z.string(),
    }),
  ),
  findings: z.array(
    z.object({ kind: z.string(), code: z.string(), causeCode: z.string().exactOptional(), message: sentence }),
  ),
})

export const connectionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/connections',
    tag,
    summary: 'The connections: all of them for administrators, name and type of the shared ones for contributors',
    rights: 'contributor',
    query: listQuery(['name', 'displayName', 'status', 'connectedAt'], {}),
    answers: { 200: listOf(z.union([connectionAnswer, connectionNameSchema])) },
    handle: async ({ app, person, query }) => {
      const all = await readConnections(app)
      const order = {
        id: ({ row }: Connection) => row.name,
        searched: ({ row, definition }: Connection) => [row.name, definition.displayName],
        sorts: {
          name: ({ row }: Connection) => row.name,
          displayName: ({ row, definition }: Connection) => definition.displayName ?? row.name,
          // How a connection does is not for those to know whom it is only shared with.
          status: ({ answer }: Connection) => (isAtLeast(person.role, 'administrator') ? answer().status : null),
          connectedAt: ({ answer }: Connection) =>
            isAtLeast(person.role, 'administrator') ? answer().connectedAt : null,
        },
      }
      const mine = all.filter(({ definition }) => mayUseConnection(person, definition))
      const { items, next } = pageOf(mine, query, order)
      return { items: items.map((each) => seenBy(person, each)), next }
    },
  }),
  route({
    method: 'GET',
    path: '/connections/:name',
    tag,
    summary: 'One connection',
    rights: 'administrator',
    params: named,
    answers: { 200: connectionAnswer },
    handle: async ({ app, params, reply }) => answerOne(app, params.name, reply),
  }),
  route({
    method: 'PUT',
    path: '/connections/:name',
    tag,
    summary: 'Change what is declared of a connection; its exports stay, also when it is shared no more',
    rights: 'administrator',
    params: named,
    body: changeSchema,
    versioned: true,
    answers: { 200: z.object({ connection: connectionAnswer, ...toldShape }) },
    handle: async ({ app, person, params: { name }, body, request, reply }) => {
      const { clientSecret, ...rest } = body
      const kept = typeof clientSecret === 'object' ? { keep: true as const } : clientSecret
      const { warnings, consequences } = await changeConnection(app, person, {
        name,
        given: { ...rest, ...(kept !== undefined && { clientSecret: kept }) },
        expected: expectedVersion(request, { kind: 'connection', name }),
      })
      return { connection: await answerOne(app, name, reply), warnings, consequences }
    },
  }),
  route({
    method: 'GET',
    path: '/connections/:name/uses',
    tag,
    summary: 'What uses a connection: exports, and runs that have not ended',
    rights: 'administrator',
    params: named,
    answers: {
      200: z.object({
        exports: z.array(z.string()),
        runs: z.array(z.object({ run: z.string(), export: z.string(), status: z.string() })),
      }),
    },
    handle: async ({ app, params: { name } }) => {
      findConnection(await loadDefinitions(app.db), name)
      return usesOfConnection(app.db, name)
    },
  }),
  route({
    method: 'DELETE',
    path: '/connections/:name',
    tag,
    summary: 'Remove a connection that nothing uses, with its tokens',
    rights: 'administrator',
    params: named,
    versioned: true,
    answers: { 200: removedSchema },
    handle: ({ app, person, params: { name }, request }) =>
      remove(app, person, { name, exports: {}, expected: expectedVersion(request, { kind: 'connection', name }) }),
  }),
  route({
    method: 'POST',
    path: '/connections/:name/removal',
    tag,
    summary: 'Remove a connection and detach, reassign or remove its exports, all or nothing',
    rights: 'administrator',
    params: named,
    body: removalSchema,
    versioned: true,
    answers: { 200: removedSchema },
    handle: ({ app, person, params: { name }, body, request }) =>
      remove(app, person, { name, ...body, expected: expectedVersion(request, { kind: 'connection', name }) }),
  }),
  route({
    method: 'PUT',
    path: '/connections/:name/export-user',
    tag,
    summary: 'Become the export user of a connection; needs a sign-in of the last minutes, and no API key',
    rights: 'administrator',
    params: named,
    answers: { 200: connectionAnswer },
    handle: async ({ app, person, params: { name }, reply }) => {
      findConnection(await loadDefinitions(app.db), name)
      await takeOverExportUser(app, person, name)
      return answerOne(app, name, reply)
    },
  }),
  route({
    method: 'POST',
    path: '/connections/:name/check',
    tag,
    summary: 'Check now that a connection works: tokens, account, privileges, lists, days until it lapses',
    rights: 'administrator',
    params: named,
    answers: { 200: checkSchema },
    handle: async ({ app, params: { name }, signal }) => {
      const definitions = await loadDefinitions(app.db)
      const definition = findConnection(definitions, name)
      const lists = await listsOfConnection(app, definitions, name)
      const { account, renewedAt, lapsesAt, daysLeft, ...rest } = await checkConnection(app, {
        ...{ name, definition, lists, signal },
      })
      return {
        ...rest,
        account: account ?? null,
        renewedAt: renewedAt?.toISOString() ?? null,
        lapsesAt: lapsesAt?.toISOString() ?? null,
        daysLeft: daysLeft ?? null,
      }
    },
  }),
]

type Connection = {
  readonly row: DefinitionRow
  readonly definition: ConnectionDefinition
  readonly answer: () => z.input<typeof connectionAnswer>
}

async function readConnections({ db, clock }: ServerApp): Promise<Connection[]> {
  const stored = await readDefinitions(db)
  if (stored.length === 0) return []
  const definitions = definitionsOf(stored)
  const [states, problems] = [await readConnectionStates(db), await invalidExportUsers(db)]
  return stored
    .filter(({ kind }) => kind === 'connection')
    .map((row) => ({
      row,
      definition: row.body as ConnectionDefinition,
      answer: () =>
        connectionAnswerOf({
          row,
          state: states.get(row.name),
          problem: problems.get(row.name),
          exports: Object.entries(definitions.exports).flatMap(([name, { connection }]) =>
            connection === row.name ? [name] : [],
          ),
          now: clock.now(),
        }),
    }))
}

function seenBy({ role }: Person, { row, definition, answer }: Connection) {
  return isAtLeast(role, 'administrator') ? answer() : nameAnswerOf(row.name, definition)
}

async function answerOne(app: ServerApp, name: string, reply: Parameters<typeof tellVersion>[0]) {
  const all = await readConnections(app)
  const row = findDefinition(
    all.map((each) => each.row),
    { kind: 'connection', name },
  )
  tellVersion(reply, row)
  return all.find((each) => each.row === row)?.answer()
}

async function remove(app: ServerApp, person: Person, removal: Parameters<typeof removeConnection>[2]) {
  const { changed, remains } = await removeConnection(app, person, removal)
  return { warnings: changed.warnings, consequences: changed.consequences, remains }
}
