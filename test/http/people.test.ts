import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { newSetUpLink } from '../../src/access/set-up.ts'
import { browserAt } from '../support/browser.ts'
import { fastClock } from '../support/fast-clock.ts'
import { goodPassword, peopleLab, tokenOf } from '../support/people-lab.ts'
import { serverLab } from '../support/server-lab.ts'

const dayMs = 24 * 3_600_000

test('a link makes the first administrator once; each new one makes those before useless', async () => {
  const { app, send, url } = await serverLab()
  expect((await send('GET', '/session/ways')).body).toEqual({
    password: true,
    oidc: false,
    resetByMail: false,
    setUpNeeded: true,
  })
  const [former, link] = [await newSetUpLink(app, systemActor), await newSetUpLink(app, systemActor)]
  const ada = { email: ' Ada@Postbud.example ', name: 'Ada', password: goodPassword }
  const setUp = (token: string, given: object = ada) => send('POST', '/set-up', { token, ...given })

  expect(await setUp(tokenOf(former?.address))).toMatchObject({ status: 410, body: { code: 'link_unusable' } })
  expect(await setUp('pbl_guessed')).toMatchObject({ status: 410 })
  expect(await setUp(tokenOf(link?.address), { ...ada, password: 'password1234' })).toMatchObject({ status: 422 })
  // Two who have the link use it at once.
  const token = tokenOf(link?.address)
  const both = await Promise.all([setUp(token), setUp(token, { ...ada, email: 'eve@postbud.example', name: 'Eve' })])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 410])
  expect(await app.db.selectFrom('users').select(['role', 'status']).execute()).toEqual([
    { role: 'administrator', status: 'active' },
  ])
  expect(await setUp(token)).toMatchObject({ status: 410 })
  expect(await newSetUpLink(app, systemActor)).toBeUndefined()

  const browser = browserAt({ send, origin: url })
  const { email } = await app.db.selectFrom('users').select('email').executeTakeFirstOrThrow()
  expect(await browser.send('POST', '/session', { email, password: goodPassword })).toMatchObject({ status: 204 })
  expect((await browser.get('/me')).body).toMatchObject({ email, role: 'administrator', hasPassword: true })
})

test('an invitation lets one person in once, and says what it is for', async () => {
  const clock = fastClock()
  const { ada, newBrowser } = await peopleLab({ clock })
  const grace = { email: 'Grace@postbud.example', name: 'Grace', role: 'contributor' }
  const invited = await ada.send('POST', '/users', grace)
  expect(invited).toMatchObject({
    status: 201,
    body: { mailed: false, mailProblem: null, user: { email: 'grace@postbud.example', status: 'invited' } },
  })
  expect(await ada.send('POST', '/users', grace)).toMatchObject({ status: 409, body: { code: 'user_exists' } })
  const former = tokenOf(invited.body.link.address)
  const again = await ada.send('POST', `/users/${invited.body.user.id}/invitation`)
  const token = tokenOf(again.body.link.address)

  const browser = newBrowser()
  expect(await browser.send('POST', '/one-time-link', { token: former })).toMatchObject({ status: 410 })
  expect(await browser.send('POST', '/one-time-link', { token })).toMatchObject({
    body: { purpose: 'invitation', email: 'grace@postbud.example', name: 'Grace' },
  })
  const refused = await browser.send('POST', '/invitation', { token, password: 'grace postbud' })
  expect(refused).toMatchObject({ status: 422, body: { code: 'password_refused', issues: [{ path: 'password' }] } })
  // A link for one thing does nothing else.
  expect(await browser.send('POST', '/reset', { token, password: goodPassword })).toMatchObject({ status: 410 })
  const accept = () => browser.send('POST', '/invitation', { token, password: goodPassword })
  const both = await Promise.all([accept(), accept()])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 410])
  expect((await browser.get('/me')).body).toMatchObject({ name: 'Grace', role: 'contributor' })
  expect(await ada.send('POST', `/users/${invited.body.user.id}/invitation`)).toMatchObject({
    status: 409,
    body: { code: 'not_invited' },
  })

  const late = await ada.send('POST', '/users', { email: 'late@postbud.example', name: 'Late', role: 'viewer' })
  clock.advance(7 * dayMs)
  const lateToken = tokenOf(late.body.link.address)
  expect(await browser.send('POST', '/invitation', { token: lateToken, password: goodPassword })).toMatchObject({
    status: 410,
  })
})

test('a change of role acts at the next request, of browsers and of keys', async () => {
  const { ada, invite, send } = await peopleLab()
  const grace = await invite('administrator', 'Grace')
  const made = await grace.send('POST', '/api-keys', { name: 'nightly', role: 'administrator' })
  const withKey = { authorization: `Bearer ${made.body.key}` }
  const users = () => Promise.all([grace.get('/users'), send('GET', '/users', undefined, withKey)])
  expect((await users()).map(({ status }) => status)).toEqual([200, 200])

  const changed = await ada.send('PATCH', `/users/${grace.id}`, { role: 'viewer' })
  expect(changed).toMatchObject({ status: 200, body: { role: 'viewer' } })
  expect((await users()).map(({ status }) => status)).toEqual([403, 403])
  expect((await grace.get('/me')).body.role).toBe('viewer')
  // Nobody raises themselves.
  expect(await grace.send('PATCH', `/users/${grace.id}`, { role: 'administrator' })).toMatchObject({ status: 403 })
  expect(await grace.send('PATCH', '/me', { role: 'administrator' })).toMatchObject({ status: 422 })

  await ada.send('PATCH', `/users/${grace.id}`, { role: 'contributor', status: 'disabled' })
  expect((await users()).map(({ status }) => status)).toEqual([401, 401])
  const { email, password } = grace
  expect(await grace.send('POST', '/session', { email, password })).toMatchObject({
    status: 401,
    body: { code: 'sign_in_failed' },
  })
  expect(await ada.send('POST', `/users/${grace.id}/reset-link`)).toMatchObject({ status: 409 })
  await ada.send('PATCH', `/users/${grace.id}`, { status: 'active' })
  // Their key opens again what their role opens; their sign-ins have ended for good.
  expect(await send('GET', '/me', undefined, withKey)).toMatchObject({ status: 200, body: { role: 'contributor' } })
  expect(await grace.get('/me')).toMatchObject({ status: 401 })
  expect(await grace.send('POST', '/session', { email, password })).toMatchObject({ status: 204 })

  expect(await ada.send('DELETE', `/users/${grace.id}`)).toMatchObject({ status: 204 })
  expect(await send('GET', '/me', undefined, withKey)).toMatchObject({ status: 401 })
  expect(await ada.send('DELETE', `/users/${grace.id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
})

test('somebody who is disabled before they came in is invited again, not made active', async () => {
  const { ada, newBrowser } = await peopleLab()
  const { body } = await ada.send('POST', '/users', { email: 'new@postbud.example', name: 'New', role: 'viewer' })
  await ada.send('PATCH', `/users/${body.user.id}`, { status: 'disabled' })
  const token = tokenOf(body.link.address)
  expect(await newBrowser().send('POST', '/invitation', { token, password: goodPassword })).toMatchObject({
    status: 410,
  })
  expect((await ada.send('PATCH', `/users/${body.user.id}`, { status: 'active' })).body.status).toBe('invited')
})

test('the last administrator can be neither demoted nor disabled nor removed', async () => {
  const { ada, invite } = await peopleLab()
  const { id } = (await ada.get('/me')).body
  const refused = { status: 409, body: { code: 'last_administrator' } }
  // Somebody who was invited and has not come does not count, nor does one who is disabled.
  await ada.send('POST', '/users', { email: 'new@postbud.example', name: 'New', role: 'administrator' })
  const idle = await invite('administrator', 'Idle')
  await ada.send('PATCH', `/users/${idle.id}`, { status: 'disabled' })
  expect(await ada.send('PATCH', `/users/${id}`, { role: 'contributor' })).toMatchObject(refused)
  expect(await ada.send('PATCH', `/users/${id}`, { status: 'disabled' })).toMatchObject(refused)
  expect(await ada.send('DELETE', `/users/${id}`)).toMatchObject(refused)
  await ada.send('PATCH', `/users/${idle.id}`, { status: 'active' })
  expect(await ada.send('DELETE', `/users/${id}`)).toMatchObject({ status: 204 })
  expect(await ada.get('/me')).toMatchObject({ status: 401 })
})

test('of two administrators who demote each other at once one stays', async () => {
  const { ada, invite, app } = await peopleLab()
  const grace = await invite('administrator', 'Grace')
  const { id: adaId } = (await ada.get('/me')).body
  for (let round = 0; round < 5; round += 1) {
    await app.db.updateTable('users').set({ role: 'administrator', status: 'active' }).execute()
    const [one, other] = await Promise.all([
      ada.send('PATCH', `/users/${grace.id}`, { role: 'viewer' }),
      grace.send('PATCH', `/users/${adaId}`, { role: 'viewer' }),
    ])
    expect([one.status, other.status].filter((status) => status === 200)).toHaveLength(1)
    const left = await app.db.selectFrom('users').select('id').where('role', '=', 'administrator').execute()
    expect(left).toHaveLength(1)
  }
})

test('users are searched, sorted and read by page', async () => {
  const { ada, send, app } = await peopleLab()
  const names = ['Zoë', 'bent', 'Åse', 'Carl_Philip', 'Dorte %']
  for (const [at, name] of names.entries()) {
    const role = at < 2 ? 'contributor' : 'viewer'
    await ada.send('POST', '/users', { email: `p${at}@postbud.example`, name, role })
  }
  const list = async (query: string) => {
    const { body } = await ada.get(`/users?${query}`)
    return { names: body.items.map(({ name }: { name: string }) => name), count: body.count, next: body.next }
  }
  expect(await list('search=P1@POSTBUD')).toEqual({ names: ['bent'], count: 1, next: null })
  expect(await list(`search=${encodeURIComponent('_')}`)).toMatchObject({ names: ['Carl_Philip'] })
  expect(await list(`search=${encodeURIComponent('%')}`)).toMatchObject({ names: ['Dorte %'] })
  expect(await list(`search=${encodeURIComponent('åSE')}`)).toMatchObject({ names: ['Åse'] })
  expect(await list('search=ada&role=viewer')).toMatchObject({ count: 0 })
  expect(await list('sort=-email&limit=2')).toEqual({ names: ['Dorte %', 'Carl_Philip'], count: 6, next: 2 })
  expect(await list('sort=-email&limit=2&cursor=4')).toEqual({ names: ['Zoë', 'Ada'], count: 6, next: null })
  expect((await list('sort=-role&limit=1')).names).toEqual(['Ada'])
  expect(await ada.get('/users?sort=password_hash')).toMatchObject({ status: 422 })
  expect(JSON.stringify((await ada.get('/users')).body)).not.toMatch(/argon2/)
  expect(await send('GET', '/users')).toMatchObject({ status: 401 })
  expect(await app.db.selectFrom('users').select('id').execute()).toHaveLength(6)
})

test('what cannot be a name or an e-mail address is refused', async () => {
  const { ada } = await peopleLab()
  const invite = (given: object) =>
    ada.send('POST', '/users', { email: 'a@postbud.example', name: 'A', role: 'viewer', ...given })
  for (const given of [
    { email: 'a@b@c' },
    { email: 'a@postbud.example\r\nBcc: b@postbud.example' },
    { email: `${'a'.repeat(250)}@postbud.example` },
    { name: 'A\r\nBcc: b@postbud.example' },
    { name: '  ' },
    { name: 'evil \u202e name' },
    { role: 'owner' },
  ]) {
    expect(await invite(given)).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  }
})

test('how dates and numbers are written is kept with the user, apart from the language, and recorded', async () => {
  const { invite, audit } = await peopleLab()
  const grace = await invite('viewer', 'Grace')
  expect((await grace.get('/me')).body).toMatchObject({ language: 'en', format: 'language' })
  expect(await grace.send('PATCH', '/me', { format: 'klingon' })).toMatchObject({ status: 422 })
  expect(await grace.send('PATCH', '/me', { format: 'sv-SE' })).toMatchObject({
    status: 200,
    body: { format: 'sv-SE' },
  })
  expect(await grace.send('PATCH', '/me', { language: 'da' })).toMatchObject({
    status: 200,
    body: { language: 'da', format: 'sv-SE' },
  })
  const changes = (await audit()).filter(({ action, actor }) => action === 'user.change' && actor === 'Grace')
  expect(changes.map(({ after }) => after)).toMatchObject([{ format: 'sv-SE' }, { language: 'da', format: 'sv-SE' }])
})
