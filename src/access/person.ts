import type { Role } from '../db/tables/people.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

export type { Role } from '../db/tables/people.ts'

/** Whoever does something, for the record: a user, somebody at the terminal of the machine, or Postbud itself. */
export type Actor = {
  /** A user's id; null for the terminal and for Postbud itself. */
  readonly id: string | null
  readonly name: string
  readonly via: 'console' | 'API' | 'CLI' | 'system'
  /** The network address that the request came from. */
  readonly address?: string
}

/** A user who asks for something, with the role that counts for this request: an API key's may be less than its owner's. */
export type Person = Actor & {
  readonly id: string
  readonly email: string
  readonly role: Role
  /** When the user of a signed-in browser last proved who they are; a program with a key never does. */
  readonly authenticatedAt?: Date
}

export const systemActor: Actor = { id: null, name: 'Postbud', via: 'system' }

const order: readonly Role[] = ['viewer', 'contributor', 'administrator']

/** Whether a role may do what `needed` may. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return order.indexOf(role) >= order.indexOf(needed)
}

/** Raised when somebody is known and may not do what they ask for. */
export class ForbiddenError extends AppError {
  override readonly code = 'forbidden'
  override readonly recovery = 'never'
  constructor(what: string) {
    super(said`${what} Ask an administrator.`)
  }
}
