import { z } from 'zod'
import { requireConnectionUser } from '../../access/rights.ts'
import { makeList } from '../../connections/make-list.ts'
import { openConstantContact } from '../../connections/open-constant-contact.ts'
import type { ContactList } from '../../constant-contact/lists.ts'
import { thingName } from '../../contract/column.ts'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { listOf, listQuery, pageOf } from '../paging.ts'
import { type Route, route } from '../route.ts'

const tag = 'Connections'
const named = z.object({ name: thingName })

const listSchema = z.object({
  id: z.string(),
  name: z.string(),
  members: z.int().nullable().describe('Contacts of any status; null where Constant Contact did not tell'),
  createdAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime().nullable(),
})

export const connectionListRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/connections/:name/lists',
    tag,
    summary: "The lists of a connection's account, read from Constant Contact, to choose one for an export",
    rights: 'contributor',
    params: named,
    query: listQuery(['name', 'members', 'updatedAt'], {}),
    answers: { 200: listOf(listSchema) },
    handle: async ({ app, person, params: { name }, query, signal }) => {
      const definitions = await loadDefinitions(app.db)
      requireConnectionUser(person, name, definitions.connections)
      await using client = await openConstantContact(app, definitions, name)
      const lists = (await client.readLists({ members: true }, signal)).map(answerOf)
      return pageOf(lists, query, {
        id: ({ id }) => id,
        searched: (list) => [list.name],
        sorts: {
          name: (list) => list.name,
          members: ({ members }) => members,
          updatedAt: ({ updatedAt }) => updatedAt,
        },
      })
    },
  }),
  route({
    method: 'POST',
    path: '/connections/:name/lists',
    tag,
    summary: "Make a list in a connection's account",
    rights: 'contributor',
    params: named,
    body: z.strictObject({ name: z.string().trim().min(1).max(255) }),
    starts: true,
    answers: { 201: listSchema },
    handle: async ({ app, person, params, body, signal }) => {
      const definitions = await loadDefinitions(app.db)
      requireConnectionUser(person, params.name, definitions.connections)
      const asked = { definitions, connection: params.name, name: body.name }
      return answerOf(await makeList(app, person, asked, signal))
    },
  }),
]

function answerOf({ id, name, members, createdAt, updatedAt }: ContactList): z.input<typeof listSchema> {
  return {
    id,
    name,
    members: members ?? null,
    createdAt: createdAt?.toISOString() ?? null,
    updatedAt: updatedAt?.toISOString() ?? null,
  }
}
