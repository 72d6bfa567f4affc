import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { App } from '../../src/app.ts'
import type { Definitions, ExportDefinition } from '../../src/contract/definitions.ts'

export type ShopPerson = {
  readonly id: string
  readonly email: string
  readonly first?: string
  readonly last?: string
  /** Where there is a picture of them; the file has the column `Avatar` when anybody has one. */
  readonly avatar?: string
}

/** Writes the people as the file behind the source `contacts`, beside the configuration file. */
export async function writePeople(app: App, people: readonly ShopPerson[]): Promise<void> {
  const path = join(dirname(app.config.file), 'contacts.csv')
  await mkdir(dirname(path), { recursive: true })
  const cell = (text = '') => `"${text.replaceAll('"', '""')}"`
  const pictured = people.some(({ avatar }) => avatar !== undefined)
  const lines = people.map(({ id, email, first, last, avatar }) =>
    [id, email, first, last, ...(pictured ? [avatar] : [])].map((text) => cell(text)).join(','),
  )
  const head = `ContactId,EMail,FirstName,LastName${pictured ? ',Avatar' : ''}`
  await writeFile(path, `${head}\n${lines.join('\n')}\n`)
}

/** A small environment: one source, everybody in one segment, one export to the sandbox's list. */
export function aShop(change: Partial<Definitions> = {}): Definitions {
  return {
    environment: { name: 'Test', timeZone: 'Europe/Copenhagen' },
    sources: { contacts: { file: 'contacts.csv', key: 'ContactId' } },
    profiles: { from: 'contacts', email: 'EMail' },
    relationships: {},
    segments: { everybody: { rules: [{ where: { all: [] } }] } },
    connections: {
      marketing: { type: 'constant-contact', clientId: 'sandbox-client', clientSecret: 'sandbox-secret' },
    },
    exports: {
      news: {
        connection: 'marketing',
        list: 'Newsletter',
        segments: ['everybody'],
        fields: { first_name: 'FirstName', last_name: 'LastName' },
      },
    },
    ...change,
  }
}

/** The same shop, its export changed. */
export function aShopThat(exporting: Partial<ExportDefinition>, change: Partial<Definitions> = {}): Definitions {
  const shop = aShop(change)
  const { news } = shop.exports
  if (!news) throw new Error('the shop has no export')
  return { ...shop, exports: { ...shop.exports, news: { ...news, ...exporting } } }
}
