import { userInfo } from 'node:os'
import type { Actor } from '../access/person.ts'

/** Who is at the terminal, for the record. */
export function personAtTerminal(): string {
  return userInfo().username
}

/** Whoever is at the terminal of the machine, as the one who does something. */
export function actorAtTerminal(): Actor {
  return { id: null, name: personAtTerminal(), via: 'CLI' }
}
