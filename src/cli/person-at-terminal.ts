import { userInfo } from 'node:os'

/** Who is at the terminal, for the record. */
export function personAtTerminal(): string {
  return userInfo().username
}
