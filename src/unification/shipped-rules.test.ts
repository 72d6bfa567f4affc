import { expect, test } from 'vitest'
import { aUnificationLab } from '../../test/support/unification-lab.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'

const from = (column: string) => ({ shop: column, club: column })
const people: UnifiedProfiles = {
  email: 'Email',
  tables: [{ source: 'shop' }, { source: 'club' }],
  fields: [
    { name: 'FirstName', type: 'first-name', from: from('first') },
    { name: 'LastName', type: 'last-name', from: from('last') },
    { name: 'Email', type: 'email', from: from('mail') },
    { name: 'Phone', type: 'phone', from: from('phone') },
    { name: 'Street', type: 'street', from: from('street') },
    { name: 'PostalCode', type: 'postal-code', from: from('zip') },
    { name: 'Birthdate', type: 'date', from: from('born') },
  ],
}

type Person = Partial<Record<'first' | 'last' | 'mail' | 'phone' | 'street' | 'zip' | 'born', string>>

const ada = { first: 'Ada', last: 'Holmgaard', mail: 'ada@example.com', phone: '+4520304050' }

type Case = readonly [what: string, one: Person, other: Person]

const oneAndTheSame: readonly Case[] = [
  ['misspelt names beside one e-mail', ada, { ...ada, first: 'Adda', last: 'Holmgard', phone: '+4511111111' }],
  [
    'a misspelt name that is short for another',
    { ...ada, first: 'Gitte', phone: '+4511111111' },
    { ...ada, first: 'Gitge' },
  ],
  ['a family name that is missing', { ...ada, mail: 'a@example.com' }, { first: 'Ada', phone: '+4520304050' }],
  ['a first name that is missing', ada, { last: 'Holmgaard', mail: 'ada@example.com' }],
  ['names turned round', ada, { first: 'Holmgaard', last: 'Ada', mail: 'ada@example.com' }],
  ['another e-mail and one telephone', ada, { ...ada, mail: 'work@example.com' }],
  ['a nickname', { ...ada, first: 'Robert' }, { ...ada, first: 'Bob', mail: 'bob@example.com' }],
  [
    'a new family name beside e-mail and birth date',
    { ...ada, born: '1990-01-02', phone: '+4511111111' },
    { ...ada, last: 'Lovelace', born: '1990-01-02' },
  ],
]

const home = { last: 'Holmgaard', mail: 'family@example.com', phone: '+4520304050', street: 'Solvej 1', zip: '1000' }

const twoPeople: readonly Case[] = [
  ['a couple that shares everything but the first name', { ...home, first: 'Ada' }, { ...home, first: 'Viggo' }],
  [
    'Mark and Mary, who live together',
    { ...home, mail: 'mark@example.com', phone: '+4511111111', first: 'Mark' },
    { ...home, mail: 'mary@example.com', first: 'Mary' },
  ],
  [
    'a family name that is missing, of a house full of families',
    { first: 'Jens', street: 'Solvej 1', zip: '1000', born: '1961-01-01' },
    { ...home, first: 'Jens', born: '1991-01-01' },
  ],
  ['twins', { ...home, first: 'Ida', born: '2001-05-05' }, { ...home, first: 'Karla', born: '2001-05-05' }],
  [
    'father and son of one name',
    { ...home, first: 'Jens', born: '1960-01-01' },
    { ...home, first: 'Jens', born: '1990-01-01' },
  ],
  [
    'two of one name in one town',
    { first: 'Jens', last: 'Hansen', mail: 'a@example.com', zip: '1000', street: 'Solvej 1' },
    { first: 'Jens', last: 'Hansen', mail: 'b@example.com', zip: '1000', street: 'Solvej 2' },
  ],
]

/** A row of a case: nothing that is shared within a case is shared between cases. */
function rowOf({ first, last, mail, phone, street, zip, born }: Person, at: number) {
  return {
    id: String(at),
    first: first ?? null,
    last: last ?? null,
    mail: mail ? `${at}.${mail}` : null,
    phone: phone ? `${phone}${at}` : null,
    street: street ? `${street}${at}` : null,
    zip: zip ?? null,
    born: born ?? null,
  }
}

test('the shipped rules find who is one person, and keep apart who only lives together or is called alike', async () => {
  const cases = [...oneAndTheSame, ...twoPeople]
  const lab = await aUnificationLab()
  const tables = [
    await lab.table(
      'shop',
      cases.map(([, one], at) => rowOf(one, at)),
    ),
    await lab.table(
      'club',
      cases.map(([, , other], at) => rowOf(other, at)),
    ),
  ]
  const groups = await lab.groups(people, tables)
  const found = cases.filter((_, at) => groups.some((group) => group.join() === `shop ${at},club ${at}`))
  expect(found.map(([what]) => what)).toEqual(oneAndTheSame.map(([what]) => what))
  expect(groups).toHaveLength(oneAndTheSame.length + 2 * twoPeople.length)
})
