import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Catalogue, Column, Table } from '../../src/contract/catalogue.ts'
import type { SegmentDefinition } from '../../src/contract/segment.ts'
import { openEngine } from '../../src/engine/duckdb.ts'
import type { EngineSession } from '../../src/engine/engine.ts'
import { writeSnapshot } from '../../src/engine/write-snapshot.ts'
import { compileMembers } from '../../src/segments/compile-segment.ts'
import { aFolder } from './test-app.ts'

export const now = new Date('2026-06-15T12:00:00Z')

export type Shop = { readonly catalogue: Catalogue; readonly session: EngineSession; readonly folder: string }

const text = (name: string): Column => ({ name, type: 'string', engineType: 'VARCHAR' })
const number = (name: string, engineType = 'BIGINT'): Column => ({ name, type: 'number', engineType })

/** Five customers, their purchases and products, for tests of segments. The session ends with the test. */
export async function aShop(): Promise<Shop> {
  const folder = await aFolder()
  const engine = await openEngine()
  const session = await engine.session()
  onTestFinished(async () => {
    await session[Symbol.asyncDispose]()
    await engine[Symbol.asyncDispose]()
  })
  const table = async (name: string, columns: readonly Column[], rows: string): Promise<Table> => {
    const file = join(folder, `${name}.parquet`)
    const cells = columns.map((column, at) => `col${at}::${column.engineType} as "${column.name}"`)
    await writeSnapshot(session, file, { text: `select ${cells.join(', ')} from (values ${rows})`, params: [] })
    return { name, key: columns[0]?.name ?? '', columns, files: [file], version: '1', rows: 0 }
  }
  const day = (name: string): Column => ({ name, type: 'date', dateKind: 'day', engineType: 'DATE' })
  const profile = await table(
    'profile',
    [text('Id'), text('State'), number('Age'), number('Score', 'DOUBLE')],
    `('c1', 'California', 30, 1.50), ('c2', 'California', 50, 2.0), ('c3', 'Texas', 40, 1e20), ('c4', ' ', null, null), ('c5', null, null, 0.1)`,
  )
  const purchases = await table(
    'purchases',
    [text('No'), text('Customer'), number('Total', 'DECIMAL(18,2)'), text('Shop'), day('On'), number('Product')],
    `('1', 'c1', 250, 'store', '2026-06-01', 7), ('2', 'c1', 20, 'web', '2026-01-01', 7), ('3', 'c2', 150, 'web', '2025-06-01', 7),
     ('4', 'c2', 100, 'store', '2025-07-01', 8), ('5', 'c3', 80, null, '2024-02-29', 7), ('6', '', 999, 'web', '2026-06-01', 8), ('7', null, 1, 'web', null, null)`,
  )
  const products = await table('products', [text('No'), text('Kind')], `('7', 'tea'), ('8', 'coffee')`)
  const visits = await table(
    'visits',
    [text('No'), text('Who'), text('Host'), text('Page')],
    `('1', 'c1', 'c2', 'home')`,
  )
  const members = await table('members', [text('profile_key')], `('c5')`)
  const relationship = (name: string, from: [string, string], to: [string, string]) => ({
    name,
    from: { table: from[0], column: from[1] },
    to: { table: to[0], column: to[1] },
  })
  const catalogue: Catalogue = {
    profile,
    tables: [profile, purchases, products, visits, members],
    relationships: [
      relationship('purchases-of-customer', ['purchases', 'Customer'], ['contacts', 'Id']),
      relationship('product-of-purchase', ['purchases', 'Product'], ['products', 'No']),
      relationship('visits-a', ['visits', 'Who'], ['profile', 'Id']),
      relationship('visits-b', ['visits', 'Host'], ['profile', 'Id']),
    ],
    profileAliases: ['contacts'],
    timeZone: 'Europe/Copenhagen',
  }
  return { catalogue, session, folder }
}

/** The keys of a segment's members in order; static and inactive segments last held c5. */
export async function members(
  { catalogue, session, folder }: Shop,
  segment: SegmentDefinition,
  segments: Readonly<Record<string, SegmentDefinition>> = {},
): Promise<string[]> {
  const lastMembers = () => [join(folder, 'members.parquet')]
  const { text: sql, params } = compileMembers(
    { catalogue, segments: { ...segments, it: segment }, now, lastMembers },
    'it',
  )
  const rows = await session.rows<{ profile_key: string }>(sql, params)
  return rows.map((row) => row.profile_key).sort()
}
