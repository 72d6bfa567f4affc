import type { Person } from '../access/person.ts'
import { findConnection, resolveApplication } from '../connections/application.ts'
import { divideSecret, type GivenDefinition } from '../connections/begin-draft.ts'
import { boxOf, clientSecretContext, readClientSecret, storeClientSecret } from '../connections/client-secret.ts'
import { findConnectionRow } from '../connections/connection-state.ts'
import type { ConnectionNeeds } from '../connections/open-constant-contact.ts'
import { serviceOf } from '../connections/service.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import type { ExpectedVersion } from '../definitions/definition-version.ts'
import { definitionsOf, readDefinitions } from '../definitions/load-definitions.ts'
import { said } from '../lib/said.ts'
import type { ChangedDefinitions, ChangeNeeds } from './change-definitions.ts'
import { changeFromOutside, requireOutsideRules } from './change-from-outside.ts'
import type { OutsideNeeds } from './outside-rules.ts'
import { withConnection } from './with-connection.ts'

type Needs = ChangeNeeds & OutsideNeeds & ConnectionNeeds

export type ConnectionChange = {
  readonly name: string
  /** The connection as it is to be. `clientSecret: { keep: true }` leaves the secret as it is. */
  readonly given: Omit<GivenDefinition, 'clientSecret'> & { readonly clientSecret?: string | { readonly keep: true } }
  /** The version that the editor saw. */
  readonly expected: ExpectedVersion
}

/**
 * Changes what is declared of a connection; exports and tokens stay. Warns where it has to be connected again, because what
 * opens the account was given to another application or by another service. Throws AddressRefusedError, VariableUnsetError,
 * and what changeDefinitions throws.
 */
export async function changeConnection(
  needs: Needs,
  person: Person,
  { name, given, expected }: ConnectionChange,
): Promise<ChangedDefinitions> {
  const before = definitionsOf(await readDefinitions(needs.db))
  const { definition, secret } = readGiven(findConnection(before, name), given)
  requireOutsideRules(needs, person, before, withConnection(before, name, definition))
  const service = serviceOf(needs, name, definition)
  const kept = secret === undefined && typeof definition.clientSecret === 'object'
  const stored = kept ? await readClientSecret(needs, name) : secret
  const { clientId } = resolveApplication(name, definition, needs.variables, stored)
  const sealed = secret === undefined ? undefined : (await boxOf(needs)).seal(secret, clientSecretContext(name))
  const changed = await changeFromOutside(needs, person, {
    edit: (definitions) => withConnection(definitions, name, definition),
    ifMatch: [expected],
    alongside: async (tx) => {
      if (sealed !== undefined) await storeClientSecret(tx, name, sealed, needs.clock.now())
    },
  })
  const row = await findConnectionRow(needs.db, name)
  const isOther =
    row?.tokens != null && (row.client_id !== clientId || JSON.stringify(row.service) !== JSON.stringify(service.own))
  const warning = said`The connection "${name}" has to be connected again: its tokens were issued to another application or by another service.`
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
