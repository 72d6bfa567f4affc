import type { UnifiedProfiles } from '../../../../../src/contract/definitions.ts'
import type { FieldType } from '../../../../../src/contract/unification.ts'
import type { ProfilesDefinition } from '../../profiles/profiles.ts'
import type { Proposal } from '../unification.ts'
import { changed, changeField, columnsOf, combineFields, type Draft, freeName, renameField, roles } from './draft.ts'

/** What the columns mean by which customers of one source are known. */
const meanings: readonly (readonly ['email' | 'firstName' | 'lastName' | 'profileImage', FieldType])[] = [
  ['email', 'email'],
  ['firstName', 'first-name'],
  ['lastName', 'last-name'],
  ['profileImage', 'profile-image'],
]

/**
 * What is proposed, as a draft that takes over from profiles of one source: its fields are called as that source's columns are,
 * so that segments and exports that name them go on, and what was the e-mail and the name of a customer still is.
 */
export function beginDraft({ profiles }: Proposal, before: ProfilesDefinition | UnifiedProfiles): Draft {
  const proposed: Draft = { email: '', tables: [], fields: [], ...profiles }
  // What is only compared comes along with the rules that need it.
  let draft: Draft = { ...proposed, fields: proposed.fields.filter(({ exclude }) => exclude !== true) }
  if ('tables' in before || before.from === undefined) return draft
  const { from } = before
  for (const [role, type] of meanings) draft = knownAs(draft, from, before[role], type)
  for (let at = 0; at < draft.fields.length; at += 1) {
    const [column, ...others] = columnsOf(draft.fields[at]?.from[from])
    if (column === undefined || others.length > 0) continue
    const isTaken = draft.fields.some(({ name }, index) => index !== at && name.toLowerCase() === column.toLowerCase())
    draft = renameField(draft, at, isTaken ? freeName(draft, column) : column)
  }
  const kept = Object.fromEntries(
    roles.flatMap((role) => {
      const column = before[role]
      const field = draft.fields.find((each) => column !== undefined && columnsOf(each.from[from]).includes(column))
      return field ? [[role, field.name]] : []
    }),
  )
  return changed(draft, kept)
}

/** The field with this column means this, and has the columns of that meaning of the other sources. */
function knownAs(draft: Draft, source: string, column: string | undefined, type: FieldType): Draft {
  const at = draft.fields.findIndex(({ from }) => column !== undefined && columnsOf(from[source]).includes(column))
  if (at < 0 || draft.fields[at]?.type === type) return draft
  const meant = changeField(draft, at, { type })
  const other = draft.fields.findIndex((field) => field.type === type && field.from[source] === undefined)
  return other < 0 ? meant : combineFields(meant, other, at)
}
