import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder } from '../../test/support/test-app.ts'
import { openEngine } from '../engine/duckdb.ts'
import { quoteText } from '../engine/quote-name.ts'
import { changeShop, makeShop } from './make-shop.ts'

const customers = 20_000
const files = ['contacts.csv', 'purchases-1.parquet', 'purchases-2.parquet', 'loyalty.csv', 'optouts.csv']

test('the shop is the same at every call, and another with another seed', async () => {
  const bytes = async (seed: string) => {
    const shop = await aShop({ customers: 2000, seed })
    return Promise.all(files.map((name) => readFile(join(shop.folder, name), 'base64')))
  }
  const first = await bytes('a')
  expect(await bytes('a')).toEqual(first)
  expect((await bytes('b'))[0]).not.toEqual(first[0])
})

test('the shop has the dirt it promises', async () => {
  const shop = await aShop({ customers })
  const [row] = await shop.contacts(`
    select count(*) as people,
      round(100 * avg(("EMail" is null)::integer), 1) as missing,
      round(100 * avg(coalesce("EMail" like '%(at)%', false)::integer), 1) as malformed,
      round(100 * (count("EMail") - count(distinct lower(trim("EMail")))) / count(*), 1) as shared,
      count(*) filter (length(trim("EMail")) > 50) > 0 as long_email,
      count(*) filter (length("LastName") > 50) > 0 as long_name,
      count(*) filter (contains("FirstName", chr(10))) > 0 as line_break,
      count(distinct left("FirstName", 1)) filter (left("FirstName", 1) in ('=', '+', '@', '"')) as first_letters,
      count(*) filter ("ZipCode" like '0%') > 0 as leading_zero,
      count(*) filter ("LastName" like '%Ø%' or "LastName" like '%ø%') > 0 as danish
    from contacts`)
  expect(row).toEqual({
    people: customers,
    missing: expect.closeTo(2, 0),
    malformed: expect.closeTo(1, 0),
    shared: expect.closeTo(3, 0),
    long_email: true,
    long_name: true,
    line_break: true,
    first_letters: 4,
    leading_zero: true,
    danish: true,
  })
})

test('time passes for the share that is told, and for nobody else', async () => {
  const shop = await aShop({ customers })
  await shop.session.run(`create table before as from ${shop.table}`)
  const purchases = await readFile(join(shop.folder, 'purchases-1.parquet'), 'base64')
  await changeShop(shop, { share: 0.04 })
  const [row] = await shop.contacts(`
    select count(*) filter (before."ContactId" is null) as joined,
      count(*) filter (contacts."ContactId" is null) as gone,
      count(*) filter (before."LastName" <> contacts."LastName") as married,
      count(*) filter (before."EMail" <> contacts."EMail") as other_email
    from before full join contacts using ("ContactId")`)
  expect(row?.joined).toBe(200)
  expect(row?.other_email).toBe(0)
  expect(Math.abs(Number(row?.gone) - 200)).toBeLessThan(50)
  expect(Math.abs(Number(row?.married) - 400)).toBeLessThan(70)
  expect(await readFile(join(shop.folder, 'purchases-1.parquet'), 'base64')).toBe(purchases)
})

async function aShop(given: { customers: number; seed?: string }) {
  const engine = await openEngine()
  onTestFinished(() => engine[Symbol.asyncDispose]())
  const shop = { engine, folder: await aFolder(), ...given }
  await makeShop(shop)
  const session = await engine.session()
  const table = `read_csv(${quoteText(join(shop.folder, 'contacts.csv'))}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`
  return {
    ...shop,
    session,
    table,
    contacts: (query: string) => session.rows(`with contacts as (from ${table}) ${query}`),
  }
}
