import { expect, test } from 'vitest'
import { aUnificationLab } from '../../test/support/unification-lab.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'

const definition: UnifiedProfiles = {
  email: 'Mail',
  tables: [{ source: 'one' }],
  fields: ['Mail', 'Last', 'Street'].map((name) => ({ name, from: { one: name.toLowerCase() } })),
  match: [{ name: 'same mail', where: [{ field: 'Mail' }] }],
  clusters: [{ name: 'Household', where: [{ field: 'Street' }, { field: 'Last', precision: 75 }] }],
}

type Person = readonly [id: string, last: string | null, street: string | null]

test('people whose merged values are alike are of one household, which keeps its id through who comes, goes and moves', async () => {
  const lab = await aUnificationLab()
  const day = async (...people: readonly Person[]) => {
    const rows = people.map(([id, last, street]) => ({ id, mail: `${id[0]}@x`, last, street }))
    await lab.ids(definition, [await lab.table('one', rows)])
    const found = await lab.session.rows<{ Mail: string; HouseholdId: string | null }>(
      'select "Mail", "HouseholdId" from customer order by 1',
    )
    return Object.fromEntries(found.map(({ Mail, HouseholdId }) => [Mail[0], HouseholdId]))
  }
  // Hansen and Hanson are alike, Hanson and Janson, too, Hansen and Janson are not; d lives elsewhere, e has no street.
  const first = await day(
    ['a', 'Hansen', 'Vej 1'],
    ['b', 'Hanson', 'Vej 1'],
    ['c', 'Janson', 'Vej 1'],
    ['d', 'Hansen', 'Vej 2'],
    ['e', 'Hansen', null],
  )
  const { a: household } = first
  expect(household).toMatch(/^[0-9a-f-]{36}$/)
  expect(first).toMatchObject({ b: household, c: household, e: null })
  expect(first.d).not.toBe(household)
  // a, from whom the id was made, moves to d; f moves in with those who stay.
  const second = await day(
    ['a', 'Hansen', 'Vej 2'],
    ['b', 'Hanson', 'Vej 1'],
    ['c', 'Janson', 'Vej 1'],
    ['d', 'Hansen', 'Vej 2'],
    ['f', 'Hanson', 'Vej 1'],
  )
  expect(second).toMatchObject({ b: household, c: household, f: household })
  expect(second.a).toBe(second.d)
  // d's household came to two ids, and one stayed; it is not the one that b and c have kept.
  expect(second.d).toBe(first.d)
  // Two rows of one person are one in their household, by the values that were chosen for them.
  const third = await day(['b', 'Hanson', 'Vej 1'], ['b2', 'Hanson', 'Vej 1'], ['f', 'Hanson', 'Vej 3'])
  expect(third.b).toBe(household)
  expect(third.f).not.toBe(household)
})

test('an exception keeps people out of each other’s cluster, also where they are the same in all that it looks at', async () => {
  const lab = await aUnificationLab()
  const apart: UnifiedProfiles = {
    ...definition,
    clusters: [{ name: 'Friends', where: [{ field: 'Street' }], except: [{ field: 'Last', when: 'same' }] }],
  }
  const friends = async (...lasts: readonly (string | null)[]) => {
    const rows = lasts.map((last, at) => ({ id: String(at), mail: `${at}@x`, last, street: 'Vej 1' }))
    const found = await lab.customers(apart, [await lab.table('one', rows)])
    return new Set(found.map(({ FriendsId }) => FriendsId)).size
  }
  expect(await friends('Lee', 'Lee')).toBe(2)
  expect(await friends('Lee', 'Ek')).toBe(1)
  expect(await friends(null, null)).toBe(1)
})
