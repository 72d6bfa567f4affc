import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Definitions, UnifiedProfiles } from '../../src/contract/definitions.ts'
import { readSnapshot } from '../../src/engine/write-snapshot.ts'
import { profileTableOf } from '../../src/refresh/profile-table.ts'
import { aShopThat } from '../support/a-shop.ts'
import { deliveryLab, outcomesOf, removalsOf } from '../support/delivery-lab.ts'

const profiles: UnifiedProfiles = {
  email: 'Email',
  firstName: 'FirstName',
  lastName: 'LastName',
  updatedAt: 'Changed',
  tables: [{ source: 'shop' }, { source: 'club' }, { source: 'till', includeAll: false }],
  fields: [
    { name: 'FirstName', type: 'first-name', from: { shop: 'first', club: 'fornavn', till: 'name1' } },
    { name: 'LastName', type: 'last-name', from: { shop: 'last', club: 'efternavn', till: 'name2' } },
    { name: 'Email', type: 'email', from: { shop: 'mail', club: 'email' }, merge: { mostRecent: 'Changed' } },
    { name: 'Phone', type: 'phone', from: { shop: 'phone', till: 'tlf' } },
    { name: 'Changed', type: 'date', from: { shop: 'changed', club: 'rettet' } },
  ],
}

const exportSettings = {
  leavers: 'remove',
  guards: { emptySegment: false, shrunkShare: 1, removalPeople: 100 },
} as const

function threeSources(change: Partial<Definitions> = {}): Definitions {
  return aShopThat(
    { ...exportSettings, fields: { first_name: 'FirstName' } },
    {
      sources: {
        shop: { file: 'shop.csv', key: 'id' },
        club: { file: 'club.csv', key: 'no' },
        till: { file: 'till.csv', key: 'card' },
        orders: { file: 'orders.csv', key: 'order' },
      },
      profiles,
      relationships: { 'orders-of-shop': { from: 'orders.customer', to: 'shop.id' } },
      segments: { everybody: { rules: [{ where: { count: 'orders', greaterThanOrEqualTo: 1 } }] } },
      ...change,
    },
  )
}

const shop = `id,first,last,mail,phone,changed
1,Debby,Jensen,debby@example.com,+45 12 34 56 78,2026-01-01
2,Søren,Kjær,soren@example.com,,2026-01-01
3,Ann,Lee,ann@example.com,11223344,2026-01-01
`
const club = `no,fornavn,efternavn,email,rettet
a,Deborah,Jensen,DEBBY@example.com,2025-01-01
b,Soeren,Kjaer,soren@example.com,2026-02-01
c,Else,Alone,else@example.com,2026-02-01
`
const till = `card,name1,name2,tlf
77,Deborah,Jensen,0045-12345678
78,Stranger,Nobody,99999999
`
const orders = `order,customer
o1,1
o2,2
`

async function lab(files: Record<string, string>) {
  const started = await deliveryLab({ definitions: threeSources() })
  const write = async (changed: Record<string, string>) => {
    for (const [name, text] of Object.entries(changed)) {
      await writeFile(join(dirname(started.app.config.file), `${name}.csv`), text)
    }
  }
  await write(files)
  const customers = async () => {
    const table = await profileTableOf(started.app, started.definitions())
    await using session = await started.app.engine.session()
    return await session.rows<Record<string, string | null>>(
      `select * from ${readSnapshot(table?.files ?? [])} order by "Email"`,
    )
  }
  return { ...started, write, customers }
}

test('three dirty sources become one profile a person, and a segment over their orders is delivered', async () => {
  const { run, members, customers } = await lab({ shop, club, till, orders })
  const first = await run()
  expect(first).toMatchObject({ status: 'Successful' })
  expect(outcomesOf(first)).toEqual({ delivered: { '': 2 } })
  expect(members()).toEqual(['debby@example.com', 'soren@example.com'])
  const people = await customers()
  expect(people.map(({ Email, shop_id, club_no, till_card }) => [Email, shop_id, club_no, till_card])).toEqual([
    ['ann@example.com', '3', null, null],
    ['debby@example.com', '1', 'a', '77'],
    ['else@example.com', null, 'c', null],
    ['soren@example.com', '2', 'b', null],
  ])
  expect(outcomesOf(await run())).toEqual({ unchanged: { '': 2 } })
})

test('people who are made one keep an id, and whose address goes leaves the list; divided, each is mailed only if picked', async () => {
  const { run, members, customers, write } = await lab({ shop, club, till, orders: `${orders}o3,3\n` })
  await run()
  const before = await customers()
  const ann = before.find(({ shop_id }) => shop_id === '3')?.CustomerId
  expect(members()).toEqual(['ann@example.com', 'debby@example.com', 'soren@example.com'])

  // Ann marries and takes Debby's place: by the same telephone and name the two rows are one person.
  await write({
    shop: shop.replace('3,Ann,Lee,ann@example.com,11223344', '3,Debby,Jensen,ann@example.com,004512345678'),
  })
  const merged = await run()
  const together = await customers()
  const debby = together.find(({ shop_id }) => shop_id === '1' || shop_id === '3')
  expect(together).toHaveLength(before.length - 1)
  expect(before.map(({ CustomerId }) => CustomerId)).toContain(debby?.CustomerId)
  expect([debby?.CustomerId, ...(debby?.PreviousCustomerId ?? '').split(';')]).toContain(ann)
  expect(removalsOf(merged)).toEqual({ removed: { email_changed: 1 } })
  expect(members()).toHaveLength(2)

  // Divided again: the one with the id keeps it, the other is somebody new who joins by the rules.
  await write({ shop })
  await run()
  const divided = await customers()
  expect(divided).toHaveLength(before.length)
  expect(divided.filter(({ CustomerId }) => CustomerId === debby?.CustomerId)).toHaveLength(1)
  expect(members()).toEqual(['ann@example.com', 'debby@example.com', 'soren@example.com'])
  expect(new Set(divided.map(({ CustomerId }) => CustomerId)).size).toBe(divided.length)
})
