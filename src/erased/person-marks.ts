import { fold } from '../lib/fold.ts'
import type { PersonValue } from './person-rows.ts'

/** By what somebody is told in texts that no engine reads; the same rules as those of `person-rows.ts`. */
export type PersonMarks = {
  /** Whether a value of that kind is theirs. */
  readonly owns: (kind: string, value: string) => boolean
  /** Whether their address stands in a text, alone or among others. */
  readonly mentionedIn: (text: string) => boolean
  /** Whether anything that they are known by stands in a text as a piece of its own: for what has no columns to go by. */
  readonly piecesIn: (text: string) => boolean
}

const addresses = /[^\s<>,;:"'|()[\]{}]+@[^\s<>,;:"'|()[\]{}]+/gu
const betweenPieces = /[\s<>,;:"'|()[\]{}]+/u

export function personMarks(values: readonly PersonValue[]): PersonMarks {
  const byKind = new Map<string, Set<string>>()
  for (const { kind, value } of values) byKind.set(kind, (byKind.get(kind) ?? new Set()).add(value))
  const emails = byKind.get('email') ?? new Set<string>()
  const others = new Set(values.filter(({ kind }) => kind !== 'email').map(({ value }) => value))
  const isEmail = (text: string) => emails.has(fold(text))
  const mentionedIn = (text: string) =>
    text.includes('@') && (isEmail(text) || (text.match(addresses) ?? []).some(isEmail))
  return {
    owns: (kind, value) => (kind === 'email' ? isEmail(value) : byKind.get(kind)?.has(value) === true),
    mentionedIn,
    piecesIn: (text) => mentionedIn(text) || text.split(betweenPieces).some((piece) => others.has(piece)),
  }
}
