import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { ForbiddenError, type Person } from './person.ts'

/** Raised when an act asks its user to prove once more who they are, so that nobody does it at an unlocked screen. */
export class ReauthenticationNeededError extends AppError {
  override readonly code = 'reauthentication_needed'
  override readonly recovery = 'never'
  constructor() {
    super(said`Enter your password (or sign in) once more for this, then try again.`)
  }
}

/** How long an act that asks for a fresh sign-in takes one to be fresh. */
export const freshMs = 10 * 60_000

/**
 * Lets a user go on who proved who they are in the last `maxAgeMs`. Throws ReauthenticationNeededError, and ForbiddenError for
 * a program with a key, which no person stands behind at that moment.
 */
export function requireFreshSignIn({ clock }: { readonly clock: Clock }, person: Person, maxAgeMs = freshMs): void {
  if (person.via !== 'console')
    throw new ForbiddenError(said`This is done by a person who is signed in, not with an API key.`)
  const at = person.authenticatedAt?.getTime() ?? 0
  if (clock.now().getTime() - at > maxAgeMs) throw new ReauthenticationNeededError()
}
