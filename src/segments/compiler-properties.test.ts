import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NaiveTable, type NaiveWorld, naiveMembers } from '../../test/support/naive-members.ts'
import { randomCase } from '../../test/support/random-segments.ts'
import { aFolder } from '../../test/support/test-app.ts'
import type { Catalogue, Table } from '../contract/catalogue.ts'
import { openEngine } from '../engine/duckdb.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { writeSnapshot } from '../engine/write-snapshot.ts'
import { compileMembers } from './compile-segment.ts'

test('the compiled statement finds whom the plain evaluator finds', { timeout: 120_000 }, async () => {
  const folder = await aFolder()
  await using engine = await openEngine({ threads: 1 })
  await using session = await engine.session()
  let round = 0
  await fc.assert(
    fc.asyncProperty(randomCase, async ({ world, many }) => {
      round += 1
      const catalogue = await store(session, join(folder, String(round)), world)
      for (const each of many) {
        const { text, params } = compileMembers({ catalogue, segments: each, now: world.now }, 'it')
        const found = await session.rows<{ profile_key: string }>(text, params)
        const keys = found.map((member) => member.profile_key).sort()
        expect({ each, keys }).toEqual({ each, keys: [...naiveMembers(world, each, 'it')].sort() })
      }
    }),
    { numRuns: Number(process.env.POSTBUD_PROPERTY_RUNS ?? 60) },
  )
})

async function store(
  session: EngineSession,
  folder: string,
  { profile, related, zone }: NaiveWorld,
): Promise<Catalogue> {
  const table = async (name: string, given: NaiveTable): Promise<Table> => {
    const file = join(folder, `${name}.parquet`)
    const read = given.columns.map(
      (column) => `(r->>${`'${column.name}'`})::${column.engineType} as ${quoteName(column.name)}`,
    )
    const rows = ['{}', ...given.rows.map((each) => JSON.stringify(each))]
    await writeSnapshot(session, file, {
      text: `select ${read.join(', ')} from (select unnest($1::varchar[])::json as r) where (r->>'Id') is not null`,
      params: [rows],
    })
    return { name, key: 'Id', columns: given.columns, files: [file], version: '1', rows: rows.length }
  }
  const profiles = await table('profile', profile)
  const others: Table[] = []
  for (const [name, given] of Object.entries(related)) others.push(await table(name, given))
  const end = (name: string, column: string) => ({ table: name, column })
  return {
    profile: profiles,
    tables: [profiles, ...others],
    relationships: [
      { name: 'orders-of', from: end('orders', 'Who'), to: end('profile', 'Code') },
      { name: 'items-of', from: end('items', 'Order'), to: end('orders', 'Id') },
      { name: 'product-of', from: end('orders', 'What'), to: end('products', 'Id') },
    ],
    profileAliases: [],
    timeZone: zone,
  }
}
