import type { FieldType, Normalization } from '../contract/unification.ts'
import { quoteText } from '../engine/quote-name.ts'
import { numerals } from './numerals.ts'

/** What values of a type are freed of before they are compared, where a rule says nothing. */
export const normalizationsOf: Readonly<Record<FieldType, readonly Normalization[]>> = {
  text: [],
  'first-name': ['name'],
  'last-name': ['name'],
  'full-name': ['name'],
  email: ['lower-case', 'whitespace'],
  phone: ['phone'],
  street: ['address'],
  city: ['ascii', 'lower-case', 'symbols', 'whitespace'],
  'postal-code': ['lower-case', 'symbols', 'whitespace'],
  country: ['ascii', 'lower-case', 'symbols', 'whitespace'],
  organization: ['organization'],
  'profile-image': [],
  id: [],
  date: [],
  number: [],
  boolean: [],
}

/** Letters that are two in ASCII, as those who lack the key write them. */
const twoLetters: readonly (readonly [string, string])[] = [
  ['æ', 'ae'],
  ['ø', 'oe'],
  ['å', 'aa'],
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ü', 'ue'],
  ['ß', 'ss'],
  ['þ', 'th'],
  ['œ', 'oe'],
]

/** Letters that `strip_accents` leaves, and the plain ones that look like them. */
const plainLetters: readonly (readonly [string, string])[] = [
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ß', 'ss'],
  ['þ', 'th'],
  ['Þ', 'Th'],
]
const plainFrom = 'øØđĐłŁðÐħĦŧŦı'
const plainTo = 'oOdDlLdDhHtTi'

/** What the words of a value are looked up in, and whether their order counts. */
export type WordList = 'name' | 'address' | 'organization'

export type Normalizer = {
  /** What is done first, with an SQL expression of a text. */
  readonly before: (sql: string) => string
  /** Its words are replaced after that; they are parted by single spaces. */
  readonly words?: WordList
  /** What is done at the end. */
  readonly after: (sql: string) => string
}

/**
 * How values are freed of what does not count. The order is ours, whatever order they are named in: numerals before case, words
 * before symbols and white space, by which words are told apart.
 */
export function normalizer(steps: readonly Normalization[]): Normalizer {
  const has = (step: Normalization) => steps.includes(step)
  const words = (['name', 'address', 'organization'] as const).find(has)
  const before = (sql: string) => {
    const counted = has('numerals') ? numeralsSql(sql) : sql
    if (has('phone')) return phoneSql(counted)
    if (words) return wordsSql(counted)
    const latin = has('ascii') ? asciiSql(counted) : counted
    return has('lower-case') ? `lower(${latin})` : latin
  }
  const after = (sql: string) => {
    const bare = has('symbols') && !has('phone') ? `regexp_replace(${sql}, '[^\\pL\\pN\\s]+', '', 'g')` : sql
    return has('whitespace') ? `regexp_replace(${bare}, '[\\s\\pZ]+', '', 'g')` : bare
  }
  return { before, after, ...(words && { words }) }
}

function plain(sql: string, otherwise: string): string {
  return `case when strlen(${sql}) = length(${sql}) then ${sql} else ${otherwise} end`
}

function numeralsSql(sql: string): string {
  const all = [...numerals()]
  const singles = all.filter(([, digits]) => digits.length === 1)
  const several = all.filter(([, digits]) => digits.length > 1)
  const from = singles.map(([character]) => character).join('')
  const to = singles.map(([, digits]) => digits).join('')
  const long = several.reduce(
    (inner, [character, digits]) => `replace(${inner}, ${quoteText(character)}, '${digits}')`,
    sql,
  )
  const anyLong = `regexp_matches(${sql}, '[${several.map(([character]) => character).join('')}]')`
  return plain(sql, `translate(case when ${anyLong} then ${long} else ${sql} end, ${quoteText(from)}, '${to}')`)
}

function asciiSql(sql: string): string {
  const two = plainLetters.reduce((inner, [from, to]) => `replace(${inner}, '${from}', '${to}')`, sql)
  return plain(sql, `translate(strip_accents(${two}), '${plainFrom}', '${plainTo}')`)
}

/** Small letters and digits in words parted by one space; apostrophes part nothing (O'Brien), hyphens do. */
function wordsSql(sql: string): string {
  const small = `lower(${sql})`
  const two = twoLetters.reduce(
    (inner, [from, to]) => `replace(${inner}, '${from}', '${to}')`,
    `nfc_normalize(${small})`,
  )
  const letters = `case when strlen(${sql}) = length(${sql}) then ${small} else translate(strip_accents(${two}), '${plainFrom}', '${plainTo}') end`
  return `trim(regexp_replace(regexp_replace(${letters}, '[''’\`´]', '', 'g'), '[^\\pL\\pN]+', ' ', 'g'))`
}

/**
 * Digits alone, with a plus where a country code is given: +1, +01 and 001 are one, and not the same as the number without.
 * Extensions (x12, ext. 12, lok. 12) go (feature map, N8), and so do numbers of nothing but zeros, which are nobody's.
 */
function phoneSql(sql: string): string {
  const own = `regexp_replace(lower(${sql}), '([0-9][^0-9]*?)(ext|x|lok|lokal|#)[^0-9]*[0-9]*\\s*$', '\\1')`
  const digits = `regexp_replace(${own}, '[^0-9]', '', 'g')`
  const abroad = `regexp_matches(${own}, '^[^0-9+]*(\\+|00)')`
  return `case when ltrim(${digits}, '0') = '' then '' when ${abroad} then '+' || ltrim(${digits}, '0') else ${digits} end`
}
