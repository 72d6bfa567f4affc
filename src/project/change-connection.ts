import type { Person } from '../access/person.ts'
import { findConnection, resolveApplication } from '../connections/application.ts'
import { divideSecret, type GivenDefinition } from '../connections/begin-draft.ts'
import { boxOf, clientSecretContext, readClientSecret, storeClientSecret } from '../connections/client-secret.ts'
import { findConnectionRow } from '../connections/connection-state.ts'
import type { ConnectionNeeds } from '../connections/open-constant-contact.ts'
import { serviceOf } from '../connections/service.ts'
import type { ConnectionDefinition, Definitions } from '../contract/definitions.ts'
import { definitionsOf, readDefinitions } from '../definitions/load-definitions.ts'
import { type ChangedDefinitions, type ChangeNeeds, changeDefinitions } from './change-definitions.ts'

type Needs = ChangeNeeds & ConnectionNeeds

export type ConnectionChange = {
  readonly name: string
  /** The connection as it is to be. `clientSecret: { keep: true }` leaves the secret as it is. */
  readonly given: Omit<GivenDefinition, 'clientSecret'> & { readonly clientSecret?: string | { readonly keep: true } }
  /** The version that the editor saw. */
  readonly version: string
}

/**
 * Changes what is declared of a connection; exports and tokens stay. Warns where it has to be connected again, because what
 * opens the account was given to another application or by another service. Throws AddressRefusedError, VariableUnsetError,
 * and what changeDefinitions throws.
 */
export async function changeConnection(
  needs: Needs,
  person: Person,
  { name, given, version }: ConnectionChange,
): Promise<ChangedDefinitions> {
  const present = findConnection(definitionsOf(await readDefinitions(needs.db)), name)
  const { definition, secret } = readGiven(present, given)
  const service = serviceOf(needs, name, definition)
  const kept = secret === undefined && typeof definition.clientSecret === 'object'
  const stored = kept ? await readClientSecret(needs, name) : secret
  const { clientId } = resolveApplication(name, definition, needs.variables, stored)
  const sealed = secret === undefined ? undefined : (await boxOf(needs)).seal(secret, clientSecretContext(name))
  const changed = await changeDefinitions(needs, person, {
    edit: (definitions) => withConnection(definitions, name, definition),
    ifMatch: [{ kind: 'connection', name, version }],
    alongside: async (tx) => {
      if (sealed !== undefined) await storeClientSecret(tx, name, sealed, needs.clock.now())
    },
  })
  const row = await findConnectionRow(needs.db, name)
  const isOther =
    row?.tokens != null && (row.client_id !== clientId || JSON.stringify(row.service) !== JSON.stringify(service.own))
  const warning = `The connection "${name}" has to be connected again: its tokens were issued to another application or by another service.`
  return isOther ? { ...changed, warnings: [...changed.warnings, warning] } : changed
}

function readGiven(
  present: ConnectionDefinition,
  { clientSecret, ...given }: ConnectionChange['given'],
): ReturnType<typeof divideSecret> {
  if (typeof clientSecret === 'string') return divideSecret({ ...given, clientSecret })
  if (clientSecret === undefined || present.clientSecret === undefined) return { definition: given }
  return { definition: { ...given, clientSecret: present.clientSecret } }
}

function withConnection(definitions: Definitions, name: string, connection: ConnectionDefinition): Definitions {
  return { ...definitions, connections: { ...definitions.connections, [name]: connection } }
}
