import type { Definitions } from '../contract/definitions.ts'
import { wholeNameColumn } from '../definitions/profile-sources.ts'
import type { Cell } from '../engine/engine.ts'

type Show = (text: string) => string

/** A key as it is shown, and whether that is the key. */
export function shownKey(key: string, show: Show) {
  const shown = show(key)
  return { key: shown, isKeyShown: shown === key }
}

/** The columns that tell what people are called: a first and a last name, else the whole; none where the mapping knows none. */
export function nameColumns(profiles: Definitions['profiles']): readonly string[] {
  const parts = [profiles.firstName, profiles.lastName].filter((column) => column !== undefined)
  const whole = wholeNameColumn(profiles)
  return parts.length > 0 || whole === undefined ? parts : [whole]
}

/** What a person is called in a list: the e-mail and the name that the mapping knows. */
export function whoIs(
  profiles: Definitions['profiles'],
  row: Readonly<Record<string, Cell>>,
  show: Show,
): { email: string | null; name: string | null } {
  const text = (column: string | undefined) => {
    const value = column === undefined ? null : row[column]
    return value === null || value === undefined || value === '' ? null : show(String(value))
  }
  const names = [text(profiles.firstName), text(profiles.lastName)].filter((name) => name !== null)
  return {
    email: text(profiles.email),
    name: names.length > 0 ? names.join(' ') : text(wholeNameColumn(profiles)),
  }
}
