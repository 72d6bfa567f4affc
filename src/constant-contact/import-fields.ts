/** A column that a CSV import takes. */
export type ImportField = {
  readonly title: string
  readonly kind: 'email' | 'text' | 'phone' | 'date' | 'day' | 'month' | 'custom'
  /** Characters; longer values are cut or refused by us, because what an import does with them is unknown. */
  readonly maxLength: number
  /** A column without which this one is refused. */
  readonly requires?: string
}

const text = (title: string, maxLength: number): ImportField => ({ title, kind: 'text', maxLength })

/** Columns of a CSV import with their longest values, as the published contract has them. */
export const importFields = {
  email: { title: 'E-mail address', kind: 'email', maxLength: 50 },
  first_name: text('First name', 50),
  last_name: text('Last name', 50),
  phone: { title: 'Phone', kind: 'phone', maxLength: 50 },
  job_title: text('Job title', 50),
  company_name: text('Company name', 50),
  // MM/DD/YYYY, YYYY-MM-DD and their kin; we send YYYY-MM-DD.
  anniversary: { title: 'Anniversary', kind: 'date', maxLength: 10 },
  birthday_day: { title: 'Birthday, day', kind: 'day', maxLength: 2, requires: 'birthday_month' },
  birthday_month: { title: 'Birthday, month', kind: 'month', maxLength: 2, requires: 'birthday_day' },
  street: text('Street', 255),
  street2: text('Street, second line', 255),
  city: text('City', 50),
  state: text('State or province', 50),
  zip: text('Postal code', 50),
  country: text('Country', 50),
} as const satisfies Readonly<Record<string, ImportField>>

export const customFieldPrefix = 'cf:'
const customField: ImportField = { title: 'Custom field', kind: 'custom', maxLength: 255 }

/** The import column called `name` (`first_name`, `cf:loyalty_tier`), or undefined when an import has none of that name. */
export function importField(name: string): ImportField | undefined {
  if (name.startsWith(customFieldPrefix) && name.length > customFieldPrefix.length) return customField
  return Object.entries(importFields).find(([known]) => known === name)?.[1]
}
