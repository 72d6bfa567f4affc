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

const twins: UnifiedProfiles = {
  email: 'Address',
  tables: [{ source: 'shop' }, { source: 'club', deduplicate: { matchRules: false } }],
  fields: ['First', 'Last', 'Address', 'Kind'].map((name) => ({ name, from: { shop: name, club: name } })),
  match: [
    {
      name: 'household',
      where: [{ field: 'Last' }, { field: 'Address' }],
      except: [
        { field: 'First', precision: 'high' },
        { field: 'Kind', when: 'same' },
      ],
    },
  ],
}

test('an exception keeps two apart whom the rule would make one, and a missing value keeps nobody apart', async () => {
  const lab = await aUnificationLab()
  const of = (id: string, First: string | null, Kind: string | null = null) => ({
    id,
    First,
    Last: 'Lee',
    Address: 'Road 1',
    Kind,
  })
  const tables = [
    await lab.table('shop', [of('1', 'Peter'), of('2', 'Maria', 'k')]),
    await lab.table('club', [of('a', 'Petar'), of('b', 'Mario', 'k'), of('c', 'Maria', 'x')]),
  ]
  expect(await lab.groups(twins, tables)).toEqual([['shop 1', 'club a'], ['shop 2', 'club c'], ['club b']])
})

test('a rule that found somebody keeps the next from being asked; the best of several is taken, of equals the first', async () => {
  const lab = await aUnificationLab()
  const named = (id: string, name: string, mail: string | null) => ({ id, name, mail })
  const tables = [
    // Two in the first table who are alike to a third, and not to each other, stay apart.
    await lab.table('shop', [named('1', 'abcdefghij', 'x'), named('2', 'abcdefghxy', null), named('3', 'zzz', 'y')]),
    await lab.table('club', [
      { id: '0', member: 'abcdefghx', mail: null },
      { id: 'a', member: 'abcdefghijx', mail: 'y' },
      { id: 'b', member: 'abcdefghi', mail: null },
      { id: 'c', member: 'abcdefgh', mail: null },
    ]),
  ]
  const apart = {
    ...shop,
    tables: [
      { source: 'shop', deduplicate: { matchRules: false } },
      { source: 'club', deduplicate: { matchRules: false } },
    ],
    match: [
      { name: 'mail', where: [{ field: 'Email' as const }] },
      { name: 'name', where: [{ field: 'Name', precision: 70 }] },
    ],
  }
  expect(await lab.groups(apart, tables)).toEqual([
    ['shop 1', 'club b', 'club c'],
    ['shop 2', 'club 0'],
    ['shop 3', 'club a'],
  ])
})

test('groups within a table are transitive, and a row that matches an alternate joins its person', async () => {
  const lab = await aUnificationLab()
  const rules = [
    { name: 'mail', where: [{ field: 'Email' }] },
    { name: 'name', where: [{ field: 'Name' }] },
  ]
  // One rule of the table's own, and one of the match, which is asked within the table all the same.
  const deduplicate = { rules: rules.slice(0, 1) }
  const definition = { ...shop, tables: [{ source: 'shop', deduplicate }, { source: 'club' }], match: rules }
  const tables = [
    await lab.table('shop', [
      { id: '1', name: 'n1', mail: 'm1' },
      { id: '2', name: 'n2', mail: 'm1' },
      { id: '3', name: 'n2', mail: 'm2' },
      { id: '4', name: 'n4', mail: 'm4' },
    ]),
    await lab.table('club', [{ id: 'a', member: 'other', mail: 'm2' }]),
  ]
  expect(await lab.groups(definition, tables)).toEqual([['shop 1', 'shop 2', 'shop 3', 'club a'], ['shop 4']])
  const forOthersOnly = {
    ...definition,
    tables: [{ source: 'shop', deduplicate: { ...deduplicate, matchRules: false } }, { source: 'club' }],
  }
  expect(await lab.groups(forOthersOnly, tables)).toEqual([['shop 1', 'shop 2'], ['shop 3', 'club a'], ['shop 4']])
})

test('rules may be kept to some tables, or put aside', async () => {
  const lab = await aUnificationLab()
  const row = { name: 'same', mail: 'm', member: 'same' }
  const tables = [
    await lab.table('shop', [
      { id: '1', ...row },
      { id: '2', ...row },
    ]),
    await lab.table('club', [{ id: 'a', ...row }]),
  ]
  const rule = { name: 'mail', where: [{ field: 'Email' }] }
  const one = (given: object) => lab.groups({ ...shop, match: [{ ...rule, ...given }] }, tables)
  expect(await one({ tables: ['club', 'shop'] })).toEqual([['shop 1', 'club a'], ['shop 2']])
  expect(await one({ tables: ['shop', 'shop'] })).toEqual([['shop 1', 'shop 2'], ['club a']])
  expect(await one({ active: false })).toEqual([['shop 1'], ['shop 2'], ['club a']])
})

test('lists name rows by their table and key as these are written, also two of one table that no rule is asked within', async () => {
  const lab = await aUnificationLab()
  const definition: UnifiedProfiles = {
    ...shop,
    tables: [{ source: 'shop' }],
    fields: [{ name: 'Email', from: { shop: 'mail' } }],
    match: [],
    always: ['pairs'],
  }
  const rows = ['1', '2', 'Q'].map((id) => ({ id, mail: id }))
  const listed = async (...pairs: readonly (readonly (string | null)[])[]) => {
    const list = pairs.map(([Table1 = null, Table1Key = null, Table2 = null, Table2Key = null], at) => ({
      ...{ id: String(at), Table1, Table1Key, Table2, Table2Key },
    }))
    return await lab.groups(definition, [await lab.table('shop', rows), await lab.table('pairs', list)])
  }
  const apart = [['shop 1'], ['shop 2'], ['shop Q']]
  expect(await listed(['shop', '1', 'shop', '2'])).toEqual([['shop 1', 'shop 2'], ['shop Q']])
  // Of rows that are not there, of none and of one with itself nothing is said.
  const ofNobody = ['q', '99', null, '1'].map((key) => ['shop', '1', 'shop', key])
  expect(await listed(...ofNobody)).toEqual(apart)
  for (const table of ['Shop', 'club', null]) {
    await expect(listed(['shop', '1', table, '2'])).rejects.toThrow(`"${table ?? ''}", which is not unified`)
  }
})

test('a person may have more fields than a byte counts', async () => {
  const lab = await aUnificationLab()
  const fields = Array.from({ length: 300 }, (_, at) => ({ name: `F${at}`, from: { shop: 'mail' } }))
  const definition = { ...shop, email: 'F0', tables: [{ source: 'shop' }], fields, match: [] }
  expect(await lab.groups(definition, [await lab.table('shop', [{ id: '1', mail: 'm' }])])).toEqual([['shop 1']])
})
