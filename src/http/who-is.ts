import type { Definitions } from '../contract/definitions.ts'
import { wholeNameColumn } from '../definitions/profile-sources.ts'
import type { Cell } from '../engine/engine.ts'

type Show = (text: string) => string

/** A key as it is shown, and whether that is the key. */
export function shownKey(key: string, show: Show) {
  const shown = show(key)
  return { key: shown, isKeyShown: shown === key }
}

/** The columns that tell what people are called: a first and a last name and, for whoever has neither, the whole. */
export function nameColumns(profiles: Definitions['profiles']): readonly (readonly string[])[] {
  return [[profiles.firstName, profiles.lastName], [wholeNameColumn(profiles)]]
    .map((columns) => columns.filter((column) => column !== undefined))
    .filter((columns) => columns.length > 0)
}

/** What a person is called in a list: the e-mail and the name that the mapping knows. */
export function whoIs(
  profiles: Definitions['profiles'],
  row: Readonly<Record<string, Cell>>,
  show: Show,
): { email: string | null; name: string | null } {
  const text = (column: string) => {
    const value = row[column]
    return value === null || value === undefined || value === '' ? null : show(String(value))
  }
  const names = nameColumns(profiles).map((columns) => columns.map(text).filter((name) => name !== null))
  return { email: text(profiles.email), name: names.find((parts) => parts.length > 0)?.join(' ') ?? null }
}
