import { z } from 'zod'
import type { Person } from '../../access/person.ts'
import { requireConnectionUser } from '../../access/rights.ts'
import { findConnection } from '../../connections/application.ts'
import { NotConnectedError, readConnectionState } from '../../connections/connection-state.ts'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { endDepartures, readDeparturesBook } from '../../exports/list/departures-book.ts'
import { nameParams } from '../definition-schemas.ts'
import { type Route, route } from '../route.ts'
import type { ServerApp } from '../server-app.ts'
import { emailsFor } from '../shown-emails.ts'

const tag = 'Departures'
const email = z.string().min(3).max(320)
const event = z.string().min(1).max(100)

export const departureRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/connections/:name/departures',
    tag,
    summary: "Who left a connection's account or its lists on Constant Contact's side, as last read",
    rights: 'contributor',
    params: nameParams,
    query: z.object({
      kind: z.enum(['unsubscribed', 'deleted', 'left_list']).exactOptional(),
      email: email.exactOptional(),
      event: event.exactOptional().describe('Those who departed at once, such as from a list emptied by mistake'),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    answers: {
      200: z.object({
        people: z.int(),
        byKind: z.record(z.string(), z.int()),
        events: z.array(
          z.object({
            event: z.string(),
            list: z.string(),
            listName: z.string().nullable(),
            since: z.string().nullable(),
            people: z.int(),
          }),
        ),
        departures: z.array(
          z.object({
            email: z.string().nullable(),
            kind: z.string(),
            since: z.string().nullable(),
            list: z.string().nullable(),
            listName: z.string().nullable().describe('What the list was called when it was last delivered to'),
            event: z.string().nullable(),
          }),
        ),
      }),
    },
    handle: async ({ app, person, params: { name }, query: { limit, ...filter } }) => {
      const { environment, accountId } = await accountOf(app, person, name)
      const show = emailsFor(person, environment)
      const book = await readDeparturesBook(app, accountId, filter, limit)
      const names = await listNames(app, accountId)
      const nameOf = (list: string | null) => (list === null ? null : (names.get(list) ?? null))
      return {
        ...book,
        events: book.events.map((each) => ({ ...each, listName: nameOf(each.list) })),
        departures: book.departures.map((each) => ({
          ...each,
          email: each.email === null ? null : show(each.email),
          listName: nameOf(each.list),
        })),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/connections/:name/departures/end',
    tag,
    summary: 'Let people who departed be delivered to again; who, when and why is kept',
    rights: 'administrator',
    params: nameParams,
    body: z.union([
      z.strictObject({ email: email.describe('One person'), reason: z.string().trim().min(1).max(1000) }),
      z.strictObject({ event: event.describe('Everybody of one event'), reason: z.string().trim().min(1).max(1000) }),
    ]),
    answers: { 200: z.object({ people: z.int() }) },
    handle: async ({ app, person, params: { name }, body }) => {
      const { accountId } = await accountOf(app, person, name)
      const { reason, ...who } = body
      return { people: await endDepartures(app, { accountId, who, reason, actor: person }) }
    },
  }),
]

async function accountOf(app: ServerApp, person: Person, name: string) {
  const definitions = await loadDefinitions(app.db)
  requireConnectionUser(person, name, definitions.connections)
  findConnection(definitions, name)
  const { account } = await readConnectionState(app.db, name)
  if (!account) throw new NotConnectedError(name)
  return { environment: definitions.environment, accountId: account.id }
}

async function listNames({ db }: ServerApp, accountId: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('lists').select(['list_id', 'name']).where('account_id', '=', accountId).execute()
  return new Map(rows.map(({ list_id, name }) => [list_id, name]))
}
