import type { Unknowns } from '../unknowns.ts'

/** The form of an e-mail by which an account matches it. */
export function emailKey(email: string, unknowns: Unknowns): string {
  return unknowns.emailCase === 'insensitive' ? email.toLowerCase() : email
}
