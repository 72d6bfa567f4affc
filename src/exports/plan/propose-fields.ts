import { customFieldPrefix, importFields } from '../../constant-contact/import-fields.ts'
import type { Column } from '../../contract/catalogue.ts'

/** A field that an export can fill: of every contact, or a custom one of the account. */
export type TargetField = { readonly field: string; readonly label: string }

/** The fields that every contact has, without the e-mail, whose column the profiles name. */
export const contactFields: readonly TargetField[] = Object.entries(importFields)
  .filter(([field]) => field !== 'email')
  .map(([field, { title }]) => ({ field, label: title }))

/** What columns for these are called, in English and Danish, besides the field's own name; written as `plain` writes them. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  first_name: ['givenname', 'forename', 'fornavn', 'fname'],
  last_name: ['surname', 'familyname', 'efternavn', 'lname'],
  phone: ['phonenumber', 'telephone', 'mobile', 'telefon', 'telefonnummer', 'mobil', 'tlf'],
  job_title: ['title', 'position', 'stilling', 'titel'],
  company_name: ['company', 'employer', 'firma', 'virksomhed'],
  street: ['address', 'addressline1', 'streetaddress', 'adresse', 'gade', 'vej'],
  street2: ['addressline2', 'adresse2'],
  city: ['town', 'by'],
  state: ['province', 'region', 'stateprovince'],
  zip: ['zipcode', 'postalcode', 'postcode', 'postnr', 'postnummer'],
  country: ['countryname', 'land'],
}

/**
 * Which column may fill which field, by what they are called: nobody's values are looked at. A column is proposed once, and a
 * field only where exactly one column fits it.
 */
export function proposeFields(
  columns: readonly Pick<Column, 'name'>[],
  fields: readonly TargetField[],
  taken: readonly string[] = [],
): Record<string, string> {
  const free = columns.filter(({ name }) => !taken.includes(name))
  const proposed: Record<string, string> = {}
  const used = new Set<string>()
  for (const { field, label } of fields) {
    const own = field.startsWith(customFieldPrefix) ? field.slice(customFieldPrefix.length) : field
    const names = new Set([own, label, ...(otherNames[field] ?? [])].map(plain))
    const fitting = free.filter(({ name }) => !used.has(name) && names.has(plain(name)))
    const [column] = fitting
    if (!column || fitting.length > 1) continue
    proposed[field] = column.name
    used.add(column.name)
  }
  return proposed
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
