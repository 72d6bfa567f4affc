import type { Account } from '../accounts/account.ts'
import type { CustomField } from '../custom-fields/custom-field.ts'
import type { Unknowns } from '../unknowns.ts'
import { CUSTOM_VALUE_MAX, EMAIL_MAX, STANDARD_FIELDS } from './import-fields.ts'

/** Where the cells under one header go. */
export type Target = {
  readonly header: string
  readonly kind: 'email' | 'value' | 'unknown-custom-field' | 'ignored'
  readonly max: number
  /** The column of the account's table, for a value. */
  readonly column: (string | undefined)[] | null
  readonly field: CustomField | null
}

/** What a header of a CSV file, or a key of a JSON row, stands for in an account. */
export function targetOf(account: Account, unknowns: Unknowns, source: 'csv' | 'json', rawHeader: string): Target {
  const header = source === 'csv' && unknowns.csvHeaderCase === 'insensitive' ? lowerStandard(rawHeader) : rawHeader
  if (header === 'email') return { header, kind: 'email', max: EMAIL_MAX, column: null, field: null }
  if (header.startsWith('cf:')) return customTarget(account, unknowns, header)
  const standard = STANDARD_FIELDS.get(header)
  if (!standard || (source === 'csv' && !standard.csv))
    return { header, kind: 'ignored', max: 0, column: null, field: null }
  return { header, kind: 'value', max: standard.max, column: account.table.column(header), field: null }
}

function customTarget(account: Account, unknowns: Unknowns, header: string): Target {
  const wanted = header.slice(3)
  const same = unknowns.customFieldCase === 'insensitive' ? equalIgnoringCase : Object.is
  const field = account.customFields
    .values()
    .find((one) => same(one.name, wanted) || (unknowns.customFieldLabel === 'accepted' && same(one.label, wanted)))
  if (!field) return { header, kind: 'unknown-custom-field', max: 0, column: null, field: null }
  return { header, kind: 'value', max: CUSTOM_VALUE_MAX, column: account.table.column(`cf:${field.id}`), field }
}

function lowerStandard(header: string): string {
  return header.toLowerCase().startsWith('cf:') ? `cf:${header.slice(3)}` : header.toLowerCase()
}

function equalIgnoringCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
