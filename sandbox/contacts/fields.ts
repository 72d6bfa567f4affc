/** The standard values of a contact and how long each may be. */
export const FIELD_LENGTHS: ReadonlyMap<string, number> = new Map([
  ...['first_name', 'last_name', 'job_title', 'company_name'].map((name) => [name, 50] as const),
  ...['birthday_month', 'birthday_day', 'anniversary'].map((name) => [name, 10] as const),
  ...['phone', 'home_phone', 'work_phone', 'mobile_phone', 'other_phone'].map((name) => [name, 50] as const),
  ...['sms_number', 'sms_consent_date'].map((name) => [name, 16] as const),
  ...['', 'home_', 'work_', 'other_'].flatMap((kind) => [
    [`${kind}street`, 255] as const,
    [`${kind}street2`, 255] as const,
    ...['city', 'state', 'zip', 'country'].map((part) => [`${kind}${part}`, 50] as const),
  ]),
])

/** The headers documented for a CSV import, `email` and `cf:` apart. The JSON import takes the home_, work_ and other_ sets too. */
export const CSV_HEADERS: ReadonlySet<string> = new Set([
  'sms_number',
  'first_name',
  'last_name',
  'phone',
  'job_title',
  'anniversary',
  'birthday_day',
  'birthday_month',
  'company_name',
  'street',
  'street2',
  'city',
  'state',
  'zip',
  'country',
  'sms_consent_date',
])

export const CUSTOM_VALUE_LENGTH = 255
export const CUSTOM_VALUES_PER_CONTACT = 25
export const IMPORT_EMAIL_LENGTH = 50
export const EMAIL_LENGTH = 80

const ANNIVERSARY = [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/, /^(\d{1,2})-(\d{1,2})-(\d{4})$/]

/** Whether a text is a date in one of the forms the service documents for anniversaries, after 1900 and at most ten years ahead. */
export function isAnniversary(text: string, now: number): boolean {
  const found = ANNIVERSARY.map((form) => form.exec(text)).find((match) => match !== null)
  if (!found) return false
  const [a, b, c] = found.slice(1).map(Number) as [number, number, number]
  const [year, month, day] = found[1]?.length === 4 ? [a, b, c] : [c, a, b]
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 1900 && year <= new Date(now).getUTCFullYear() + 10
}
