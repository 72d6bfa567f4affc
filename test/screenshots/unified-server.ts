import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makePeople, plans } from '../../bench/unification/make-people.ts'
import { peopleProfiles } from '../../bench/unification/people-profiles.ts'
import type { UnifiedProfiles } from '../../src/contract/definitions.ts'
import { openEngine } from '../../src/engine/duckdb.ts'
import { environmentOf, startConsoleServer, untilEnded } from './console-server.ts'
import type { World } from './worlds.ts'

const people = 600

/** One person's: the shop has only her e-mail, and this row of the club only her telephone. Another one of the club has both. */
const rows = [
  { source: 'shop', key: 'S1768' },
  { source: 'club', key: 'C1769' },
] as const

/** A server in which a shop, a club and a till, whose rows are as dirty as people make them, have been unified. */
export async function startUnifiedServer(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-screenshots-'))
  await using engine = await openEngine({ threads: 2 })
  await makePeople(engine, { folder, people })
  // It ends where what follows fails.
  await using begun = new AsyncDisposableStack()
  const server = begun.use(await startConsoleServer(folder, await environmentOf(folder)))
  const sources = plans.map(({ name }) => name)
  await server.send('POST', '/configuration/start', {
    environment: { name: 'Demo shop', timeZone: 'Europe/Copenhagen' },
    sources: Object.fromEntries(sources.map((name) => [name, { file: `${name}.parquet`, key: 'id' }])),
    profiles: profiles(sources),
  })
  const { id } = await server.send<{ id: string }>('POST', '/refreshes', { sources, profiles: true })
  await untilEnded(server, `/refreshes/${id}`)
  const told = await server.send<{ people: (string | null)[] }>('POST', '/unification/explain', { rows })
  const pair = rows.map(({ source, key }) => `${source}/${key}`).join('/')
  begun.move()
  return { server, parts: { person: told.people[0] ?? '', pair } }
}

function profiles(sources: readonly string[]): UnifiedProfiles {
  const plain = peopleProfiles(sources)
  return {
    ...plain,
    tables: plain.tables.map((table) => ({ ...table, ...(table.source === 'till' && { includeAll: false }) })),
    groups: [{ fields: ['Street', 'PostalCode', 'City'] }],
    clusters: [
      {
        name: 'Household',
        where: [{ field: 'LastName', precision: 80 }, { field: 'Street' }, { field: 'PostalCode' }],
      },
    ],
  }
}
