import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { quoteText } from '../../src/engine/quote-name.ts'
import { aShop, writePeople } from '../support/a-shop.ts'
import { postgresMissing, startPostgres } from '../support/postgres.ts'
import { type Client, type ServerLab, type ServerOptions, serverLab } from '../support/server-lab.ts'

const people = [
  { id: 'C-1', email: 'ann@example.com', first: 'Ann' },
  { id: 'C-2', email: 'bo@example.com', first: 'Bo' },
  { id: '', email: 'lost@example.com', first: 'Nobody' },
]

async function lab(options: ServerOptions = {}) {
  const server = await serverLab(options)
  await saveDefinitions(
    server.app.db,
    aShop({ sources: { contacts: { ...aShop().sources.contacts, maxCorrupt: 1 } as never } }),
  )
  await writePeople(server.app, people)
  const [contributor, viewer] = [await server.as('contributor'), await server.as('viewer')]
  return { ...server, contributor, viewer, folder: dirname(server.app.config.file) }
}

/** Refreshes a source and waits for the end. */
async function refreshed(client: Client, name = 'contacts') {
  expect(await client.send('POST', `/sources/${name}/refresh`)).toMatchObject({
    status: 202,
    body: { id: expect.any(String) },
  })
  return expect.poll(async () => (await client.get(`/sources/${name}`)).body.state.status, { timeout: 15_000 })
}

async function sendFile(server: ServerLab, client: Client, path: string, content: Buffer | string, method = 'POST') {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/octet-stream' },
    body: Buffer.from(content),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('a source tells where it stands, its columns, and its corrupt rows; a viewer sees no e-mail in full', async () => {
  const { contributor, viewer } = await lab()
  expect((await viewer.get('/sources/contacts')).body).toMatchObject({
    kind: 'file',
    definition: { file: 'contacts.csv', key: 'ContactId' },
    state: { status: 'Not started', rows: null, error: null },
    usedBy: expect.arrayContaining([
      { section: 'profiles', name: 'profiles' },
      { section: 'exports', name: 'news' },
    ]),
  })
  await (await refreshed(contributor)).toBe('Completed with warnings')
  const { body } = await viewer.get('/sources?sort=-rows&kind=file')
  expect(body).toMatchObject({
    next: null,
    items: [{ name: 'contacts', state: { rows: 2, corrupt: 1, corruptReasons: { blank_key: 1 } } }],
  })
  expect((await viewer.get('/sources?status=Failed')).body.items).toEqual([])

  const columnsOf = async (client: Client) => (await client.get('/sources/contacts/columns')).body.items
  expect((await columnsOf(contributor)).find(({ name }: { name: string }) => name === 'EMail')).toMatchObject({
    type: 'string',
    rows: 2,
    nulls: 0,
    distinct: 2,
    min: 'ann@example.com',
    top: [{ value: 'ann@example.com', rows: 1 }, { value: 'bo@example.com' }],
  })
  const masked = JSON.stringify(await columnsOf(viewer))
  expect(masked).toContain('a…n@example.com')
  expect(masked).not.toContain('ann@')

  expect((await contributor.get('/sources/contacts/corrupt?limit=1')).body).toMatchObject({
    total: 1,
    items: [{ row: 4, reason: 'blank_key', content: expect.stringContaining('lost@example.com') }],
  })
  expect((await contributor.get('/sources/contacts/corrupt?limit=1&reason=bad_value')).body).toEqual({
    total: 0,
    next: null,
    items: [],
  })
  expect(JSON.stringify((await viewer.get('/sources/contacts/corrupt')).body)).not.toContain('lost@')
  const csv = await contributor.get('/sources/contacts/corrupt.csv')
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="contacts-corrupt.csv"')
  expect(csv.body).toMatch(/^file,row,reason,detail,key,content\r\n.*blank_key.*lost@example.com/)
  const forViewer = await viewer.get('/sources/contacts/corrupt.csv')
  expect(forViewer.body).toContain('l…t@example.com')
  expect(forViewer.body).not.toContain('lost@')
  for (const path of ['columns', 'corrupt', 'corrupt.csv', 'refresh']) {
    expect(await contributor.send(path === 'refresh' ? 'POST' : 'GET', `/sources/gone/${path}`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  }
})

test('viewers see e-mails in full where the environment says so', async () => {
  const { app, contributor, viewer } = await lab()
  await (await refreshed(contributor)).toBe('Completed with warnings')
  const { environment } = aShop()
  await saveDefinitions(app.db, { ...aShop(), environment: { ...environment, viewersSeeEmails: true } })
  expect(JSON.stringify((await viewer.get('/tables/profile/rows')).body)).toContain('ann@example.com')
})

test('tables tell their columns, rows, and what uses them', async () => {
  const { contributor, viewer } = await lab()
  await (await refreshed(contributor)).toBe('Completed with warnings')
  expect((await viewer.get('/tables')).body.items).toMatchObject([
    { name: 'profile', kind: 'profile', source: 'contacts', key: 'ContactId', rows: 2 },
  ])
  expect((await viewer.get('/tables?search=email')).body.items).toHaveLength(1)
  expect((await viewer.get('/tables/profile')).body.usedBy).toContainEqual({ section: 'exports', name: 'news' })
  const { body } = await viewer.get('/tables/profile/rows?limit=1')
  expect(body).toMatchObject({ total: 2, items: [{ EMail: 'a…n@example.com', FirstName: 'Ann' }] })
  expect(await viewer.get('/tables/nowhere')).toMatchObject({ status: 404 })
})

test('a source that something needs is not removed, and one that nothing needs is', async () => {
  const { contributor } = await lab()
  const etag = (await contributor.get('/sources/contacts')).headers.get('etag') ?? ''
  expect(await contributor.send('DELETE', '/sources/contacts', undefined, { 'if-match': etag })).toMatchObject({
    status: 409,
    body: { code: 'definition_in_use', detail: expect.stringContaining('profiles.from') },
  })
  const made = await contributor.send('POST', '/sources', {
    name: 'more',
    definition: { file: 'contacts.csv', key: 'ContactId' },
  })
  expect(made).toMatchObject({ status: 201, body: { state: { status: 'Not started' }, usedBy: [] } })
  const gone = await contributor.send('DELETE', '/sources/more', undefined, {
    'if-match': made.headers.get('etag') ?? '',
  })
  expect(gone.status).toBe(200)
})

test('a password in a connection string is shown to nobody, and stays when what was shown comes back', async () => {
  const { app, as, contributor } = await lab({ variables: { POSTBUD_ALLOWED_HOSTS: 'db.example' } })
  const postgres = 'postgres://reader:hunter2@db.example/shop'
  const made = await contributor.send('POST', '/sources', {
    name: 'loyalty',
    definition: { postgres, table: 'members', key: 'Id' },
  })
  expect(made.status).toBe(201)
  expect(JSON.stringify(made.body)).not.toContain('hunter2')
  const { definition } = (await contributor.get('/sources/loyalty')).body
  expect(definition.postgres).toBe('postgres://reader:********@db.example/shop')
  const changed = await contributor.send(
    'PUT',
    '/sources/loyalty',
    { ...definition, table: 'people' },
    {
      'if-match': made.headers.get('etag') ?? '',
    },
  )
  expect(changed.status).toBe(200)
  const stored = await app.db.selectFrom('definitions').select('body').where('name', '=', 'loyalty').executeTakeFirst()
  expect(stored?.body).toMatchObject({ postgres, table: 'people' })
  const log = JSON.stringify((await (await as('administrator')).get('/audit')).body)
  expect(log).toContain('source.create')
  expect(log).not.toContain('hunter2')
})

test('no source from afar reads what is nobody’s data', async () => {
  const { contributor, as, app, folder } = await lab()
  await writeFile(join(folder, '.env'), 'SECRET=1')
  await mkdir(join(folder, '..', 'elsewhere'), { recursive: true })
  const administrator = await as('administrator')
  for (const file of [
    '/etc/passwd',
    '../x.csv',
    '.env',
    'data/secret.key',
    'data/**',
    'postbud.yaml',
    '/proc/self/environ.csv',
  ]) {
    for (const client of [contributor, administrator]) {
      for (const [path, body] of [
        ['/sources', { name: 'evil', definition: { file, key: 'Id', format: 'csv' } }],
        ['/sources/preview', { definition: { file, format: 'csv' } }],
      ] as const) {
        expect(await client.send('POST', path, body), `${path} ${file}`).toMatchObject({
          status: 422,
          body: { code: 'definition_invalid', issues: [{ path: expect.stringMatching(/^sources\.\w+\.file$/) }] },
        })
      }
    }
  }
  for (const definition of [
    { postgres: 'postgres://127.0.0.1:5432/postgres', table: 'x', key: 'Id' },
    { postgres: '${DATABASE_URL}', table: 'x', key: 'Id' },
    { file: '${CONSTANT_CONTACT_API_URL}.csv', key: 'Id' },
  ]) {
    expect(await contributor.send('POST', '/sources/preview', { definition })).toMatchObject({ status: 422 })
  }
  expect(await app.db.selectFrom('definitions').select('name').where('name', '=', 'evil').execute()).toEqual([])
})

test('a file is looked at before it is declared', async () => {
  const { contributor, viewer } = await lab()
  const look = await contributor.send('POST', '/sources/preview', { definition: { file: 'contacts.csv' } })
  expect(look).toMatchObject({
    status: 200,
    body: {
      rows: 3,
      columns: expect.arrayContaining([{ name: 'EMail', type: 'string', engineType: 'VARCHAR' }]),
      proposal: { email: 'EMail', firstName: 'FirstName', lastName: 'LastName' },
    },
  })
  expect(look.body.sample[0]).toMatchObject({ EMail: 'ann@example.com', FirstName: 'Ann' })
  expect(await viewer.send('POST', '/sources/preview', { definition: {} })).toMatchObject({ status: 403 })
  expect(await contributor.send('POST', '/sources/preview', { definition: { file: 'gone.csv' } })).toMatchObject({
    status: 422,
    body: { code: 'source_file_missing' },
  })
  expect(await contributor.send('POST', '/sources/preview', { definition: { fil: 'x.csv' } })).toMatchObject({
    status: 422,
    body: { issues: [{ message: expect.stringContaining('Did you mean "file"?') }] },
  })
})

test('corrupt rows are paged, each once, by reason', async () => {
  const { app, contributor } = await lab()
  const lost = Array.from({ length: 5 }, (_, at) => ({ id: '', email: `lost.${at}@example.com` }))
  await writePeople(app, [...people.slice(0, 2), ...lost, { id: 'C-1', email: 'again@example.com' }])
  await (await refreshed(contributor)).toBe('Completed with warnings')
  const read = async (query: string) => {
    const rows: number[] = []
    for (let next: string | null = ''; next !== null; ) {
      const { body } = await contributor.get(`/sources/contacts/corrupt?limit=2${query}${next && `&cursor=${next}`}`)
      expect(body.items.length).toBeLessThanOrEqual(2)
      rows.push(...body.items.map(({ row }: { row: number }) => row))
      next = body.next
    }
    return rows
  }
  expect(await read('')).toEqual([4, 5, 6, 7, 8, 9])
  expect(await read('&reason=blank_key')).toEqual([4, 5, 6, 7, 8])
  expect(await read('&reason=duplicate_key')).toEqual([9])
  expect(await contributor.get('/sources/contacts/corrupt?cursor=nonsense')).toMatchObject({ status: 422 })
})

test('what would become corrupt is told before a type or a key is changed', async () => {
  const { contributor, folder } = await lab()
  await writeFile(
    join(folder, 'orders.csv'),
    'No,Total,On\n1,12,2026-01-31\n2,many,2026-02-01\n2,n/a,31/02/2026\n,many,\n',
  )
  const definition = { file: 'orders.csv', key: 'No' }
  const look = (columns: object) =>
    contributor.send('POST', '/sources/preview', { definition: { ...definition, columns } })
  expect((await look({})).body).toMatchObject({ misfits: [], key: { blank: 1, repeated: 1 } })
  expect((await look({ Total: { type: 'integer' }, On: { type: 'date' } })).body).toMatchObject({
    columns: [
      { name: 'No', type: 'string' },
      { name: 'Total', type: 'number' },
      { name: 'On', type: 'date' },
    ],
    misfits: [
      { column: 'Total', rows: 3, examples: ['many', 'n/a'] },
      { column: 'On', rows: 1, examples: ['31/02/2026'] },
    ],
  })
  expect(await look({ Totl: { type: 'integer' } })).toMatchObject({
    status: 409,
    body: { code: 'source_columns', detail: expect.stringContaining('Totl') },
  })

  // Of a source that is there: what relationships use stays text, whatever is declared.
  const made = await contributor.send('POST', '/sources', { name: 'orders', definition })
  expect(made).toMatchObject({ status: 201, body: { uploaded: false } })
  const bought = { from: 'orders.Total', to: 'profile.ContactId' }
  expect((await contributor.send('POST', '/relationships', { name: 'bought', definition: bought })).status).toBe(201)
  const again = await contributor.send('POST', '/sources/preview', {
    name: 'orders',
    definition: { ...definition, columns: { Total: { type: 'integer' } } },
  })
  expect(again.body).toMatchObject({ misfits: [], columns: [{}, { name: 'Total', type: 'string' }, {}] })
  expect(await contributor.send('POST', '/sources/preview', { name: 'gone', definition })).toMatchObject({
    status: 404,
  })
})

test('a file that was sent is declared, read, and sent anew', async () => {
  const server = await lab()
  const { contributor, viewer, app } = server
  const sent = await sendFile(
    server,
    contributor,
    '/uploads?name=..%2F..%2FLoyal%20people.CSV',
    'Id,Mail\n1,eve@example.com\n',
  )
  expect(sent).toMatchObject({ status: 201, body: { name: 'Loyal_people.csv', bytes: 26 } })
  const file = String(sent.body.file)
  expect(file).toMatch(/^data\/uploads\/\w+\/Loyal_people\.csv$/)
  expect(await contributor.send('POST', '/sources/preview', { definition: { file } })).toMatchObject({
    status: 200,
    body: { rows: 1, sample: [{ Mail: 'eve@example.com' }] },
  })
  const made = await contributor.send('POST', '/sources', { name: 'loyal', definition: { file, key: 'Id' } })
  expect(made).toMatchObject({ status: 201, body: { uploaded: true } })
  await (await refreshed(contributor, 'loyal')).toBe('Successful')
  const again = await sendFile(
    server,
    contributor,
    '/sources/loyal/file?name=new.csv',
    'Id,Mail\n1,e@x.dk\n2,f@x.dk\n',
    'PUT',
  )
  expect(again).toMatchObject({ status: 200, body: { file } })
  await refreshed(contributor, 'loyal')
  await expect.poll(async () => (await contributor.get('/sources/loyal')).body.state.rows, { timeout: 15_000 }).toBe(2)

  expect(await sendFile(server, contributor, '/sources/loyal/file?name=new.json', '[]', 'PUT')).toMatchObject({
    status: 422,
  })
  expect(await sendFile(server, contributor, '/sources/contacts/file?name=new.csv', 'a\n', 'PUT')).toMatchObject({
    status: 409,
    body: { code: 'source_not_uploaded' },
  })
  expect(await sendFile(server, viewer, '/uploads?name=a.csv', 'a')).toMatchObject({ status: 403 })
  expect(await contributor.send('POST', '/uploads?name=a.csv', { a: 1 })).toMatchObject({ status: 422 })
  const kept = await readdir(app.directory.uploads, { recursive: true })
  expect(kept.filter((name) => name.endsWith('.csv'))).toHaveLength(1)
})

test('what is no data, too large, or unpacks to too much is refused, and leaves nothing behind', async () => {
  const server = await lab({ variables: { POSTBUD_UPLOAD_MB: '1' } })
  const { contributor, app } = server
  const megabyte = 1024 * 1024
  const send = (name: string, content: Buffer | string) =>
    sendFile(server, contributor, `/uploads?name=${name}`, content)
  expect(await send('big.csv', Buffer.alloc(megabyte + 1, 'a'))).toMatchObject({
    status: 413,
    body: { code: 'upload_too_large' },
  })
  const bomb = gzipSync(Buffer.alloc(11 * megabyte, 'a'))
  expect(bomb.length).toBeLessThan(megabyte)
  expect(await send('bomb.csv.gz', bomb)).toMatchObject({ status: 413 })
  // By its content, whatever it is called.
  expect(await send('bomb.csv', bomb)).toMatchObject({ status: 413 })
  expect(await send('fine.csv.gz', gzipSync('Id\n1\n'))).toMatchObject({ status: 201 })
  expect(await send('cut.csv.gz', gzipSync('Id\n1\n').subarray(0, 15))).toMatchObject({ status: 422 })
  expect(await send('plain.csv.gz', 'Id\n1\n')).toMatchObject({ status: 422, body: { code: 'upload_refused' } })
  expect(await send('no.parquet', 'PAR1 no')).toMatchObject({ status: 422, body: { code: 'upload_refused' } })
  const path = join(app.directory.scratch, 'bomb.parquet')
  await using session = await app.engine.session()
  await session.run(
    `copy (select 1 as id from range(20_000_000)) to ${quoteText(path)} (format parquet, compression zstd)`,
  )
  const parquet = await readFile(path)
  expect(parquet.length).toBeLessThan(megabyte)
  expect(await send('bomb.parquet', parquet)).toMatchObject({ status: 413 })
  for (const name of ['.csv', 'evil.sh', '..', 'a.csv%00.sh', '%2Fetc%2Fpasswd']) {
    expect(await send(name, 'a'), name).toMatchObject({ status: 422 })
  }
  expect((await readdir(app.directory.uploads)).length).toBe(1)
})

test('a link that lies among the uploads leads nowhere else', async () => {
  const { contributor, app } = await lab()
  await mkdir(join(app.directory.uploads, 'x'), { recursive: true })
  await symlink('/etc', join(app.directory.uploads, 'etc'))
  // Only paths of files of data are taken, so that what a link may lead to has to be one, too.
  expect(
    await contributor.send('POST', '/sources/preview', {
      definition: { file: 'data/uploads/etc/passwd', format: 'csv' },
    }),
  ).toMatchObject({ status: 422 })
})

test.skipIf(postgresMissing)(
  'a database is looked at before it is declared, and read once its host is allowed',
  async () => {
    await using database = await startPostgres()
    await database.run(
      "create table members as select n::text as id, 'm' || n || '@example.com' as mail, now() as joined from generate_series(1, 12000) n",
    )
    const host = `127.0.0.1:${database.port}`
    const { contributor } = await lab({ variables: { POSTBUD_ALLOWED_HOSTS: host } })
    const definition = { postgres: database.url, table: 'public.members' }
    const look = await contributor.send('POST', '/sources/preview', { definition })
    expect(look).toMatchObject({
      status: 200,
      body: { rows: 10_000, proposal: { key: 'id', email: 'mail' }, sample: expect.arrayContaining([]) },
    })
    expect(look.body.columns.map(({ name, type }: { name: string; type: string }) => [name, type])).toEqual([
      ['id', 'string'],
      ['mail', 'string'],
      ['joined', 'date'],
    ])
    expect(look.body.sample).toHaveLength(20)
    const query = { postgres: database.url, query: 'select id, mail from members where id < $$2$$ order by id' }
    expect(await contributor.send('POST', '/sources/preview', { definition: query })).toMatchObject({ status: 200 })
    const made = await contributor.send('POST', '/sources', {
      name: 'members',
      definition: { ...definition, key: 'id' },
    })
    expect(made.status).toBe(201)
    await (await refreshed(contributor, 'members')).toBe('Successful')
    expect((await contributor.get('/sources/members')).body.state.rows).toBe(12_000)
    const { definition: shown } = (await contributor.get('/sources/members')).body
    const changed = { name: 'members', definition: { ...shown, columns: { mail: { type: 'date' } } } }
    expect((await contributor.send('POST', '/sources/preview', changed)).body).toMatchObject({
      misfits: [{ column: 'mail', rows: 10_000 }],
      key: { blank: 0, repeated: 0 },
    })
    const elsewhere = { ...definition, postgres: database.url.replace(String(database.port), '1') }
    expect(await contributor.send('POST', '/sources/preview', { definition: elsewhere })).toMatchObject({ status: 422 })
  },
)
