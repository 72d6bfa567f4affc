import type { Person } from '../access/person.ts'
import { beginDraft, divideSecret, type GivenDefinition } from '../connections/begin-draft.ts'
import type { ConnectionDraft } from '../connections/connection-draft.ts'
import type { ConnectionNeeds } from '../connections/open-constant-contact.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { requireOutsideRules } from './change-from-outside.ts'
import type { OutsideNeeds } from './outside-rules.ts'
import { withConnection } from './with-connection.ts'

/**
 * Begins to make a connection, as `beginDraft` does, within the rules for definitions from afar: what its texts refer to is
 * looked at from the first step on. Throws DefinitionInvalidError, and what beginDraft throws.
 */
export async function beginConnection(
  needs: OutsideNeeds & ConnectionNeeds,
  person: Person,
  { name, given }: { readonly name: string; readonly given: GivenDefinition },
): Promise<ConnectionDraft> {
  const before = await loadDefinitions(needs.db)
  const { definition } = divideSecret(given)
  requireOutsideRules(needs, person, before, withConnection(before, name, definition))
  return beginDraft(needs, person, { name, given })
}
