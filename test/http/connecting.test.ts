import { expect, test } from 'vitest'
import { startServer } from '../../src/http/start-server.ts'
import { aShop } from '../support/a-shop.ts'
import { connect, connectingLab, prepare, sandboxApplication, signInPage } from '../support/connecting-lab.ts'

const minuteMs = 60_000

test('the steps in their order make a connection, and nothing of it is to be seen before Save', async () => {
  const { app, browserOf } = await connectingLab()
  const ada = await browserOf('administrator')
  const settings = await ada.get('/connection-settings')
  expect(settings).toMatchObject({ status: 200, body: { consent: { version: '1' } } })
  expect(settings.body.redirectUrl).toBe(app.config.http.callbackUrl.href)

  const begun = await ada.send('POST', '/connection-drafts', {
    ...{ name: 'marketing', displayName: 'Marketing', ...sandboxApplication },
  })
  expect(begun).toMatchObject({
    status: 201,
    body: { name: 'marketing', users: 'administrators', clientSecret: { set: true }, next: 'consent', remakes: false },
  })
  expect(JSON.stringify(begun.body)).not.toContain('sandbox-secret')
  const path = `/connection-drafts/${begun.body.id}`
  await ada.send('PUT', `${path}/users`, { users: 'contributors' })

  const inDanish = (await ada.get('/connection-settings?language=da')).body.consent
  expect(inDanish.version).toBe('1')
  const agreed = await ada.send('PUT', `${path}/consent`, { agree: true, textVersion: '1', language: 'da' })
  expect(agreed).toMatchObject({ status: 200, body: { next: 'sign-in', consent: { who: 'administrator 1' } } })
  const { consent } = await app.db.selectFrom('connection_drafts').select('consent').executeTakeFirstOrThrow()
  expect(consent).toMatchObject({ text: inDanish.text })
  expect(inDanish.text).not.toBe(settings.body.consent.text)

  const { body } = await ada.send('POST', `${path}/sign-in`, {})
  const address = new URL(body.address)
  expect(address.searchParams.get('redirect_uri')).toBe(settings.body.redirectUrl)
  const back = await ada.signIn(body.address)
  expect(back.status).toBe(200)
  expect(back.body).toContain('go on in Postbud')
  expect(back.headers.get('referrer-policy')).toBe('no-referrer')
  expect(await ada.get(path)).toMatchObject({
    body: { next: 'export-user', signIn: { account: { id: 'p07e1l8cdif9dl' }, missingPrivileges: [], refusal: null } },
  })
  await ada.send('PUT', `${path}/export-user`)
  expect((await ada.get('/connections')).body).toEqual({ items: [], next: null })

  expect(await ada.send('POST', `${path}/save`)).toMatchObject({ status: 200, body: { name: 'marketing' } })
  expect(await ada.get(path)).toMatchObject({ status: 404 })
  const made = await ada.get('/connections/marketing')
  expect(made).toMatchObject({
    status: 200,
    body: {
      ...{ name: 'marketing', displayName: 'Marketing', users: 'contributors', status: 'connected', needs: null },
      ...{ clientSecret: { set: true }, account: { organizationName: 'Sandbox Outfitters' }, daysLeft: 179 },
      consent: { who: 'administrator 1', textVersion: '1' },
      exportUser: { who: 'administrator 1', problem: null },
    },
  })
  expect(await ada.send('POST', '/connections/marketing/check')).toMatchObject({
    status: 200,
    body: { verdict: 'well', findings: [], missingPrivileges: [] },
  })

  const rows = await app.db.selectFrom('audit_log').select(['action', 'actor_id']).orderBy('seq').execute()
  expect(rows).toEqual(
    ['connection.consent', 'connection.create', 'connection.connect'].map((action) => ({
      action,
      actor_id: ada.userId,
    })),
  )
})

test('what is typed as a secret lies sealed, and is in no answer, definition or record', async () => {
  const { app, browserOf } = await connectingLab()
  const ada = await browserOf('administrator')
  await connect(ada, 'marketing')
  const tables = ['definitions', 'connection_states', 'connection_secrets', 'connection_drafts', 'audit_log'] as const
  for (const table of tables) {
    const rows = JSON.stringify(await app.db.selectFrom(table).selectAll().execute())
    expect([table, rows.includes('sandbox-secret')]).toEqual([table, false])
  }
  const [row] = await app.db.selectFrom('connection_secrets').selectAll().execute()
  expect(row).toMatchObject({ name: 'marketing', client_secret: expect.stringMatching(/^v1\./) })
})

test('a step out of its order is refused, and nothing comes of it', async () => {
  const { app, browserOf } = await connectingLab()
  const ada = await browserOf('administrator')
  const { body } = await ada.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication })
  const path = `/connection-drafts/${body.id}`
  const refused = async (step: string, method: string, sent?: object) => {
    const answer = await ada.send(method, `${path}/${step}`, sent)
    return [answer.status, answer.body.code, answer.body.detail]
  }
  const agreeFirst = [409, 'step_missing', expect.stringContaining('First agree')]
  expect(await refused('sign-in', 'POST', {})).toEqual(agreeFirst)
  expect(await refused('export-user', 'PUT')).toEqual(agreeFirst)
  expect(await refused('save', 'POST')).toEqual(agreeFirst)
  expect(await ada.send('PUT', `${path}/consent`, { agree: false, textVersion: '1' })).toMatchObject({ status: 422 })
  expect(await refused('consent', 'PUT', { agree: true, textVersion: '0' })).toEqual([
    409,
    'consent_text_changed',
    expect.any(String),
  ])

  await ada.send('PUT', `${path}/consent`, { agree: true, textVersion: '1' })
  const signInFirst = [409, 'step_missing', expect.stringContaining('First sign in')]
  expect(await refused('export-user', 'PUT')).toEqual(signInFirst)
  expect(await refused('save', 'POST')).toEqual(signInFirst)

  const asked = await ada.send('POST', `${path}/sign-in`, {})
  await ada.signIn(asked.body.address)
  expect(await refused('save', 'POST')).toEqual([409, 'step_missing', expect.stringContaining('export user')])
  expect(await app.db.selectFrom('connection_states').selectAll().execute()).toEqual([])
  expect((await ada.get('/connections')).body.items).toEqual([])
})

test('a program with a key cannot become the export user, nor somebody who signed in long ago', async () => {
  const { clock, browserOf } = await connectingLab()
  const ada = await browserOf('administrator')
  const { body } = await ada.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication })
  const path = `/connection-drafts/${body.id}`
  await ada.send('PUT', `${path}/consent`, { agree: true, textVersion: '1' })
  const asked = await ada.send('POST', `${path}/sign-in`, {})
  await ada.signIn(asked.body.address)
  expect(await ada.program.send('PUT', `${path}/export-user`)).toMatchObject({
    status: 403,
    body: { code: 'forbidden', detail: expect.stringContaining('not with an API key') },
  })
  clock.advance(20 * minuteMs)
  expect(await ada.send('PUT', `${path}/export-user`)).toMatchObject({
    status: 401,
    body: { code: 'reauthentication_needed' },
  })
  expect(await ada.send('POST', `${path}/save`)).toMatchObject({ status: 409, body: { code: 'step_missing' } })

  // A program may do all the other steps; its person signs in, in their own browser.
  const theirs = await ada.program.send('POST', '/connection-drafts', { name: 'events', ...sandboxApplication })
  const other = `/connection-drafts/${theirs.body.id}`
  await ada.program.send('PUT', `${other}/consent`, { agree: true, textVersion: '1' })
  const begun = await ada.program.send('POST', `${other}/sign-in`, {})
  expect((await ada.signIn(begun.body.address)).status).toBe(200)
  expect(await ada.program.get(other)).toMatchObject({ body: { next: 'export-user' } })
})

test('a draft is one person’s, and is gone when nobody goes on with it', async () => {
  const { app, clock, browserOf } = await connectingLab()
  const [ada, grace] = [await browserOf('administrator'), await browserOf('administrator')]
  const { body } = await ada.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication })
  const path = `/connection-drafts/${body.id}`
  expect(await grace.get(path)).toMatchObject({ status: 404 })
  expect(await grace.send('POST', `${path}/save`)).toMatchObject({ status: 404 })
  expect(await (await browserOf('contributor')).get(path)).toMatchObject({ status: 403 })

  clock.advance(59 * minuteMs)
  expect(await ada.send('PUT', `${path}/consent`, { agree: true, textVersion: '1' })).toMatchObject({ status: 200 })
  clock.advance(59 * minuteMs)
  expect(await ada.get(path)).toMatchObject({ status: 200 })
  clock.advance(minuteMs)
  expect(await ada.get(path)).toMatchObject({ status: 404 })

  const second = await ada.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication })
  expect(await app.db.selectFrom('connection_drafts').select('id').execute()).toEqual([{ id: second.body.id }])
  expect(await ada.send('DELETE', `/connection-drafts/${second.body.id}`)).toMatchObject({ status: 204 })
  expect(await app.db.selectFrom('connection_drafts').select('id').execute()).toEqual([])
})

test('only the person who began comes back, with their own state, once and in time', async () => {
  const { url, clock, browserOf } = await connectingLab()
  const [ada, mallory] = [await browserOf('administrator'), await browserOf('administrator')]
  const { body } = await ada.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication })
  const path = `/connection-drafts/${body.id}`
  await ada.send('PUT', `${path}/consent`, { agree: true, textVersion: '1' })
  const begin = async () => (await ada.send('POST', `${path}/sign-in`, {})).body.address as string
  const signIn = async () => (await ada.get(path)).body.signIn

  const back = await signInPage(new URL(await begin()))
  for (const address of [
    `${url}/callback?code=stolen&state=guessed`,
    `${url}/callback?code=stolen`,
    `${url}/callback`,
    `${url}/callback?error=access_denied`,
  ]) {
    const answer = await ada.comeBack(address)
    expect([address, answer.status]).toEqual([address, 400])
    expect(answer.body).not.toContain('stolen')
  }
  expect((await mallory.comeBack(back)).status).toBe(400)
  expect((await fetch(back)).status).toBe(400)
  expect(await signIn()).toMatchObject({ account: null, refusal: null, waitsUntil: expect.any(String) })

  // The one that came first is not waited for any more.
  const second = await begin()
  expect((await ada.comeBack(back)).status).toBe(400)
  const both = await signInPage(new URL(second))
  const answers = await Promise.all([ada.comeBack(both), ada.comeBack(both)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  expect(await signIn()).toMatchObject({ account: { id: 'p07e1l8cdif9dl' }, waitsUntil: null })
  expect((await ada.comeBack(both)).status).toBe(400)

  const late = await signInPage(new URL(await begin()))
  clock.advance(10 * minuteMs)
  expect((await ada.comeBack(late)).status).toBe(410)
  expect(await signIn()).toMatchObject({ refusal: { code: 'sign_in_timed_out' } })
  expect((await ada.comeBack(late)).status).toBe(400)
})

test('a sign-in that is declined, or comes to nothing, says why where it was begun', async () => {
  const { control, browserOf } = await connectingLab()
  const ada = await browserOf('administrator')
  const { body } = await ada.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication })
  const path = `/connection-drafts/${body.id}`
  await ada.send('PUT', `${path}/consent`, { agree: true, textVersion: '1' })
  control.autoApprove = false
  const first = await ada.send('POST', `${path}/sign-in`, { returnTo: '/connections/new' })
  const denied = await ada.signIn(first.body.address, 'deny')
  expect([denied.status, denied.headers.get('location')]).toEqual([303, '/connections/new'])
  expect(await ada.get(path)).toMatchObject({
    body: { next: 'sign-in', signIn: { refusal: { code: 'sign_in_denied' }, account: null } },
  })

  const wrong = { name: 'events', ...sandboxApplication, clientSecret: 'wrong' }
  const other = await ada.send('POST', '/connection-drafts', wrong)
  await ada.send('PUT', `/connection-drafts/${other.body.id}/consent`, { agree: true, textVersion: '1' })
  const second = await ada.send('POST', `/connection-drafts/${other.body.id}/sign-in`, {})
  expect((await ada.signIn(second.body.address, 'approve')).body).toContain('no connection came of it')
  expect(await ada.get(`/connection-drafts/${other.body.id}`)).toMatchObject({
    body: { next: 'sign-in', signIn: { refusal: { code: 'sign_in_failed' } } },
  })

  for (const returnTo of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example']) {
    const refused = await ada.send('POST', `${path}/sign-in`, { returnTo })
    expect([returnTo, refused.status]).toEqual([returnTo, 422])
  }
})

test('another process of the server takes the person back', async () => {
  const { app, url, browserOf } = await connectingLab()
  const other = await startServer({ ...app, wake: () => undefined, config: withPort(app.config, 0) })
  await using _closed = other
  const ada = await browserOf('administrator')
  const pkce = { name: 'marketing', type: 'constant-contact', clientId: 'sandbox-pkce' }
  const { body } = await ada.send('POST', '/connection-drafts', pkce)
  const path = `/connection-drafts/${body.id}`
  await ada.send('PUT', `${path}/consent`, { agree: true, textVersion: '1' })
  const asked = await ada.send('POST', `${path}/sign-in`, {})
  expect(new URL(asked.body.address).searchParams.get('code_challenge_method')).toBe('S256')
  const back = await signInPage(new URL(asked.body.address))
  const elsewhere = new URL(back.href.replace(url, `http://127.0.0.1:${other.port}`))
  expect((await ada.comeBack(elsewhere)).status).toBe(200)
  expect(await ada.get(path)).toMatchObject({ body: { next: 'export-user' } })
})

test('of two administrators who make one connection at once, one does', async () => {
  const { app, browserOf } = await connectingLab()
  const people = [await browserOf('administrator'), await browserOf('administrator')]
  const drafts: string[] = []
  for (const person of people) {
    const { body } = await person.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication })
    await prepare(person, body.id)
    drafts.push(body.id)
  }
  const saved = await Promise.all(
    people.map((person, at) => person.send('POST', `/connection-drafts/${drafts[at]}/save`)),
  )
  expect(saved.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(saved.find(({ status }) => status === 409)?.body.code).toBe('name_taken')
  const winner = people[saved.findIndex(({ status }) => status === 200)]
  const { export_user } = await app.db.selectFrom('connection_states').select('export_user').executeTakeFirstOrThrow()
  expect(export_user?.userId).toBe(winner?.userId)
  expect(
    await people[0]?.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication }),
  ).toMatchObject({
    status: 409,
  })
})

test('connecting anew leaves the connection as it is until Save, and of two who do it at once one does', async () => {
  const { app, control, browserOf } = await connectingLab()
  const [ada, grace] = [await browserOf('administrator'), await browserOf('administrator')]
  await connect(ada, 'marketing')
  const before = await app.db.selectFrom('connection_states').selectAll().executeTakeFirstOrThrow()

  const begun = await grace.send('POST', '/connections/marketing/reconnection')
  expect(begun).toMatchObject({ status: 201, body: { remakes: true, next: 'consent' } })
  await prepare(grace, begun.body.id)
  const second = await ada.send('POST', '/connections/marketing/reconnection')
  await prepare(ada, second.body.id)
  expect(await app.db.selectFrom('connection_states').selectAll().executeTakeFirstOrThrow()).toEqual(before)

  expect((await grace.send('POST', `/connection-drafts/${begun.body.id}/save`)).status).toBe(200)
  const after = await app.db.selectFrom('connection_states').selectAll().executeTakeFirstOrThrow()
  expect(after).toMatchObject({ export_user: { userId: grace.userId }, consent: { userId: grace.userId } })
  expect(after.tokens).not.toBe(before.tokens)
  expect(await ada.send('POST', `/connection-drafts/${second.body.id}/save`)).toMatchObject({
    status: 412,
    body: { code: 'changed_meanwhile' },
  })
  expect(await app.db.selectFrom('connection_states').selectAll().executeTakeFirstOrThrow()).toEqual(after)

  control.addAccount('p07other', 'Other Outfitters')
  control.signInAs('p07other')
  const third = await ada.send('POST', '/connections/marketing/reconnection')
  const path = `/connection-drafts/${third.body.id}`
  await ada.send('PUT', `${path}/consent`, { agree: true, textVersion: '1' })
  const asked = await ada.send('POST', `${path}/sign-in`, {})
  await ada.signIn(asked.body.address)
  expect(await ada.get(path)).toMatchObject({ body: { signIn: { refusal: { code: 'other_account' }, account: null } } })
  const accepted = await ada.send('POST', `${path}/sign-in`, { otherAccount: 'accept' })
  await ada.signIn(accepted.body.address)
  expect(await ada.get(path)).toMatchObject({
    body: { signIn: { refusal: null, formerAccount: { id: 'p07e1l8cdif9dl' }, account: { id: 'p07other' } } },
  })
})

test('a connection that a file declares is connected by the same steps', async () => {
  const shop = aShop({
    connections: { marketing: { type: 'constant-contact', clientId: '${CLIENT}', clientSecret: '${SECRET}' } },
  })
  const variables = { CLIENT: 'sandbox-client', SECRET: 'sandbox-secret' }
  const { browserOf } = await connectingLab({ shop, variables })
  const ada = await browserOf('administrator')
  expect((await ada.get('/connections/marketing')).body).toMatchObject({
    ...{
      status: 'never_connected',
      needs: 'connect',
      clientId: '${CLIENT}',
      clientSecret: { set: true },
      exports: ['news'],
    },
    ...{ account: null, exportUser: null, consent: null, daysLeft: null },
  })
  expect(await ada.get('/connections/marketing/lists')).toMatchObject({ status: 409, body: { code: 'not_connected' } })
  expect(await ada.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication })).toMatchObject({
    status: 409,
    body: { code: 'name_taken' },
  })
  const { body } = await ada.send('POST', '/connections/marketing/reconnection')
  await ada.send('PUT', `/connection-drafts/${body.id}/users`, { users: 'contributors' })
  await prepare(ada, body.id)
  const saves = await Promise.all([1, 2].map(() => ada.send('POST', `/connection-drafts/${body.id}/save`)))
  expect(saves.map(({ status }) => status).sort()).toEqual([200, 404])
  expect((await ada.get('/connections/marketing')).body).toMatchObject({
    ...{ status: 'connected', needs: null, users: 'contributors', clientSecret: { set: true } },
    exportUser: { who: 'administrator 1' },
  })
})

function withPort<T extends { readonly http: object }>(config: T, port: number): T {
  return { ...config, http: { ...config.http, port } }
}

test('what somebody has begun is found again, by them alone', async () => {
  const { clock, browserOf } = await connectingLab()
  const [ada, grace] = [await browserOf('administrator'), await browserOf('administrator')]
  expect((await ada.get('/connection-settings')).body.application).toEqual({ clientId: false, clientSecret: false })
  expect((await ada.get('/connection-drafts')).body).toEqual({ items: [] })
  await ada.send('POST', '/connection-drafts', { name: 'marketing', ...sandboxApplication })
  clock.advance(minuteMs)
  await ada.send('POST', '/connection-drafts', { name: 'events', ...sandboxApplication })
  const mine = (await ada.get('/connection-drafts')).body.items
  expect(mine.map(({ name }: { name: string }) => name)).toEqual(['events', 'marketing'])
  expect(JSON.stringify(mine)).not.toContain('sandbox-secret')
  expect((await grace.get('/connection-drafts')).body).toEqual({ items: [] })
  clock.advance(61 * minuteMs)
  expect((await ada.get('/connection-drafts')).body).toEqual({ items: [] })
})
