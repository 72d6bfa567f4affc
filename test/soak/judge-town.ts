import type { Rules } from './scenario.ts'
import type { Person, Town } from './town.ts'

/** What an export should make of a member, by the sources alone. */
export type Verdict =
  | 'email_missing'
  | 'email_malformed'
  | 'email_too_long'
  | 'duplicate_email'
  | 'suppressed'
  | 'no_consent'
  | 'good'
export type Judged = {
  readonly id: string
  readonly email: string
  readonly verdict: Verdict
  /** What the account should hold of them, by import column; blanks are never sent. */
  readonly values: Readonly<Record<string, string>>
}

/** Which column of the sources goes into which of Constant Contact's, by export. */
export const fieldsOf = {
  news: { first_name: 'first', last_name: 'last', job_title: 'title' },
  club: { first_name: 'first', company_name: 'company', 'cf:loyalty_tier': 'level' },
} as const satisfies Record<string, Record<string, keyof Person>>

/** Every member of an export with the verdict on them. */
export function judgeTown(town: Town, exportName: keyof typeof fieldsOf, rules: Rules): Judged[] {
  const members = [...town.people.values()].filter(
    (one) =>
      (rules.segments.includes('north') && one.region === 'north') ||
      (rules.segments.includes('gold') && one.tier === 'gold'),
  )
  const best = new Map<string, Person>()
  for (const one of members) {
    const email = folded(one.email)
    const other = best.get(email)
    if (!other || one.updated > other.updated || (one.updated === other.updated && one.id > other.id)) {
      best.set(email, one)
    }
  }
  return members.map((one) => {
    const email = folded(one.email)
    return {
      id: one.id,
      email,
      verdict: verdictOf(one, email, best.get(email) === one),
      values: valuesOf(one, exportName),
    }
  })

  function verdictOf(one: Person, email: string, isBest: boolean): Verdict {
    if (email === '') return 'email_missing'
    if (!/^[^\s@,]+@[^\s@,]+\.[a-z]+$/.test(email)) return 'email_malformed'
    if (email.length > 50) return 'email_too_long'
    if (!isBest) return 'duplicate_email'
    if (rules.suppress && isSuppressed(town, email)) return 'suppressed'
    if (rules.consent && !saysYes(one)) return 'no_consent'
    return 'good'
  }
}

export function valuesOf(person: Person, exportName: keyof typeof fieldsOf): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldsOf[exportName]).flatMap(([field, key]) => {
      const longest = field.startsWith('cf:') ? 255 : 50
      const text = [...person[key].trim()].slice(0, longest).join('')
      return text === '' ? [] : [[field, text]]
    }),
  )
}

export function isSuppressed(town: Town, email: string): boolean {
  return [...town.suppressed].some((each) => folded(each) === email)
}

export function saysYes({ consent }: Person): boolean {
  return ['yes', 'ja', 'true', '1'].includes(folded(consent))
}

export function folded(email: string): string {
  return email.trim().toLowerCase()
}
