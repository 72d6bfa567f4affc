import type { Table } from '../contract/catalogue.ts'
import { imageAddress, imageNames } from '../contract/profile-image.ts'
import type { Cluster, FieldType, UnifiedField } from '../contract/unification.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'

/** Fields that are proposed for some sources, and what the profiles' own columns could be. */
export type ProposedProfiles = {
  readonly fields: readonly UnifiedField[]
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly updatedAt?: string
  /** Households, where family names and streets are known. */
  readonly clusters?: readonly Cluster[]
}

/** Names of columns in English and Danish, in small letters and digits alone; the first that fits is believed. */
const byName: readonly (readonly [FieldType, RegExp])[] = [
  ['email', /^(primary|contact|kontakt|kunde)?(e?mail|epost)(adresse?|address)?1?$/],
  [
    'phone',
    /^(mobile?|cell|home|work|privat|kontakt)?(phone|telephone|telefon|tlf|tel|mobil|mobile|cell)(number|nummer|nr|no)?$/,
  ],
  ['first-name', /^((first|given|for|fore)na(me|vn)e?|fname|name1|first)$/],
  ['last-name', /^((last|family|efter|sur)na(me|vn)e?|lname|name2|last)$/],
  ['full-name', /^((full|customer|contact|kunde|member)?(name|navn))$/],
  ['street', /^((street|vej|gade)(name|navn)?|(street)?address(line)?1?|adresse1?|street1?)$/],
  ['postal-code', /^(zip|post(al)?)(code|kode|nummer|nr)?$/],
  ['city', /^(city|town|by|postdistrikt)(name|navn)?$/],
  ['country', /^(country|land)(code|kode|name|navn)?$/],
  ['organization', /^(company|organi[sz]ation|firma|virksomhed)(name|navn)?$/],
  ['profile-image', imageNames],
]
const born = /^(birth(day|date)?|dateofbirth|born|dob|foedselsdato|foedt|fødselsdato|født|foedselsdag)$/
const changed = /^(last)?(updated|modified|changed|edited|opdateret|aendret|ændret|rettet)(at|on|date|den)?$/

/** What each type is called as a field. */
const fieldNames: Partial<Record<FieldType, string>> = {
  email: 'Email',
  phone: 'Phone',
  'first-name': 'FirstName',
  'last-name': 'LastName',
  'full-name': 'FullName',
  street: 'Street',
  'postal-code': 'PostalCode',
  city: 'City',
  country: 'Country',
  organization: 'Organization',
  'profile-image': 'ProfileImage',
}

/** Rows whose values are looked at; and the share of filled ones that has to look the part. */
const lookedAt = 10_000
const share = 0.5

/**
 * Which fields some tables have in common and what their columns mean, by what they are called and what they hold: an e-mail has to
 * look like one, a telephone number and the address of a picture, too, and a column that looks like one though it is called otherwise is taken where no other is.
 * Columns of one name that mean nothing more are proposed as one field of text.
 */
export async function proposeProfiles(session: EngineSession, tables: readonly Table[]): Promise<ProposedProfiles> {
  const columns: { source: string; column: string; name: string; type: FieldType }[] = []
  for (const table of tables) {
    const looks = await lookAtValues(session, table)
    const taken = new Set<FieldType>()
    const named = table.columns
      .filter(({ name }) => name !== table.key)
      .map((column) => ({ column, type: typeByName(plain(column.name), column.type, looks.get(column.name)) }))
    for (const { column, type } of named) {
      // One column of a table is a field; the others of its kind are fields of their own name.
      const first = type !== undefined && fieldNames[type] !== undefined && !taken.has(type)
      if (type && first) taken.add(type)
      const byValue = type === undefined ? typeByValues(looks.get(column.name)) : undefined
      const meant = first
        ? type
        : byValue && !named.some((each) => each.type === byValue) && !taken.has(byValue)
          ? byValue
          : undefined
      if (meant && meant === byValue) taken.add(byValue)
      columns.push({
        source: table.name,
        column: column.name,
        name: meant ? (fieldNames[meant] ?? column.name) : nameOf(column.name),
        type: meant ?? plainType(column.type),
      })
    }
  }
  const fields = [...Map.groupBy(columns, ({ name }) => name.toLowerCase()).values()].map((same): UnifiedField => {
    const [first] = same
    const alike = same.filter(({ type }) => type === first?.type)
    return {
      name: first?.name ?? '',
      type: first?.type ?? 'text',
      from: Object.fromEntries(alike.map(({ source, column }) => [source, column])),
    }
  })
  const has = (name: string) => fields.some((field) => field.name === name)
  return {
    fields,
    ...(has('Email') && { email: 'Email' }),
    ...(has('FirstName') && { firstName: 'FirstName' }),
    ...(has('LastName') && { lastName: 'LastName' }),
    ...(has('LastName') && has('Street') && { clusters: [household(has('PostalCode'))] }),
    ...(fields.some(({ name, type }) => name === 'Changed' && type === 'date') && { updatedAt: 'Changed' }),
  }
}

/** Who lives in one place under one family name. */
function household(hasPostalCode: boolean): Cluster {
  const place = hasPostalCode ? [{ field: 'Street' }, { field: 'PostalCode' }] : [{ field: 'Street' }]
  return { name: 'Household', where: [...place, { field: 'LastName', precision: 'high' }] }
}

type Look = {
  readonly filled: number
  readonly emails: number
  readonly phones: number
  readonly links: number
}

async function lookAtValues(session: EngineSession, table: Table): Promise<Map<string, Look>> {
  const texts = table.columns.filter(({ engineType }) => engineType === 'VARCHAR')
  if (texts.length === 0) return new Map()
  const figures = texts.map(({ name }, at) => {
    const cell = quoteName(name)
    return `count(nullif(trim(${cell}), '')) as f${at},
      count(*) filter (regexp_matches(${cell}, '^\\s*[^@\\s]+@[^@\\s]+\\.[^@\\s]+\\s*$')) as e${at},
      count(*) filter (regexp_matches(${cell}, '^\\s*(\\+|00)?[0-9 ()./-]{8,20}\\s*$') and length(regexp_replace(${cell}, '[^0-9]', '', 'g')) between 8 and 15) as p${at},
      count(*) filter (regexp_full_match(trim(${cell}), ${quoteText(imageAddress)})) as l${at}`
  })
  const [row = {}] = await session.rows<Record<string, number>>(
    `select ${figures.join(', ')} from (select * from ${readSnapshot(table.files)} limit ${lookedAt})`,
  )
  return new Map(
    texts.map(({ name }, at) => [
      name,
      {
        filled: row[`f${at}`] ?? 0,
        emails: row[`e${at}`] ?? 0,
        phones: row[`p${at}`] ?? 0,
        links: row[`l${at}`] ?? 0,
      },
    ]),
  )
}

function typeByName(name: string, type: string, look: Look | undefined): FieldType | undefined {
  if (type !== 'string' && type !== 'number') return undefined
  const found = byName.find(([, pattern]) => pattern.test(name))?.[0]
  // A name promises an e-mail or a number; what the column holds decides, where it holds anything.
  if (found === 'email' && look && look.filled > 0 && look.emails < look.filled * share) return undefined
  // An image may as well be a file's name or a figure of something else: only addresses that can be fetched are pictures.
  if (found === 'profile-image' && !(look && look.links > 0 && look.links >= look.filled * share)) return undefined
  return found
}

function typeByValues(look: Look | undefined): FieldType | undefined {
  if (!look || look.filled === 0) return undefined
  if (look.emails >= look.filled * share) return 'email'
  return look.phones >= look.filled * share ? 'phone' : undefined
}

function plainType(type: string): FieldType {
  return type === 'date' || type === 'number' || type === 'boolean' ? type : 'text'
}

/** Dates by which people are told and by which rows are newer have one name in all tables. */
function nameOf(column: string): string {
  if (born.test(plain(column))) return 'BirthDate'
  return changed.test(plain(column)) ? 'Changed' : column
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
