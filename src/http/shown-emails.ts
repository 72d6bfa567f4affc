import type { Person } from '../access/person.ts'
import { seesEmails } from '../access/sees-emails.ts'
import type { Definitions, EnvironmentDefinition } from '../contract/definitions.ts'
import { imageColumns } from '../definitions/profile-sources.ts'
import type { Cell } from '../engine/engine.ts'
import { maskEmailsIn } from '../lib/mask-email.ts'
import { maskLinksIn } from '../lib/mask-links.ts'

/** How texts that may hold customers' e-mail addresses are shown to somebody: as they are, or with the addresses masked. */
export function emailsFor(person: Person, environment: EnvironmentDefinition): (text: string) => string {
  return seesEmails(person, environment) ? (text) => text : maskEmailsIn
}

/**
 * How customers' values are shown to somebody: as they are, or with e-mail addresses masked and, where the profiles have pictures, with
 * the links masked that those are fetched from, wherever they stand.
 */
export function valuesFor(
  person: Person,
  { environment, profiles }: Pick<Definitions, 'environment' | 'profiles'>,
): (text: string) => string {
  const show = emailsFor(person, environment)
  if (seesEmails(person, environment) || imageColumns(profiles).length === 0) return show
  return (text) => show(maskLinksIn(text))
}

/** Rows with every text shown so, also within lists and records. */
export function shownRows(
  rows: readonly Readonly<Record<string, Cell>>[],
  show: (text: string) => string,
): Record<string, Cell>[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shownValue(value, show)])),
  )
}

/** The same of one value, and of what is within it. */
export function shownValue(value: Cell, show: (text: string) => string): Cell {
  if (typeof value === 'string') return show(value)
  if (Array.isArray(value)) return value.map((each) => shownValue(each, show))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shownValue(each as Cell, show)]))
}

/** The whole answer with customers' addresses as this person may see them, wherever they stand. */
export function shownTo<T extends object>(
  person: Person,
  definitions: Pick<Definitions, 'environment' | 'profiles'>,
  answer: T,
): T {
  return shownValue(answer as unknown as Cell, valuesFor(person, definitions)) as unknown as T
}
