import { recordAudit } from '../access/audit.ts'
import type { Person } from '../access/person.ts'
import { findConnection } from '../connections/application.ts'
import { storeClientSecret } from '../connections/client-secret.ts'
import {
  type ConnectionDraft,
  DraftNotFoundError,
  requireDraft,
  requireStep,
  StepMissingError,
} from '../connections/connection-draft.ts'
import { findConnectionRow } from '../connections/connection-state.ts'
import type { ConnectionNeeds } from '../connections/open-constant-contact.ts'
import { serviceOf } from '../connections/service.ts'
import { storeConnection, withTokens } from '../connections/store-connection.ts'
import type { ConnectionDefinition, Definitions } from '../contract/definitions.ts'
import type { Tx } from '../db/database.ts'
import { ChangedMeanwhileError } from '../definitions/definition-version.ts'
import { said } from '../lib/said.ts'
import type { ChangedDefinitions, ChangeNeeds } from './change-definitions.ts'
import { changeFromOutside } from './change-from-outside.ts'
import type { OutsideNeeds } from './outside-rules.ts'
import { withConnection } from './with-connection.ts'

type Needs = ChangeNeeds & OutsideNeeds & ConnectionNeeds

/**
 * "Save": makes the connection that was prepared, or puts it in the place of the one that it makes anew, as one: definition,
 * tokens, consent and export user. Throws StepMissingError, NameTakenError, ChangedMeanwhileError when somebody else has
 * connected it since, and what changeDefinitions throws.
 */
export async function saveConnection(needs: Needs, person: Person, id: string): Promise<ChangedDefinitions> {
  const draft = await requireDraft(needs, person, id)
  requireStep(draft, 'save')
  serviceOf(needs, draft.name, draft.definition)
  const { name, remakes } = draft
  return withTokens(needs, name, () =>
    changeFromOutside(needs, person, {
      edit: (definitions) => withConnection(definitions, name, remakes ? remade(definitions, draft) : draft.definition),
      ifMatch: remakes ? [] : [{ kind: 'connection', name, version: null }],
      alongside: (tx) => putInPlace(tx, needs, person, draft),
    }),
  )
}

/** What a connection that is made anew is from now on: as it is, with the users that were chosen on the way. */
function remade(definitions: Definitions, { name, definition }: ConnectionDraft): ConnectionDefinition {
  const present = findConnection(definitions, name)
  const isSame = (['clientId', 'clientSecret', 'service'] as const).every(
    (key) => JSON.stringify(present[key]) === JSON.stringify(definition[key]),
  )
  if (!isSame) throw new ChangedMeanwhileError(said`The connection "${name}"`)
  return definition.users === undefined ? present : { ...present, users: definition.users }
}

async function putInPlace(tx: Tx, needs: Needs, person: Person, { id, name }: ConnectionDraft): Promise<void> {
  const now = needs.clock.now()
  // Taken with the same transaction: of two that save at once one finds it.
  const draft = await tx.deleteFrom('connection_drafts').where('id', '=', id).returningAll().executeTakeFirst()
  if (!draft) throw new DraftNotFoundError()
  const { consent, signed_in: signedIn, tokens, export_user: exportUser } = draft
  if (!consent || !signedIn || !tokens || !exportUser) throw new StepMissingError(name, 'sign-in')
  const before = await findConnectionRow(tx, name)
  if (draft.remakes && before?.connected_at?.getTime() !== draft.connected_before?.getTime()) {
    throw new ChangedMeanwhileError(said`The connection "${name}"`)
  }
  if (draft.client_secret !== null) await storeClientSecret(tx, name, draft.client_secret, now)
  await storeConnection(tx, now, name, { ...signedIn, tokens, consent, exportUser })
  await recordAudit(tx, needs, {
    actor: person,
    action: 'connection.connect',
    target: { kind: 'connection', name },
    ...(before?.account && { before: { account: before.account.id, exportUser: before.export_user?.who ?? null } }),
    after: { account: signedIn.account.id, exportUser: exportUser.who },
  })
}
