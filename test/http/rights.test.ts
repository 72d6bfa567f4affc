import { expect, test } from 'vitest'
import type { Role } from '../../src/access/person.ts'
import type { Definitions } from '../../src/contract/definitions.ts'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { startRun } from '../../src/exports/run/start-run.ts'
import { routes } from '../../src/http/routes.ts'
import { newId } from '../../src/lib/ids.ts'
import { aShop } from '../support/a-shop.ts'
import { type Client, serverLab } from '../support/server-lab.ts'

/**
 * Who may ask a route at all. What is about an export, or on a connection, is for contributors where that is shared with them;
 * `browser` is for people who have signed in, whatever may be done with an API key.
 */
type Row =
  | Role
  | 'anyone'
  | 'browser'
  | { readonly about: 'export' | 'run' | 'connection'; readonly body?: object | 'itself' | 'a copy' }

const asExport = (body: object = {}) => ({ about: 'export', body }) as const
const asRun = (body: object = {}) => ({ about: 'run', body }) as const
const asConnection = (body?: object) => ({ about: 'connection', ...(body && { body }) }) as const

/** Feature map, sections 1 to 3 and 3.1; a route without a row here fails the test below. */
const table: Readonly<Record<string, Row>> = {
  'GET /about': 'viewer',
  'GET /alerts': 'administrator',
  'GET /alerts/settings': 'administrator',
  'PUT /alerts/settings': 'administrator',
  'POST /alerts/test': 'administrator',
  'GET /api-keys': 'viewer',
  'POST /api-keys': 'viewer',
  'DELETE /api-keys/:id': 'viewer',
  'GET /audit': 'administrator',
  'GET /audit/download': 'administrator',
  'GET /audit/verification': 'administrator',
  'GET /budget': 'contributor',
  'GET /configuration': 'administrator',
  'POST /configuration/apply': 'administrator',
  'POST /configuration/plan': 'administrator',
  'POST /configuration/start': 'administrator',
  'GET /connection-drafts': 'administrator',
  'POST /connection-drafts': 'administrator',
  'DELETE /connection-drafts/:id': 'administrator',
  'GET /connection-drafts/:id': 'administrator',
  'PUT /connection-drafts/:id/consent': 'administrator',
  'PUT /connection-drafts/:id/export-user': 'administrator',
  'POST /connection-drafts/:id/save': 'administrator',
  'POST /connection-drafts/:id/sign-in': 'administrator',
  'PUT /connection-drafts/:id/users': 'administrator',
  'GET /connection-settings': 'administrator',
  'GET /connections': 'contributor',
  'DELETE /connections/:name': 'administrator',
  'GET /connections/:name': 'administrator',
  'PUT /connections/:name': 'administrator',
  'POST /connections/:name/check': 'administrator',
  'GET /connections/:name/departures': asConnection(),
  'POST /connections/:name/departures/end': 'administrator',
  'PUT /connections/:name/export-user': 'administrator',
  'GET /connections/:name/lists': asConnection(),
  'POST /connections/:name/lists': asConnection({ name: 'A new list' }),
  'POST /connections/:name/reconnection': 'administrator',
  'POST /connections/:name/removal': 'administrator',
  'GET /connections/:name/uses': 'administrator',
  'GET /environment': 'viewer',
  'PATCH /environment': 'administrator',
  'PUT /environment': 'administrator',
  'GET /events': 'viewer',
  'GET /exports': 'viewer',
  'POST /exports': 'contributor',
  'DELETE /exports/:name': asExport(),
  'GET /exports/:name/former-lists': 'viewer',
  'GET /exports/:name': 'viewer',
  'PATCH /exports/:name': asExport({ displayName: 'Another name' }),
  'PUT /exports/:name': { about: 'export', body: 'itself' },
  'POST /exports/:name/detach': asExport(),
  'POST /exports/:name/drift': asExport(),
  'POST /exports/:name/duplicate': { about: 'export', body: 'a copy' },
  'POST /exports/:name/preview': asExport({ kind: 'export' }),
  'POST /exports/:name/runs': asExport({ kind: 'export' }),
  'PUT /exports/:name/schedule': asExport({ schedule: 'off' }),
  'POST /exports/preview': 'contributor',
  'POST /exports/propose-fields': 'contributor',
  'POST /invitation': 'anyone',
  'GET /me': 'viewer',
  'PATCH /me': 'viewer',
  'PUT /me/password': 'viewer',
  'DELETE /me/sessions': 'browser',
  'GET /me/sessions': 'browser',
  'DELETE /me/sessions/:id': 'browser',
  'POST /one-time-link': 'anyone',
  'DELETE /pause': 'administrator',
  'GET /pause': 'viewer',
  'POST /pause': 'administrator',
  'GET /privacy/erasures': 'administrator',
  'POST /privacy/erasures': 'administrator',
  'GET /privacy/erasures/:id': 'administrator',
  'GET /privacy/erasures/:id/certificate': 'administrator',
  'GET /privacy/erasures/:id/certificate.txt': 'administrator',
  'POST /privacy/erasures/:id/lift': 'administrator',
  'POST /privacy/person': 'administrator',
  'GET /profiles': 'viewer',
  'PATCH /profiles': 'contributor',
  'PUT /profiles': 'contributor',
  'POST /profiles/card': 'viewer',
  'POST /profiles/card/deliveries': 'viewer',
  'POST /profiles/card/related': 'viewer',
  'POST /profiles/search': 'viewer',
  'GET /profiles/sizes': 'viewer',
  'GET /reasons': 'viewer',
  'GET /refreshes': 'viewer',
  'POST /refreshes': 'administrator',
  'GET /refreshes/:id': 'viewer',
  'POST /refreshes/:id/cancel': 'contributor',
  'GET /refreshes/tasks/:kind/:name': 'viewer',
  'GET /relationship-paths': 'viewer',
  'GET /relationships': 'viewer',
  'POST /relationships': 'contributor',
  'DELETE /relationships/:name': 'contributor',
  'GET /relationships/:name': 'viewer',
  'PATCH /relationships/:name': 'contributor',
  'PUT /relationships/:name': 'contributor',
  'POST /relationships/:name/duplicate': 'contributor',
  'POST /reset': 'anyone',
  'POST /reset/request': 'anyone',
  'GET /runs': 'viewer',
  'GET /runs/:id': 'viewer',
  'POST /runs/:id/approve': asRun(),
  'POST /runs/:id/cancel': asRun(),
  'GET /refreshes/:id/events': 'viewer',
  'GET /runs/:id/events': 'viewer',
  'GET /runs/:id/leavers': 'viewer',
  'GET /runs/:id/leavers.csv': 'viewer',
  'GET /runs/:id/receipts': 'viewer',
  'GET /runs/:id/receipts.csv': 'viewer',
  'POST /runs/:id/reject': asRun(),
  'POST /runs/:id/retry': asRun(),
  'POST /runs/:id/undo': asRun(),
  'POST /runs/all': 'contributor',
  'GET /sample': 'viewer',
  'POST /sample': 'administrator',
  'GET /schedules': 'viewer',
  'POST /schedules/exports': 'contributor',
  'POST /schedules/segments': 'contributor',
  'GET /schedules/system': 'viewer',
  'PUT /schedules/system': 'administrator',
  'POST /schedules/system/look': 'administrator',
  'GET /segments': 'viewer',
  'POST /segments': 'contributor',
  'DELETE /segments/:name': 'contributor',
  'GET /segments/:name': 'viewer',
  'PATCH /segments/:name': 'contributor',
  'PUT /segments/:name': 'contributor',
  'POST /segments/:name/duplicate': 'contributor',
  'GET /segments/:name/explanation': 'viewer',
  'GET /segments/:name/exports': 'viewer',
  'DELETE /segments/:name/exports/:export': asExport(),
  'PUT /segments/:name/exports/:export': asExport(),
  'GET /segments/:name/members': 'viewer',
  'GET /segments/:name/members.csv': 'viewer',
  'GET /segments/:name/overlap': 'viewer',
  'POST /segments/:name/refresh': 'contributor',
  'PUT /segments/:name/schedule': 'contributor',
  'GET /segments/:name/sizes': 'viewer',
  'POST /segments/change': 'contributor',
  'POST /segments/count': 'contributor',
  'POST /segments/removal': 'contributor',
  'DELETE /session': 'anyone',
  'POST /session': 'anyone',
  'GET /session/oidc': 'anyone',
  'GET /session/oidc/callback': 'anyone',
  'POST /session/reauthenticate': 'viewer',
  'GET /session/ways': 'anyone',
  'POST /set-up': 'anyone',
  'GET /sources': 'viewer',
  'POST /sources': 'contributor',
  'DELETE /sources/:name': 'contributor',
  'GET /sources/:name': 'viewer',
  'PATCH /sources/:name': 'contributor',
  'PUT /sources/:name': 'contributor',
  'GET /sources/:name/columns': 'viewer',
  'GET /sources/:name/corrupt': 'viewer',
  'GET /sources/:name/corrupt.csv': 'viewer',
  'POST /sources/:name/duplicate': 'contributor',
  'PUT /sources/:name/file': 'contributor',
  'POST /sources/:name/refresh': 'contributor',
  'POST /sources/preview': 'contributor',
  'GET /status': 'viewer',
  'GET /tables': 'viewer',
  'GET /tables/:name': 'viewer',
  'GET /tables/:name/rows': 'viewer',
  'GET /tables/:name/rows.csv': 'viewer',
  'GET /tables/:name/values': 'viewer',
  'GET /unification': 'viewer',
  'GET /unification/clusters/:kind': 'viewer',
  'GET /unification/clusters/:kind/:id': 'viewer',
  'GET /unification/people/:id': 'viewer',
  'POST /unification/explain': 'viewer',
  'POST /unification/pairs': 'contributor',
  'POST /unification/propose': 'contributor',
  'POST /unification/rows': 'viewer',
  'POST /unification/try': 'contributor',
  'POST /uploads': 'contributor',
  'GET /users': 'administrator',
  'POST /users': 'administrator',
  'DELETE /users/:id': 'administrator',
  'GET /users/:id': 'administrator',
  'PATCH /users/:id': 'administrator',
  'POST /users/:id/invitation': 'administrator',
  'POST /users/:id/reset-link': 'browser',
}

const roles = ['anyone', 'viewer', 'contributor', 'administrator'] as const
type Asking = (typeof roles)[number]

test('every route has a row, and no row is about a route that is gone', () => {
  const known = routes.map(({ method, path }) => `${method} ${path}`)
  expect(known.filter((each) => !Object.hasOwn(table, each))).toEqual([])
  expect(Object.keys(table).filter((each) => !known.includes(each))).toEqual([])
})

test('every route lets in whom its row says, and nobody else', async () => {
  const lab = await openLab()
  const wrong: string[] = []
  for (const [name, row] of Object.entries(table)) {
    const [method = '', path = ''] = name.split(' ')
    for (const asking of roles) {
      for (const shared of [true, false]) {
        const may = mayAsk(row, asking, shared)
        const { status, code } = await ask(lab, { method, path, row }, { asking, shared, may })
        const right = may ? status !== 401 && status !== 403 : status === (asking === 'anyone' ? 401 : 403)
        if (!right) wrong.push(`${name} by ${asking}, ${shared ? 'shared' : 'not shared'}: ${status} ${code}`)
        // On whose connection something lies decides about nothing else.
        if (typeof row === 'string') break
      }
    }
  }
  expect(wrong).toEqual([])
})

function mayAsk(row: Row, asking: Asking, shared: boolean): boolean {
  if (row === 'browser') return false
  if (typeof row === 'string') return roles.indexOf(asking) >= roles.indexOf(row)
  return asking === 'administrator' || (asking === 'contributor' && shared)
}

type Lab = Awaited<ReturnType<typeof openLab>>

async function openLab() {
  // More is asked here in a minute than any person asks.
  const unlimited = { POSTBUD_RATE_PERSON: '0', POSTBUD_RATE_ADDRESS: '0' }
  const server = await serverLab({ workers: false, variables: { POSTBUD_LOG: 'silent', ...unlimited } })
  const { app } = server
  const { marketing } = aShop().connections
  const { news } = aShop().exports
  if (!marketing || !news) throw new Error('The shop lacks its connection or its export.')
  const shop: Definitions = aShop({
    connections: { shared: { ...marketing, users: 'contributors' }, others: marketing },
    exports: {
      shared: { ...news, connection: 'shared' },
      others: { ...news, connection: 'others', list: 'Other list' },
    },
  })
  await saveDefinitions(app.db, shop)
  const runs = { shared: '', others: '' }
  for (const exportName of ['shared', 'others'] as const) {
    const { [exportName]: definition } = shop.exports
    if (!definition) throw new Error('unreachable')
    const asked = { exportName, trigger: 'manual', startedBy: 'test', status: 'Queued' } as const
    runs[exportName] = (await startRun(app, definition, asked))?.id ?? ''
  }
  await app.db.updateTable('runs').set({ finished_at: app.clock.now(), stage: 'finished' }).execute()
  const clients: Partial<Record<Asking, Client>> = {
    viewer: await server.as('viewer'),
    contributor: await server.as('contributor'),
    administrator: await server.as('administrator'),
  }
  return { ...server, clients, runs, shop }
}

type Case = { readonly asking: Asking; readonly shared: boolean; readonly may: boolean }

/**
 * Asks so that whoever may is refused for another reason and nothing changes: the thing is not there, is of another version, or
 * has ended. Whoever may not asks with everything right.
 */
async function ask(
  lab: Lab,
  { method, path, row }: { readonly method: string; readonly path: string; readonly row: Row },
  { asking, shared, may }: Case,
) {
  const which = shared ? 'shared' : 'others'
  const about = typeof row === 'string' ? undefined : row.about
  const named = about === undefined ? 'nothing' : path.includes(':export') ? 'everybody' : which
  const address = path
    .replace(':export', which)
    .replace(':name', named)
    .replace(':id', about === 'run' ? lab.runs[which] : '0')
    .replace(':kind', 'source')
  const { key } = lab.clients[asking] ?? {}
  const version = about === 'export' && !may ? await versionOf(lab, which) : '"nothing-like-it"'
  const answer = await fetch(`${lab.url}/api/v1${address}`, {
    method,
    redirect: 'manual',
    headers: {
      'if-match': version,
      ...(key && { authorization: `Bearer ${key}` }),
      ...(method !== 'GET' && method !== 'DELETE' && { 'content-type': 'application/json' }),
    },
    ...(method !== 'GET' && method !== 'DELETE' && { body: JSON.stringify(bodyOf(lab, row, which) ?? {}) }),
  })
  const problem = answer.headers.get('content-type')?.startsWith('application/problem+json')
  // Streams of events have no end.
  const body = problem ? ((await answer.json()) as { code: string }) : void (await answer.body?.cancel())
  return { status: answer.status, code: body?.code ?? '' }
}

function bodyOf(lab: Lab, row: Row, which: 'shared' | 'others'): unknown {
  if (typeof row === 'string') return undefined
  if (row.body === 'a copy') return { name: `copy-${newId(new Date())}` }
  return row.body === 'itself' ? lab.shop.exports[which] : row.body
}

async function versionOf(lab: Lab, name: string): Promise<string> {
  return (await lab.clients.administrator?.get(`/exports/${name}`))?.headers.get('etag') ?? ''
}

test('keys and sessions of others are nobody\u2019s but an administrator\u2019s', async () => {
  const { as, app } = await openLab()
  const [one, other, administrator] = [await as('contributor'), await as('contributor'), await as('administrator')]
  const keyOf = async (userId: string) => {
    const { id } = await app.db
      .selectFrom('api_keys')
      .select('id')
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    return id
  }
  const [ours, theirs] = [await keyOf(one.userId), await keyOf(administrator.userId)]
  for (const key of [ours, theirs])
    expect([403, 404]).toContain((await other.send('DELETE', `/api-keys/${key}`)).status)
  expect((await one.get('/me')).status).toBe(200)
  expect((await other.get('/api-keys')).body.items).toHaveLength(1)
  expect((await administrator.send('DELETE', `/api-keys/${ours}`)).status).toBe(204)
  expect((await one.get('/me')).status).toBe(401)
})

test('a role that is changed, and sharing that is withdrawn, count at the next request', async () => {
  const lab = await openLab()
  const { as, app } = lab
  const [administrator, person] = [await as('administrator'), await as('contributor')]
  expect((await person.get('/exports/shared')).body.permission).toBe('edit')
  expect((await administrator.send('PATCH', `/users/${person.userId}`, { role: 'viewer' })).status).toBe(200)
  expect(await person.send('POST', '/runs/all')).toMatchObject({ status: 403 })
  expect((await person.get('/exports/shared')).body.permission).toBe('view')
  expect((await administrator.send('PATCH', `/users/${person.userId}`, { role: 'administrator' })).status).toBe(200)
  // The key was made for a contributor, and stays one.
  expect((await person.get('/me')).body.role).toBe('contributor')
  const { shared, ...others } = lab.shop.connections
  if (!shared) throw new Error('unreachable')
  await saveDefinitions(app.db, {
    ...lab.shop,
    connections: { ...others, shared: { ...shared, users: 'administrators' } },
  })
  expect((await person.get('/exports/shared')).body.permission).toBe('view')
  expect(await person.send('POST', '/exports/shared/runs')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  await saveDefinitions(app.db, lab.shop)
})
