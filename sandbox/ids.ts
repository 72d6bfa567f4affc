import { randomBytes } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text has the form 8-4-4-4-12 of every id of the service. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** A new id that looks like the service's own (UUID version 1). */
export function newUuid(): string {
  const hex = randomBytes(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11ee-9${hex.slice(13, 16)}-fa163e${hex.slice(20, 26)}`
}

// A bijection on 32 bits: neighbours in the table get ids far apart, and no map from id to place is needed.
const MULTIPLIER = 0x9e3779b1
const INVERSE = inverseOf(MULTIPLIER)

/** The id of the contact at a place in an account's table. `tail` is the account's own 12 digits. */
export function contactIdOf(place: number, tail: string): string {
  const scrambled = (Math.imul(place + 1, MULTIPLIER) >>> 0).toString(16).padStart(8, '0')
  return `${scrambled}-5c1e-11ee-932a-${tail}`
}

/** The place a contact id stands for, or -1 when it is no id of this account. */
export function placeOfContactId(id: string, tail: string): number {
  const lower = id.toLowerCase()
  if (!isUuid(lower) || !lower.endsWith(`-5c1e-11ee-932a-${tail}`)) return -1
  return (Math.imul(Number.parseInt(lower.slice(0, 8), 16), INVERSE) >>> 0) - 1
}

function inverseOf(odd: number): number {
  let inverse = odd
  for (let i = 0; i < 5; i++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse))
  return inverse
}
