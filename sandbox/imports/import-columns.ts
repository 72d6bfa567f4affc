import type { Account } from '../accounts/account.ts'
import { CSV_HEADERS, CUSTOM_VALUE_LENGTH, CUSTOM_VALUES_PER_CONTACT, FIELD_LENGTHS } from '../contacts/fields.ts'
import type { CustomField } from '../custom-fields/custom-field.ts'
import type { Unknowns } from '../unknowns.ts'
import { invalid } from '../wire/api-error.ts'

/** One column of an import: where its values go and what they may be. */
export type ImportColumn = {
  readonly header: string
  readonly role: 'email' | 'value' | 'ignored' | 'unknown'
  /** The key of the contact's column. */
  readonly key: string
  readonly maxLength: number
  readonly field: CustomField | undefined
}

/** What the headers of an import mean for an account, or the 400 that refuses them. */
export function columnsOf(headers: readonly string[], kind: 'csv' | 'json', account: Account, unknowns: Unknowns): ImportColumn[] {
  const columns = headers.map((header) => columnOf(header, kind, account, unknowns))
  if (!columns.some((column) => column.role === 'email' || column.key === 'sms_number')) {
    throw invalid('The import needs a column named email or sms_number.')
  }
  const keys = columns.filter((column) => column.role !== 'ignored').map((column) => column.key)
  if (new Set(keys).size < keys.length) throw invalid('The import names a column twice.')
  if (columns.filter((column) => column.header.startsWith('cf:')).length > CUSTOM_VALUES_PER_CONTACT) {
    throw invalid(`The import has more than ${CUSTOM_VALUES_PER_CONTACT} custom fields.`)
  }
  return columns
}

function columnOf(header: string, kind: 'csv' | 'json', account: Account, unknowns: Unknowns): ImportColumn {
  if (header.startsWith('cf:')) return customColumn(header, account, unknowns)
  const name = kind === 'csv' && unknowns.csvHeaderCase === 'insensitive' ? header.toLowerCase() : header
  if (name === 'email') return { header, role: 'email', key: 'email', maxLength: 80, field: undefined }
  const known = kind === 'csv' ? CSV_HEADERS.has(name) : FIELD_LENGTHS.has(name)
  if (!known) throw invalid(`The import has a column that is not supported: ${header}`)
  return { header, role: 'value', key: name, maxLength: FIELD_LENGTHS.get(name) ?? 50, field: undefined }
}

function customColumn(header: string, account: Account, unknowns: Unknowns): ImportColumn {
  const name = header.slice(3)
  const field = [...account.fields.values()].find((candidate) => isCalled(candidate, name, unknowns))
  if (field) return { header, role: 'value', key: `cf:${field.id}`, maxLength: CUSTOM_VALUE_LENGTH, field }
  if (unknowns.unknownCustomField === 'reject') throw invalid(`The custom field ${name} does not exist.`)
  const role = unknowns.unknownCustomField === 'ignore' ? 'ignored' : 'unknown'
  return { header, role, key: header, maxLength: CUSTOM_VALUE_LENGTH, field: undefined }
}

function isCalled(field: CustomField, name: string, unknowns: Unknowns): boolean {
  const same = (a: string) => a === name || (unknowns.customFieldCase === 'insensitive' && a.toLowerCase() === name.toLowerCase())
  return same(field.name) || (unknowns.customFieldLabel === 'accepted' && same(field.label))
}
