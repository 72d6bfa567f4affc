/** The standard fields an import takes: how long a value may be, and whether a CSV file knows the header. */
export type StandardField = { readonly max: number; readonly csv: boolean }

const ADDRESS = { street: 255, city: 50, state: 50, zip: 50, country: 50 } as const

export const STANDARD_FIELDS: ReadonlyMap<string, StandardField> = new Map([
  ...(['first_name', 'last_name', 'job_title', 'company_name', 'phone'] as const).map(csvField(50)),
  ...(['birthday_month', 'birthday_day', 'anniversary'] as const).map(csvField(50)),
  ...(['sms_number', 'sms_consent_date'] as const).map(csvField(16)),
  ...Object.entries(ADDRESS).map(([name, max]): [string, StandardField] => [name, { max, csv: true }]),
  csvField(255)('street2'),
  // The wider set is documented for JSON only.
  ...['home_phone', 'work_phone', 'mobile_phone', 'other_phone'].map((name): [string, StandardField] => [
    name,
    { max: 50, csv: false },
  ]),
  ...['home', 'work', 'other'].flatMap((kind) =>
    Object.entries(ADDRESS).map(([name, max]): [string, StandardField] => [`${kind}_${name}`, { max, csv: false }]),
  ),
])

export const EMAIL_MAX = 50
export const CUSTOM_VALUE_MAX = 255

function csvField(max: number): (name: string) => [string, StandardField] {
  return (name) => [name, { max, csv: true }]
}

const EMAIL = /^[^\s@,;:"()<>[\]\\]+@[^\s@,;:"()<>[\]\\.]+(\.[^\s@,;:"()<>[\]\\.]+)+$/

/** Whether an e-mail has a form the service takes: no spaces, commas or brackets, an @ and a full domain. */
export function isWellFormedEmail(email: string): boolean {
  return EMAIL.test(email) && !email.startsWith('.') && !email.includes('..') && !email.includes('.@')
}

const ANNIVERSARY = [
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})$/,
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  /^(?<month>\d{1,2})-(?<day>\d{1,2})-(?<year>\d{4})$/,
]

export function isAnniversary(text: string): boolean {
  for (const form of ANNIVERSARY) {
    const parts = form.exec(text)?.groups
    if (!parts) continue
    const month = Number(parts.month)
    const day = Number(parts.day)
    return Number(parts.year) > 1900 && month >= 1 && month <= 12 && day >= 1 && day <= 31
  }
  return false
}

/** A birthday is a month and a day together, or neither. */
export function isBirthday(month: string | undefined, day: string | undefined): boolean {
  return isWholeNumber(month, 12) && isWholeNumber(day, 31)
}

function isWholeNumber(text: string | undefined, max: number): boolean {
  return text !== undefined && /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= max
}
