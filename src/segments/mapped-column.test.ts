import { expect, test } from 'vitest'
import { aShop, now, type Shop } from '../../test/support/segment-shop.ts'
import type { FieldMapping } from '../contract/definitions.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { checkMappedColumn, compileMappedColumn } from './mapped-column.ts'

async function values(shop: Shop, mapping: FieldMapping): Promise<Record<string, string | null>> {
  const mapped = compileMappedColumn(shop.catalogue, mapping, now)
  const { text, params } =
    mapped.kind === 'query'
      ? mapped.query
      : {
          text: `select "Id" as profile_key, ${mapped.sql} as value from ${readSnapshot(shop.catalogue.profile.files)} p`,
          params: [],
        }
  const rows = await shop.session.rows<{ profile_key: string; value: string | null }>(
    `select * from (${text}) order by 1`,
    params,
  )
  return Object.fromEntries(rows.map((row) => [row.profile_key, row.value]))
}

test('columns of the profile as text', async () => {
  const shop = await aShop()
  expect(await values(shop, 'Age')).toEqual({ c1: '30', c2: '50', c3: '40', c4: null, c5: null })
  expect(await values(shop, ['contacts', 'Score'])).toEqual({
    c1: '1.5',
    c2: '2',
    c3: '100000000000000000000',
    c4: null,
    c5: '0.1',
  })
})

test('one value of many related rows', async () => {
  const shop = await aShop()
  expect(await values(shop, { last: 'purchases.Shop', by: 'purchases.On' })).toEqual({
    c1: 'store',
    c2: 'store',
    c3: null,
  })
  expect(await values(shop, { first: 'purchases.On', by: 'purchases.On' })).toEqual({
    c1: '2026-01-01',
    c2: '2025-06-01',
    c3: '2024-02-29',
  })
  expect(await values(shop, { sum: 'purchases.Total' })).toEqual({ c1: '270', c2: '250', c3: '80' })
  expect(await values(shop, { max: 'purchases.On' })).toEqual({ c1: '2026-06-01', c2: '2025-07-01', c3: '2024-02-29' })
  expect(await values(shop, { count: 'purchases', where: { column: 'Shop', equals: 'web' } })).toEqual({
    c1: '1',
    c2: '1',
    c3: '0',
    c4: '0',
    c5: '0',
  })
})

test('a mapping that has no one value is refused', async () => {
  const { catalogue } = await aShop()
  const problem = (mapping: FieldMapping) => checkMappedColumn(catalogue, mapping).map(({ message }) => message)[0]
  expect(problem('purchases.Shop')).toMatch(/many rows in "purchases", so say which value is meant/)
  expect(problem('Agee')).toMatch(/Did you mean "Age"/)
  expect(problem({ sum: 'purchases.Shop' })).toMatch(/sum does not fit "Shop"/)
  expect(problem({ count: 'contacts' })).toMatch(/this is the profile/)
  expect(problem({ last: 'purchases.Shop', by: 'products.No' })).toMatch(/expected one of "purchases"/)
  expect(problem({ count: 'purchases' })).toBeUndefined()
})
