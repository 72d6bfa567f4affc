import { expect, test } from 'vitest'
import { aUnificationLab } from '../../test/support/unification-lab.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'

const shop: UnifiedProfiles = {
  email: 'Email',
  tables: [{ source: 'shop' }, { source: 'club' }],
  fields: [
    { name: 'Name', type: 'full-name', from: { shop: 'name', club: 'member' } },
    { name: 'Email', type: 'email', from: { shop: 'mail', club: 'mail' } },
  ],
  match: [
    { name: 'same e-mail', where: [{ field: 'Email' }, { field: 'Name', precision: 60 }] },
    { name: 'like name', where: [{ field: 'Name', precision: 'high' }] },
  ],
}

test('people are found across tables by what is equal and by what is alike, words in any order', async () => {
  const lab = await aUnificationLab()
  const tables = [
    await lab.table('shop', [
      { id: '1', name: 'Debby Jensen', mail: 'Debby@example.com' },
      { id: '2', name: 'Søren Kjær', mail: null },
      { id: '3', name: 'Somebody Else', mail: 'else@example.com' },
    ]),
    await lab.table('club', [
      { id: 'a', member: 'JENSEN, Dr. Deborah', mail: ' debby@example.com' },
      { id: 'b', member: 'Kjaer Soeren', mail: 'sk@example.com' },
      { id: 'c', member: 'Nobody', mail: 'nobody@example.com' },
    ]),
  ]
  expect(await lab.groups(shop, tables)).toEqual([['shop 1', 'club a'], ['shop 2', 'club b'], ['shop 3'], ['club c']])
  const customers = await lab.customers(shop, tables)
  expect(customers).toHaveLength(4)
  expect(customers.find((each) => each.shop_id === '2')).toMatchObject({
    Name: 'Søren Kjær',
    Email: 'sk@example.com',
    club_id: 'b',
  })
})
