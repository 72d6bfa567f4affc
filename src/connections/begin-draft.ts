import type { Person } from '../access/person.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import { NameTakenError } from '../definitions/definition-version.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { newId } from '../lib/ids.ts'
import { hasReference } from '../lib/variables.ts'
import { findConnection, resolveApplication } from './application.ts'
import { boxOf, clientSecretContext } from './client-secret.ts'
import { type ConnectionDraft, draftLifeMs, forgetLeftDrafts, requireDraft } from './connection-draft.ts'
import { findConnectionRow } from './connection-state.ts'
import type { ConnectionNeeds } from './open-constant-contact.ts'
import { serviceOf } from './service.ts'

/** A definition as a person gives it: a client secret in plain, or a reference to a variable. */
export type GivenDefinition = Omit<ConnectionDefinition, 'clientSecret'> & { readonly clientSecret?: string }

/** What a person gave, divided into what may be read in the definitions and what is sealed apart. */
export function divideSecret({ clientSecret, ...rest }: GivenDefinition): {
  readonly definition: ConnectionDefinition
  readonly secret?: string
} {
  if (clientSecret === undefined) return { definition: rest }
  if (hasReference(clientSecret)) return { definition: { ...rest, clientSecret } }
  return { definition: { ...rest, clientSecret: { stored: true } }, secret: clientSecret }
}

/**
 * Begins a connection of that name, for this person alone to go on with. Nothing is to be seen of it elsewhere before it is
 * saved. Throws NameTakenError, and what keeps its definition from being used: AddressRefusedError, VariableUnsetError.
 */
export async function beginDraft(
  needs: ConnectionNeeds,
  person: Person,
  { name, given }: { readonly name: string; readonly given: GivenDefinition },
): Promise<ConnectionDraft> {
  const { connections } = await loadDefinitions(needs.db)
  if (Object.hasOwn(connections, name)) throw new NameTakenError('connection', name)
  const { definition, secret } = divideSecret(given)
  serviceOf(needs, name, definition)
  resolveApplication(name, definition, needs.variables, secret)
  const sealed = secret === undefined ? null : (await boxOf(needs)).seal(secret, clientSecretContext(name))
  return insertDraft(needs, person, { name, definition, client_secret: sealed, remakes: false, connected_before: null })
}

/**
 * Begins to connect a connection anew, which goes on as it is until that is saved. Throws ConnectionNotFoundError.
 */
export async function beginAgain(needs: ConnectionNeeds, person: Person, name: string): Promise<ConnectionDraft> {
  const definition = findConnection(await loadDefinitions(needs.db), name)
  const connected = (await findConnectionRow(needs.db, name))?.connected_at ?? null
  return insertDraft(needs, person, {
    ...{ name, definition, client_secret: null, remakes: true },
    connected_before: connected,
  })
}

type NewDraft = Pick<ConnectionDraft, 'name' | 'definition' | 'client_secret' | 'remakes' | 'connected_before'>

async function insertDraft(needs: ConnectionNeeds, person: Person, draft: NewDraft): Promise<ConnectionDraft> {
  const { db, clock } = needs
  await forgetLeftDrafts(needs)
  const now = clock.now()
  const id = newId(now)
  await db
    .insertInto('connection_drafts')
    .values({
      ...draft,
      definition: JSON.stringify(draft.definition),
      id,
      user_id: person.id,
      created_at: now,
      expires_at: new Date(now.getTime() + draftLifeMs),
    })
    .execute()
  return requireDraft(needs, person, id)
}
