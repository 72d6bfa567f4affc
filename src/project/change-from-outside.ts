import { dirname } from 'node:path'
import type { Person } from '../access/person.ts'
import type { AllowedHosts } from '../lib/safe-address.ts'
import {
  type ChangedDefinitions,
  type ChangeNeeds,
  changeDefinitions,
  DefinitionInvalidError,
  type Edit,
} from './change-definitions.ts'
import { checkOutside } from './outside-rules.ts'
import { withSecretsKept } from './shown-secrets.ts'

export type OutsideNeeds = ChangeNeeds & {
  readonly config: { readonly file: string; readonly allowedHosts: AllowedHosts }
}

/**
 * Changes what is configured on behalf of somebody who asks from afar: `changeDefinitions` within the rules of
 * `checkOutside`. Whether they may do it at all is decided before, or by the edit.
 */
export async function changeFromOutside(
  needs: OutsideNeeds,
  person: Person,
  { edit, ...change }: Edit,
): Promise<ChangedDefinitions> {
  const { config, directory, variables } = needs
  return changeDefinitions(needs, person, {
    ...change,
    edit: (before) => {
      const after = withSecretsKept(before, edit(before))
      const mistakes = checkOutside(before, after, {
        role: person.role,
        folder: dirname(config.file),
        directory,
        variables,
        allowedHosts: config.allowedHosts,
      })
      if (mistakes.length > 0) throw new DefinitionInvalidError(mistakes)
      return after
    },
  })
}
