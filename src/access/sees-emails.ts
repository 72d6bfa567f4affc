import type { EnvironmentDefinition } from '../contract/definitions.ts'
import { isAtLeast, type Person } from './person.ts'

/**
 * Whether somebody sees customers' e-mail addresses in full: contributors and administrators, who work with them, and viewers
 * where the environment allows it. All others see them masked (`lib/mask-email.ts`).
 */
export function seesEmails(
  { role }: Pick<Person, 'role'>,
  environment: Pick<EnvironmentDefinition, 'viewersSeeEmails'>,
): boolean {
  return isAtLeast(role, 'contributor') || environment.viewersSeeEmails === true
}
