import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresServer, postgresMissing, startPostgres } from '../../test/support/postgres.ts'
import { closeSourceLab, sourceLab } from '../../test/support/source-lab.ts'

let server: PostgresServer
const withServer = test.skipIf(postgresMissing)

beforeAll(async () => {
  if (!postgresMissing) server = await startPostgres()
})
afterAll(async () => {
  await closeSourceLab()
  if (!postgresMissing) await server[Symbol.asyncDispose]()
})

async function lab(clock?: { now: () => Date; wait: () => Promise<void> }) {
  return await sourceLab({
    variables: { DB: server.url, OTHER: server.url.replace('postbud@', 'clerk:secret@') },
    ...(clock && { clock }),
  })
}

withServer('a table keeps its types, with the key and nested values as text', async () => {
  await server.run(`
    create table members (id integer, "Full Name" text, note text, amount numeric(12,2), loose numeric, big numeric, ratio double precision,
      joined date, seen timestamptz, local timestamp, active boolean, tags text[], extra jsonb, tier uuid, wait interval);
    insert into members values
      (1, 'Åse "Ø"', E'two\nlines, quoted', 12.50, 1.125, 1, 0.1, '2026-01-02', '2026-01-02 03:04:05+02', '2026-01-02 03:04', true, '{a,b}', '{"x": 1}', null, '2 days'),
      (2, '', null, null, 20, 12345678901234567890, 1e30, null, null, null, false, null, null, '6f9619ff-8b86-d011-b42d-00c04fc964ff', null)`)
  const { refresh, rows, types, corrupt } = await lab()
  const { snapshot } = await refresh({ postgres: '${DB}', table: 'public.members', maxCorrupt: 1 })
  expect(await corrupt()).toEqual([])

  expect(snapshot).toMatchObject({ rows: 2, corrupt: 0 })
  expect(await types()).toEqual({
    id: 'VARCHAR',
    'Full Name': 'VARCHAR',
    note: 'VARCHAR',
    amount: 'DECIMAL(12,2)',
    loose: 'DECIMAL(18,3)',
    big: 'VARCHAR',
    ratio: 'DOUBLE',
    joined: 'DATE',
    seen: 'TIMESTAMP WITH TIME ZONE',
    local: 'TIMESTAMP',
    active: 'BOOLEAN',
    tags: 'VARCHAR',
    extra: 'VARCHAR',
    tier: 'VARCHAR',
    wait: 'VARCHAR',
  })
  expect(await rows()).toMatchObject([
    {
      id: '1',
      'Full Name': 'Åse "Ø"',
      note: 'two\nlines, quoted',
      amount: '12.50',
      tags: '["a","b"]',
      extra: '{"x": 1}',
      active: true,
      seen: '2026-01-02 01:04:05+00',
    },
    { id: '2', 'Full Name': null, ratio: 1e30, active: false },
  ])
})

withServer('a query is read again when the rows are older than maxAge', async () => {
  let now = new Date('2026-11-24T10:00:00Z')
  const { refresh } = await lab({ now: () => now, wait: async () => undefined })
  const definition = { postgres: '${DB}', query: 'select 1 as id, now() as at -- the time\n;', maxAge: '15m' }
  await refresh(definition)
  now = new Date('2026-11-24T10:14:59Z')
  expect(await refresh(definition)).toMatchObject({ outcome: 'unchanged' })
  now = new Date('2026-11-24T10:15:00Z')
  expect(await refresh(definition)).toMatchObject({ outcome: 'refreshed' })
})

withServer('what the database refuses is told with the source, host and database, and never the password', async () => {
  await server.run(
    `create role clerk login; create table orders (id integer, total numeric); create table "Odd.Table" (id integer)`,
  )
  const { refresh } = await lab()
  const message = (definition: object) =>
    refresh(definition).then(
      () => 'fine',
      (error: Error) => error.message,
    )
  const at = `postgres on 127.0.0.1:${server.port}`

  expect(await message({ postgres: '${DB}', table: 'public.order' })).toBe(
    `The database ${at} of the source people has no table public.order. Did you mean "public.orders"? Names are taken as they are written, upper and lower case included.`,
  )
  expect(await message({ postgres: '${DB}', table: 'orders', key: 'order_id' })).toMatch(
    /^The key of the source people names the column "order_id", which its data do not have\. They have "id" and "total"\./,
  )
  expect(await message({ postgres: '${DB}', query: 'select id,\n  totl\nfrom orders' })).toBe(
    `The query of the source people failed in the database ${at}: column "totl" does not exist (line 2 of the query).`,
  )
  expect(await message({ postgres: '${OTHER}', table: 'orders' })).toBe(
    `The database ${at} refuses the source people: permission denied for table orders. Grant its user what the table orders needs.`,
  )
  expect(await message({ postgres: server.url.replace('/postgres', '/nowhere'), table: 'orders' })).toBe(
    `The source people cannot sign in to the database nowhere on 127.0.0.1:${server.port}: database "nowhere" does not exist. Check user, password and database in its connection string.`,
  )
  expect(await message({ postgres: 'postgres://me:secret@127.0.0.1:1/db', table: 'orders' })).toBe(
    'The source people cannot connect to the database db on 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1. Check host and port in its connection string, and that the server runs and can be reached from here.',
  )
  expect(await message({ postgres: 'postgres://me:sec/ret@x:y/db', table: 'orders' })).toMatch(
    /^The connection string of the source people cannot be read/,
  )
  expect(await message({ postgres: '${NOT_SET}', table: 'orders' })).toMatch(
    /NOT_SET, which sources.people.postgres refers to, is not set/,
  )
  expect(await message({ postgres: '${DB}', query: 'select 1 as id, 1/(random() * 0)::integer as x' })).toMatch(
    /division by zero/,
  )
  expect(await message({ postgres: '${DB}', table: '"Odd.Table"' })).toBe('fine')
})

withServer('cancelling ends the statement on the server and keeps the rows of before', async () => {
  const { refresh, rows, app } = await lab()
  await refresh({ postgres: '${DB}', query: 'select 1 as id' })
  const stop = new AbortController()
  const endless = refresh(
    {
      postgres: '${DB}',
      query: 'select id, pg_sleep(id / 100000) from (select generate_series(1, 1000000000) as id) g',
    },
    { signal: stop.signal, force: true, onProgress: () => stop.abort(new Error('stopped by the test')) },
  )
  await expect(endless).rejects.toThrow('stopped by the test')
  expect(await rows()).toEqual([{ id: '1' }])
  const state = await app.db.selectFrom('source_states').selectAll().executeTakeFirstOrThrow()
  expect(state).toMatchObject({ rows: 1, error_code: 'cancelled' })
  await server.idle()
})
