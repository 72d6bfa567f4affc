import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { App } from '../../src/app.ts'
import type { Definitions, ExportDefinition, UnifiedProfiles } from '../../src/contract/definitions.ts'
import { readSnapshot } from '../../src/engine/write-snapshot.ts'
import { profileTableOf } from '../../src/refresh/profile-table.ts'
import { aShopThat } from './a-shop.ts'

export const unified: UnifiedProfiles = {
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

const exporting: Partial<ExportDefinition> = {
  leavers: 'remove',
  guards: { emptySegment: false, shrunkShare: 1, removalPeople: 100 },
  fields: { first_name: 'FirstName' },
}

/** A shop, a club and a till, with orders of the shop; whoever ordered is mailed. */
export function threeSources(change: Partial<Definitions> = {}): Definitions {
  return aShopThat(exporting, {
    sources: {
      shop: { file: 'shop.csv', key: 'id' },
      club: { file: 'club.csv', key: 'no' },
      till: { file: 'till.csv', key: 'card' },
      orders: { file: 'orders.csv', key: 'order' },
    },
    profiles: unified,
    relationships: { 'orders-of-shop': { from: 'orders.customer', to: 'shop.id' } },
    segments: { everybody: { rules: [{ where: { count: 'orders', greaterThanOrEqualTo: 1 } }] } },
    ...change,
  })
}

/** Debby is in all three under as many names, Søren in two; somebody of the till alone is nobody's profile. */
export const files = {
  shop: `id,first,last,mail,phone,changed
1,Debby,Jensen,debby@example.com,+45 12 34 56 78,2026-01-01
2,Søren,Kjær,soren@example.com,,2026-01-01
3,Ann,Lee,ann@example.com,11223344,2026-01-01
`,
  club: `no,fornavn,efternavn,email,rettet
a,Deborah,Jensen,DEBBY@example.com,2025-01-01
b,Soeren,Kjaer,soren@example.com,2026-02-01
c,Else,Alone,else@example.com,2026-02-01
`,
  till: `card,name1,name2,tlf
77,Deborah,Jensen,0045-12345678
78,Stranger,Nobody,99999999
`,
  orders: `order,customer
o1,1
o2,2
`,
} as const

export type Files = Partial<Record<keyof typeof files | 'pairs', string>>

/** Writes the sources' files beside the configuration file. */
export async function writeSources({ config }: Pick<App, 'config'>, changed: Files): Promise<void> {
  const folder = dirname(config.file)
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(changed)) await writeFile(join(folder, `${name}.csv`), text)
}

/** The Customer table, by e-mail. */
export async function customersOf(
  app: Pick<App, 'db' | 'directory' | 'engine'>,
  definitions: Definitions,
): Promise<Record<string, string | null>[]> {
  const table = await profileTableOf(app, definitions)
  await using session = await app.engine.session()
  return await session.rows(`select * from ${readSnapshot(table?.files ?? [])} order by "Email"`)
}
