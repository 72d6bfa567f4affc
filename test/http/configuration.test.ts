import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { loadDefinitions } from '../../src/definitions/load-definitions.ts'
import { writePeople } from '../support/a-shop.ts'
import { commandLine } from '../support/command-line.ts'
import { people } from '../support/delivery-lab.ts'
import { serverLab } from '../support/server-lab.ts'
import { aFolder } from '../support/test-app.ts'

const yaml = `environment: { name: Shop, timeZone: Europe/Copenhagen }
sources:
  contacts: { file: contacts.csv, key: ContactId }
profiles: { from: contacts, email: EMail }
segments:
  everybody: { rules: [{ where: { column: EMail, isNotNull: true } }] }
connections:
  main: { type: constant-contact, clientId: app, clientSecret: hunter2 }
exports:
  news: { connection: main, list: Newsletter, segments: [everybody] }
`
const path = '/git/shop/postbud.yaml'

async function lab() {
  const server = await serverLab()
  await writePeople(server.app, people(2))
  return { ...server, administrator: await server.as('administrator') }
}

test('a file is planned and applied over HTTP; what it manages is marked, and changing it elsewhere warns', async () => {
  const { app, administrator } = await lab()
  const plan = await administrator.send('POST', '/configuration/plan', { path, text: yaml })
  expect(plan).toMatchObject({
    status: 200,
    body: {
      valid: true,
      applied: false,
      changes: expect.arrayContaining([{ action: 'create', kind: 'export', name: 'news', values: [] }]),
    },
  })
  expect((await administrator.get('/exports')).body.items).toEqual([])
  const { base } = plan.body
  expect(await administrator.send('POST', '/configuration/apply', { path, text: yaml, base })).toMatchObject({
    status: 200,
    body: { valid: true, applied: true },
  })
  const { body, headers } = await administrator.get('/exports/news')
  expect(body).toMatchObject({ managedBy: path })
  const changed = await administrator.send(
    'PATCH',
    '/exports/news',
    { list: 'Other' },
    {
      'if-match': headers.get('etag') ?? '',
    },
  )
  expect(changed.body.warnings).toEqual([expect.stringContaining(`"news" is managed by the file ${path}`)])
  expect(
    await administrator.send('POST', '/segments', {
      name: 'mine',
      definition: { rules: [{ where: { segment: 'everybody' } }] },
    }),
  ).toMatchObject({ status: 201 })

  // Applied again, the file undoes the one and leaves the other alone; the plan from before is refused.
  expect(await administrator.send('POST', '/configuration/apply', { path, text: yaml, base })).toMatchObject({
    status: 409,
    body: { code: 'definitions_moved' },
  })
  const again = await administrator.send('POST', '/configuration/plan', { path, text: yaml })
  expect(again.body.changes).toEqual([
    {
      action: 'change',
      kind: 'export',
      name: 'news',
      values: [{ path: 'list', before: 'Other', after: 'Newsletter' }],
    },
  ])
  expect(await administrator.send('POST', '/configuration/apply', { path, text: yaml })).toMatchObject({ status: 200 })
  const definitions = await loadDefinitions(app.db)
  expect(definitions.exports.news?.list).toBe('Newsletter')
  expect(Object.keys(definitions.segments)).toEqual(['everybody', 'mine'])
})

test('what is configured is told as a file that changes nothing when it is applied, without its secrets', async () => {
  const { app, administrator } = await lab()
  expect(await administrator.get('/configuration')).toMatchObject({
    status: 409,
    body: { code: 'definitions_missing' },
  })
  await administrator.send('POST', '/configuration/apply', { path, text: yaml })
  const told = await administrator.get('/configuration')
  expect(told.headers.get('content-type')).toContain('application/yaml')
  expect(told.body).toContain('name: Shop')
  expect(told.body).not.toContain('hunter2')
  const plan = await administrator.send('POST', '/configuration/plan', { path, text: told.body })
  expect(plan).toMatchObject({ status: 200, body: { valid: true, changes: [] } })
  await administrator.send('POST', '/configuration/apply', { path, text: told.body })
  expect((await loadDefinitions(app.db)).connections.main?.clientSecret).toBe('hunter2')
})

test('mistakes are told with their lines, and nothing is applied; nor is what may not come from afar', async () => {
  const { as, administrator } = await lab()
  const wrong = yaml.replace('segments: [everybody]', 'segments: [evrybody]')
  expect(await administrator.send('POST', '/configuration/apply', { path, text: wrong })).toMatchObject({
    status: 200,
    body: {
      valid: false,
      applied: false,
      issues: expect.arrayContaining([
        expect.objectContaining({
          severity: 'error',
          line: 10,
          message: expect.stringContaining('Did you mean "everybody"?'),
        }),
      ]),
    },
  })
  const afar = yaml.replace('contacts.csv', '/etc/passwd')
  expect(await administrator.send('POST', '/configuration/apply', { path, text: afar })).toMatchObject({
    body: { valid: false, issues: [{ path: 'sources.contacts.file', line: 3 }] },
  })
  expect(await administrator.send('POST', '/configuration/apply', { path, text: 'a: [' })).toMatchObject({
    body: { valid: false, applied: false },
  })
  expect((await administrator.get('/sources')).body.items).toEqual([])
  const contributor = await as('contributor')
  for (const address of ['/configuration/plan', '/configuration/apply']) {
    expect(await contributor.send('POST', address, { path, text: yaml })).toMatchObject({ status: 403 })
  }
  expect(await contributor.get('/configuration')).toMatchObject({ status: 403 })
})

test('postbud apply works against a server: it shows the changes, asks for a yes, and says what is wrong', async () => {
  const { app, as, administrator, url } = await lab()
  const file = join(await aFolder(), 'postbud.yaml')
  await writeFile(file, yaml)
  const env = { POSTBUD_FILE: file, POSTBUD_DATA: join(dirname(file), 'none'), POSTBUD_SERVER: url }
  const postbud = commandLine({ env: { ...env, POSTBUD_KEY: administrator.key } })

  const unasked = await postbud('apply')
  expect(unasked.code).toBe(2)
  expect(unasked.out).toContain('+ export news')
  expect(unasked.err).toContain('need a yes')
  expect((await administrator.get('/exports')).body.items).toEqual([])

  const applied = await postbud('apply', '--yes')
  expect(applied).toMatchObject({ code: 0, out: expect.stringContaining('to create, 0 to change, 0 to remove') })
  expect(applied.out).toContain('Applied')
  expect((await administrator.get('/exports/news')).body.managedBy).toBe(file)
  expect((await loadDefinitions(app.db)).environment.name).toBe('Shop')
  expect(await postbud('apply', '--json')).toMatchObject({ code: 0, out: expect.stringContaining('"changes": []') })

  await writeFile(file, yaml.replace('from: contacts', 'from: contakts'))
  const wrong = await postbud('apply', '--yes')
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('postbud.yaml:4:') })

  const viewer = await as('viewer')
  expect(await commandLine({ env })('apply')).toMatchObject({ code: 2, err: expect.stringContaining('POSTBUD_KEY') })
  const weak = commandLine({ env: { ...env, POSTBUD_KEY: viewer.key } })
  expect(await weak('apply')).toMatchObject({
    code: 1,
    err: expect.stringContaining('This needs the role administrator'),
  })
  const nowhere = await weak('apply', '--server', 'http://127.0.0.1:9')
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('no Postbud to be reached') })
})

test('where nothing is configured, the first things are configured as one', async () => {
  const { as, administrator } = await lab()
  const start = {
    environment: { name: 'Shop', timeZone: 'Europe/Copenhagen' },
    sources: { contacts: { file: 'contacts.csv', key: 'ContactId' } },
    profiles: { from: 'contacts', email: 'EMail' },
  }
  const contributor = await as('contributor')
  expect(await contributor.send('POST', '/configuration/start', start)).toMatchObject({ status: 403 })
  for (const [wrong, path] of [
    [{ ...start, profiles: { from: 'contacts', email: 'Male' } }, 'profiles.email'],
    [{ ...start, sources: {} }, 'profiles.from'],
    [{ ...start, sources: { contacts: { file: '/etc/passwd', key: 'Id' } } }, 'sources.contacts.file'],
  ] as const) {
    expect(await administrator.send('POST', '/configuration/start', wrong)).toMatchObject({
      status: 422,
      body: { issues: [{ path }] },
    })
  }
  const answers = await Promise.all([1, 2].map(() => administrator.send('POST', '/configuration/start', start)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await administrator.get('/environment')).body).toMatchObject({
    managedBy: null,
    definition: start.environment,
  })
  expect((await administrator.get('/sources')).body.items).toMatchObject([{ name: 'contacts', managedBy: null }])
})
