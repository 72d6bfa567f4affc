import type { Definitions } from '../contract/definitions.ts'
import { DefinitionInvalidError } from './change-definitions.ts'
import { checkUnification } from './check-unification.ts'

/** Throws DefinitionInvalidError where unified profiles do not fit the sources or their own fields. */
export function checkProfiles(definitions: Pick<Definitions, 'profiles' | 'sources'>): void {
  const mistakes = checkUnification(definitions)
  if (mistakes.length > 0) throw new DefinitionInvalidError(mistakes)
}
