import type { Person } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import {
  type ChangedDefinitions,
  type ChangeNeeds,
  changeDefinitions,
  DefinitionInvalidError,
  type Edit,
  judgeEdit,
} from './change-definitions.ts'
import { checkOutside, type OutsideNeeds, outsideOf } from './outside-rules.ts'
import { withSecretsKept } from './shown-secrets.ts'

/**
 * Changes what is configured on behalf of somebody who asks from afar: `changeDefinitions` within the rules of
 * `checkOutside`. Whether they may do it at all is decided before, or by the edit.
 */
export async function changeFromOutside(
  needs: ChangeNeeds & OutsideNeeds,
  person: Person,
  { edit, ...change }: Edit,
): Promise<ChangedDefinitions> {
  return changeDefinitions(needs, person, { ...change, edit: withinRules(needs, person, edit) })
}

/** What `changeFromOutside` would say of an edit, without writing anything. Throws DefinitionInvalidError. */
export async function judgeFromOutside(
  needs: ChangeNeeds & OutsideNeeds,
  person: Person,
  edit: Edit['edit'],
): Promise<Pick<ChangedDefinitions, 'definitions' | 'warnings'>> {
  return judgeEdit(needs, withinRules(needs, person, edit))
}

function withinRules(needs: OutsideNeeds, person: Person, edit: Edit['edit']): Edit['edit'] {
  return (before) => {
    const after = withSecretsKept(before, edit(before))
    requireOutsideRules(needs, person, before, after)
    return after
  }
}

/** Throws DefinitionInvalidError where definitions say what they may not that come from afar (`checkOutside`). */
export function requireOutsideRules(
  needs: OutsideNeeds,
  person: Pick<Person, 'role'>,
  before: Definitions,
  after: Definitions,
): void {
  const mistakes = checkOutside(before, after, outsideOf(needs, person))
  if (mistakes.length > 0) throw new DefinitionInvalidError(mistakes)
}
