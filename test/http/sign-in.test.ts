import { expect, test } from 'vitest'
import { requireFreshSignIn } from '../../src/access/fresh-sign-in.ts'
import { fastClock } from '../support/fast-clock.ts'
import { goodPassword, peopleLab } from '../support/people-lab.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const email = 'ada@postbud.example'

test('a sign-in is a cookie that no script reads and no other page sends along, and new each time', async () => {
  const { ada, newBrowser, send } = await peopleLab()
  const browser = newBrowser()
  // Somebody planted a session of their own choice.
  browser.cookies.set('postbud', 'pbs_planted')
  expect(await browser.send('POST', '/session', { email, password: goodPassword })).toMatchObject({ status: 204 })
  expect(browser.lastCookie()).toMatch(/^postbud=pbs_[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
  const first = browser.cookies.get('postbud') ?? ''
  await browser.send('POST', '/session', { email: ' ADA@postbud.example', password: goodPassword })
  const second = browser.cookies.get('postbud') ?? ''
  expect(new Set(['pbs_planted', first, second]).size).toBe(3)
  const asks = (token: string) => send('GET', '/me', undefined, { cookie: `postbud=${token}` })
  expect(await asks(first)).toMatchObject({ status: 401 })
  expect(await asks('pbs_planted')).toMatchObject({ status: 401 })
  expect(await asks(second)).toMatchObject({ status: 200 })

  expect(await browser.send('DELETE', '/session')).toMatchObject({ status: 200, body: { goTo: null } })
  expect(browser.cookies.size).toBe(0)
  expect(await asks(second)).toMatchObject({ status: 401 })
  // Elsewhere she still is.
  expect(await ada.get('/me')).toMatchObject({ status: 200 })
})

test('behind TLS the cookie is bound to this host and to safe connections', async () => {
  const { newBrowser } = await peopleLab({ variables: { POSTBUD_URL: 'https://postbud.example' } })
  const browser = newBrowser()
  await browser.send('POST', '/session', { email, password: goodPassword })
  expect(browser.lastCookie()).toMatch(
    /^__Host-postbud=pbs_[\w-]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
})

test('a page elsewhere changes nothing with the cookie, and signs nobody in', async () => {
  const { ada, newBrowser, app, url } = await peopleLab()
  const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const crossSite = { status: 403, body: { code: 'cross_site' } }
  const invited = { email: 'eve@postbud.example', name: 'Eve', role: 'administrator' }
  for (const headers of [
    elsewhere,
    { ...elsewhere, origin: 'null' },
    // Another port of the same machine is another page.
    { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
  ]) {
    expect(await ada.send('POST', '/users', invited, headers)).toMatchObject(crossSite)
    expect(await ada.send('DELETE', '/me/sessions', undefined, headers)).toMatchObject(crossSite)
    expect(await newBrowser().send('POST', '/session', { email, password: goodPassword }, headers)).toMatchObject(
      crossSite,
    )
  }
  // A form can send text without asking first, and a cookie without saying where it comes from is no browser of ours.
  const form = { ...elsewhere, 'content-type': 'text/plain' }
  expect((await newBrowser().send('POST', '/session', { email, password: goodPassword }, form)).status).toBe(403)
  const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const bare = await fetch(`${url}/api/v1/me/sessions`, { method: 'DELETE', headers: { cookie } })
  expect(bare.status).toBe(403)
  expect(await app.db.selectFrom('users').select('id').execute()).toHaveLength(1)
  expect(await ada.get('/me')).toMatchObject({ status: 200 })
})

test('a session ends when it was not used for half a day, and after a week in any case', async () => {
  const clock = fastClock()
  const { ada, newBrowser, app } = await peopleLab({ clock })
  clock.advance(12 * hourMs - minuteMs)
  expect(await ada.get('/me')).toMatchObject({ status: 200 })
  clock.advance(12 * hourMs)
  expect(await ada.get('/me')).toMatchObject({ status: 401 })

  const browser = newBrowser()
  await browser.send('POST', '/session', { email, password: goodPassword })
  for (let used = 0; used < 14; used += 1) {
    expect(await browser.get('/me')).toMatchObject({ status: 200 })
    clock.advance(12 * hourMs - minuteMs)
  }
  expect(await browser.get('/me')).toMatchObject({ status: 200 })
  clock.advance(hourMs)
  expect(await browser.get('/me')).toMatchObject({ status: 401 })
  // What has ended is not kept.
  await newBrowser().send('POST', '/session', { email, password: goodPassword })
  expect(await app.db.selectFrom('sessions').select('id').execute()).toHaveLength(1)
})

test('a person sees where they are signed in, and signs out of one or of all', async () => {
  const { ada, invite, newBrowser, send } = await peopleLab()
  const grace = await invite('viewer', 'Grace')
  const other = newBrowser()
  const agent = { 'user-agent': 'Browser of a test' }
  await other.send('POST', '/session', { email, password: goodPassword }, agent)
  const sessions = (await ada.get('/me/sessions')).body.items
  expect(sessions).toMatchObject([
    { way: 'password', agent: 'Browser of a test', address: '127.0.0.1', current: false },
    { way: 'password', current: true },
  ])
  expect(JSON.stringify(sessions)).not.toMatch(/pbs_|token/)
  expect(await grace.send('DELETE', `/me/sessions/${sessions[0].id}`)).toMatchObject({ status: 404 })
  expect(await other.get('/me')).toMatchObject({ status: 200 })
  expect(await ada.send('DELETE', `/me/sessions/${sessions[0].id}`)).toMatchObject({ status: 204 })
  expect(await other.get('/me')).toMatchObject({ status: 401 })

  await other.send('POST', '/session', { email, password: goodPassword })
  expect(await ada.send('DELETE', '/me/sessions')).toMatchObject({ status: 204 })
  expect(await ada.get('/me')).toMatchObject({ status: 401 })
  expect(await other.get('/me')).toMatchObject({ status: 401 })
  expect(await grace.get('/me')).toMatchObject({ status: 200 })

  const { body } = await grace.send('POST', '/api-keys', { name: 'x', role: 'viewer' })
  const withKey = { authorization: `Bearer ${body.key}` }
  for (const [method, path] of [
    ['GET', '/me/sessions'],
    ['DELETE', '/me/sessions'],
    ['POST', '/session/reauthenticate'],
  ] as const) {
    const given = method === 'POST' ? { password: grace.password } : undefined
    expect(await send(method, path, given, withKey)).toMatchObject({ status: 403 })
  }
})

test('guessing is slowed down, by account and by network, and nobody is kept out by strangers', async () => {
  const clock = fastClock()
  const { app, send, url, invite } = await peopleLab({ clock, variables: { POSTBUD_TRUST_PROXY: 'yes' } })
  await invite('viewer', 'Grace')
  const from = (address: string, given: object = {}) =>
    send(
      'POST',
      '/session',
      { email, password: 'not her password', ...given },
      { origin: url, 'x-forwarded-for': address },
    )
  const waitOf = async (address: string, given: object = {}) =>
    Number((await from(address, given)).headers.get('retry-after'))

  // Five guesses at one account are free; then each costs twice the wait of the one before.
  for (let guess = 0; guess < 5; guess += 1) expect(await from('192.0.2.1')).toMatchObject({ status: 401 })
  for (const seconds of [1, 2, 4, 8]) {
    expect(await from('192.0.2.1')).toMatchObject({ status: 401 })
    const refused = await from('192.0.2.1', { password: goodPassword })
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } })
    expect(Number(refused.headers.get('retry-after'))).toBe(seconds)
    clock.advance(seconds * 1000)
  }
  // Each guess of a network counts for all accounts, known or not.
  for (let guess = 0; guess < 30; guess += 1) {
    await from('192.0.2.2', { email: `nobody${guess}@postbud.example` })
  }
  expect(await waitOf('192.0.2.2', { email: 'grace@postbud.example' })).toBeGreaterThan(0)

  // Many networks at one account: strangers wait, and Ada, who has signed in from her own before, does not.
  clock.advance(hourMs)
  for (let network = 0; network < 30; network += 1) await from(`198.51.100.${network}`)
  const wait = await waitOf('203.0.113.9')
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60)
  expect(await from('127.0.0.1', { password: goodPassword })).toMatchObject({ status: 204 })
  clock.advance(minuteMs)
  expect(await from('203.0.113.9', { password: goodPassword })).toMatchObject({ status: 204 })
  // No address that was typed is kept.
  const kept = JSON.stringify(await app.db.selectFrom('attempts').selectAll().execute())
  expect(kept).not.toMatch(/nobody|ada@/)
})

test('whoever claims to come from elsewhere is counted for the address that the proxy saw', async () => {
  const { send, url, app } = await peopleLab({ variables: { POSTBUD_TRUST_PROXY: 'yes' } })
  for (let claimed = 0; claimed < 3; claimed += 1) {
    const headers = { origin: url, 'x-forwarded-for': `198.51.100.${claimed}, 192.0.2.9` }
    await send('POST', '/session', { email, password: 'not her password' }, headers)
  }
  const counted = await app.db
    .selectFrom('attempts')
    .select(['key', 'count'])
    .where('key', 'like', 'network %')
    .execute()
  expect(counted).toContainEqual({ key: 'network 192.0.2.9', count: 3 })
  expect(counted.filter(({ key }) => key.includes('198.51'))).toEqual([])
})

test('guesses made at the same moment all count', async () => {
  const { send, url, app } = await peopleLab()
  const guess = (at: number) => send('POST', '/session', { email, password: `guess number ${at}` }, { origin: url })
  const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => guess(at)))
  const judged = answers.filter(({ status }) => status === 401).length
  expect(judged).toBeLessThanOrEqual(7)
  expect(answers.every(({ status }) => [401, 429].includes(status))).toBe(true)
  expect(answers.filter(({ status, headers }) => status > 401 && !headers.get('retry-after'))).toEqual([])
  const refusals = await app.db
    .selectFrom('audit_log')
    .select(['actor', 'target', 'after'])
    .where('action', '=', 'session.refuse')
    .execute()
  expect(refusals.length).toBeGreaterThan(0)
  expect(refusals.length).toBeLessThanOrEqual(4)
  expect(refusals[0]).toMatchObject({ actor: 'Somebody', target: email, after: { attempts: 1 } })
})

test('a flood of attempts is turned away at once, and the rest goes on', async () => {
  const { send, url, ada } = await peopleLab({ variables: { POSTBUD_TRUST_PROXY: 'yes' } })
  const attempt = (at: number) =>
    send(
      'POST',
      '/session',
      { email: `p${at}@postbud.example`, password: 'not the password' },
      { origin: url, 'x-forwarded-for': `198.51.100.${at}` },
    )
  const flood = Promise.all(Array.from({ length: 100 }, (_, at) => attempt(at)))
  const reads = await Promise.all(Array.from({ length: 10 }, () => ada.get('/me')))
  expect(reads.map(({ status }) => status)).toEqual(Array(10).fill(200))
  const answers = await flood
  const busy = answers.filter(({ status, body }) => status === 429 && body.code === 'sign_in_busy')
  expect(busy.length).toBeGreaterThan(50)
  expect(busy.map(({ headers }) => headers.get('retry-after'))).toEqual(Array(busy.length).fill('2'))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(100 - busy.length)
})

test('known and unknown people are refused alike, after the same time', async () => {
  const { send, url } = await peopleLab({ variables: { POSTBUD_TRUST_PROXY: 'yes' } })
  let network = 0
  const attempt = async (who: string) => {
    network += 1
    const began = performance.now()
    const headers = { origin: url, 'x-forwarded-for': `198.51.100.${network}` }
    const { status, body } = await send('POST', '/session', { email: who, password: 'not the password' }, headers)
    const { requestId: _, ...answer } = body
    return { ms: performance.now() - began, answer: { status, answer } }
  }
  const known = [await attempt(email)]
  const unknown = [await attempt('nobody@postbud.example')]
  for (let at = 0; at < 5; at += 1) {
    known.push(await attempt(email))
    unknown.push(await attempt('nobody@postbud.example'))
  }
  expect(unknown.map(({ answer }) => answer)).toEqual(known.map(({ answer }) => answer))
  const least = (all: readonly { ms: number }[]) => Math.min(...all.map(({ ms }) => ms))
  expect(least(unknown)).toBeGreaterThan(least(known) / 2)
})

test('passwords that are too large to be any are refused before anything is done with them', async () => {
  const { send, url, app } = await peopleLab()
  const attempt = (password: string) => send('POST', '/session', { email, password }, { origin: url })
  expect(await attempt('x'.repeat(257))).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  expect(await attempt('x'.repeat(10_000))).toMatchObject({ status: 413 })
  expect(await attempt('')).toMatchObject({ status: 422 })
  expect(await app.db.selectFrom('attempts').selectAll().execute()).toEqual([])
})

test('some acts ask for the password once more, which renews the session', async () => {
  const clock = fastClock()
  const { ada, send } = await peopleLab({ clock })
  const before = ada.cookies.get('postbud')
  clock.advance(hourMs)
  expect(await ada.send('POST', '/session/reauthenticate', { password: 'not her password' })).toMatchObject({
    status: 401,
    body: { code: 'sign_in_failed' },
  })
  expect(await ada.send('POST', '/session/reauthenticate', { password: goodPassword })).toMatchObject({ status: 204 })
  expect(ada.cookies.get('postbud')).not.toBe(before)
  expect(await send('GET', '/me', undefined, { cookie: `postbud=${before}` })).toMatchObject({ status: 401 })
  const { authenticatedAt } = (await ada.get('/me')).body
  expect(clock.now().getTime() - Date.parse(authenticatedAt)).toBeLessThan(minuteMs)
  expect((await ada.get('/me/sessions')).body.items).toHaveLength(1)

  const person = { id: 'u1', name: 'Ada', email, role: 'administrator', via: 'console' } as const
  const since = (ms: number) => ({ ...person, authenticatedAt: new Date(clock.now().getTime() - ms) })
  expect(() => requireFreshSignIn({ clock }, since(minuteMs), 5 * minuteMs)).not.toThrow()
  expect(() => requireFreshSignIn({ clock }, since(6 * minuteMs), 5 * minuteMs)).toThrow(/once more/)
  expect(() => requireFreshSignIn({ clock }, person)).toThrow(/once more/)
  expect(() => requireFreshSignIn({ clock }, { ...since(0), via: 'API' })).toThrow(/not with an API key/)
})

test('a hash that costs less than today is made anew at the next sign-in', async () => {
  const { app, newBrowser } = await peopleLab()
  const passwordOf = () => app.db.selectFrom('users').select('password_hash').executeTakeFirstOrThrow()
  // 'password', hashed with 256 KiB.
  const cheap = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  await app.db.updateTable('users').set({ password_hash: cheap }).execute()
  expect(await newBrowser().send('POST', '/session', { email, password: 'password' })).toMatchObject({ status: 204 })
  expect((await passwordOf()).password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await newBrowser().send('POST', '/session', { email, password: 'password' })).toMatchObject({ status: 204 })
})
