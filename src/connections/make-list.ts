import { recordAct } from '../access/audit.ts'
import type { Person } from '../access/person.ts'
import type { ContactList } from '../constant-contact/lists.ts'
import type { Definitions } from '../contract/definitions.ts'
import { type ConnectionNeeds, openConstantContact } from './open-constant-contact.ts'

/** Makes a list in the account of a connection, for an export to deliver to. Throws ListExistsError and UnreachableError. */
export async function makeList(
  needs: ConnectionNeeds,
  person: Person,
  { definitions, connection, name }: { definitions: Definitions; connection: string; name: string },
  signal?: AbortSignal,
): Promise<ContactList> {
  await using client = await openConstantContact(needs, definitions, connection)
  const list = await client.createList(name, signal)
  await recordAct(needs, {
    actor: person,
    action: 'connection.create-list',
    target: { kind: 'connection', name: connection },
    after: { list: list.id, name: list.name },
  })
  return list
}
