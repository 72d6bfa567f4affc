import { expect, test } from 'vitest'
import { fastClock } from '../support/fast-clock.ts'
import { type Forgery, foreignKeys, forgedProvider } from '../support/forged-provider.ts'
import { freePort } from '../support/free-port.ts'
import { openIdProvider, signInAt } from '../support/open-id-provider.ts'
import { peopleLab } from '../support/people-lab.ts'

const secret = 'a secret of the client, long enough'

async function oidcLab(variables: Record<string, string> = {}, given: Parameters<typeof peopleLab>[0] = {}) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const callback = `${url}/api/v1/session/oidc/callback`
  const { issuer, accounts } = await openIdProvider({ redirectUri: callback, secret })
  const lab = await peopleLab({
    ...given,
    variables: {
      POSTBUD_PORT: String(port),
      POSTBUD_URL: url,
      POSTBUD_OIDC_ISSUER: issuer,
      POSTBUD_OIDC_CLIENT_ID: 'postbud',
      POSTBUD_OIDC_CLIENT_SECRET: secret,
      POSTBUD_OIDC_ROLES: 'admins=administrator,marketing=contributor,everybody=viewer',
      ...variables,
    },
  })
  type Browser = ReturnType<typeof lab.newBrowser>
  /** Goes to the provider, signs in there and comes back: where it ends. */
  const go = async (browser: Browser, login: string, query = '', there?: Map<string, string>) => {
    const begun = await browser.get(`/session/oidc${query}`)
    const back = await signInAt(begun.headers.get('location') ?? '', login, callback, there)
    const finished = await browser.get(back.slice(url.length))
    return finished.headers.get('location')?.slice(url.length)
  }
  return { ...lab, issuer, accounts, go, callback, url }
}

test('whoever a group gives a role comes in, and the role follows their groups', async () => {
  const { newBrowser, accounts, go, ada, audit } = await oidcLab()
  accounts.set('grace', {
    email: 'Grace@postbud.example',
    email_verified: true,
    name: 'Grace',
    groups: ['everybody', 'marketing'],
  })
  const browser = newBrowser()
  expect((await browser.get('/session/ways')).body).toMatchObject({ password: true, oidc: true })
  expect(await go(browser, 'grace', '?returnTo=/exports')).toBe('/exports')
  expect((await browser.get('/me')).body).toMatchObject({
    email: 'grace@postbud.example',
    name: 'Grace',
    role: 'contributor',
    hasPassword: false,
  })
  expect([...browser.cookies.keys()]).toEqual(['postbud'])

  accounts.set('grace', { email: 'grace@postbud.example', name: 'Grace', groups: ['admins'] })
  const other = newBrowser()
  await go(other, 'grace')
  // The same user, found by subject, and her other browser is told of the new role at its next request.
  expect((await browser.get('/me')).body.role).toBe('administrator')
  expect((await ada.get('/users')).body.count).toBe(2)

  accounts.set('grace', { email: 'grace@postbud.example', name: 'Grace', groups: ['elsewhere'] })
  expect(await go(newBrowser(), 'grace')).toBe('/sign-in?problem=oidc_no_role')
  expect(await browser.get('/me')).toMatchObject({ status: 401 })
  const entries = (await audit()).filter(
    ({ actor, action }) => actor === 'OpenID provider' || action === 'session.refuse',
  )
  expect(entries).toMatchObject([
    { action: 'user.make', after: { role: 'contributor' } },
    { action: 'user.change', before: { role: 'contributor' }, after: { role: 'administrator' } },
    { action: 'session.refuse', target: 'grace@postbud.example', after: { way: 'oidc', reason: 'no_role' } },
  ])
})

test('an existing user is linked only where the provider vouches for the address, and to one account', async () => {
  const { newBrowser, accounts, go, invite, app } = await oidcLab({ POSTBUD_OIDC_ROLES: '' })
  const grace = await invite('contributor', 'Grace')
  const at = { email: grace.email, name: 'Somebody' }
  accounts.set('stranger', at)
  expect(await go(newBrowser(), 'stranger')).toBe('/sign-in?problem=oidc_email_unverified')
  accounts.set('stranger', { ...at, email_verified: false })
  expect(await go(newBrowser(), 'stranger')).toBe('/sign-in?problem=oidc_email_unverified')
  accounts.set('grace', { ...at, email: 'GRACE@postbud.example', email_verified: true, groups: ['admins'] })
  const browser = newBrowser()
  expect(await go(browser, 'grace')).toBe('/')
  // Without a mapping of groups, her role is the one she was given here.
  expect((await browser.get('/me')).body).toMatchObject({ id: grace.id, name: 'Grace', role: 'contributor' })
  accounts.set('second', { ...at, email_verified: true })
  expect(await go(newBrowser(), 'second')).toBe('/sign-in?problem=oidc_other_account')
  accounts.set('unknown', { email: 'unknown@postbud.example', email_verified: true, groups: ['admins'] })
  expect(await go(newBrowser(), 'unknown')).toBe('/sign-in?problem=oidc_not_invited')
  expect(await app.db.selectFrom('users').select('id').execute()).toHaveLength(2)
})

test('where nobody signs in with a password, an invited person comes in by the provider', async () => {
  const { newBrowser, accounts, go, ada, send, url } = await oidcLab({
    POSTBUD_LOCAL_SIGN_IN: 'off',
    POSTBUD_OIDC_ROLES: '',
  })
  // The first administrator is made with the link all the same.
  expect((await ada.get('/me')).body.role).toBe('administrator')
  expect((await send('GET', '/session/ways')).body).toMatchObject({ password: false, oidc: true, resetByMail: false })
  const invited = await ada.send('POST', '/users', {
    email: 'grace@postbud.example',
    name: 'Grace',
    role: 'contributor',
  })
  expect(invited).toMatchObject({ status: 201, body: { link: null, mailed: false } })
  const off = { status: 403, body: { code: 'local_sign_in_off' } }
  const post = (path: string, body: object) => send('POST', path, body, { origin: url })
  expect(await post('/session', { email: 'ada@postbud.example', password: 'x' })).toMatchObject(off)
  expect(await post('/reset/request', { email: 'ada@postbud.example' })).toMatchObject(off)
  expect(await ada.send('POST', '/session/reauthenticate', { password: 'x' })).toMatchObject(off)
  expect(await ada.send('POST', `/users/${invited.body.user.id}/reset-link`)).toMatchObject(off)

  accounts.set('grace', { email: 'grace@postbud.example', email_verified: true, name: 'Dr Grace' })
  const browser = newBrowser()
  await go(browser, 'grace')
  expect((await browser.get('/me')).body).toMatchObject({ name: 'Grace', role: 'contributor' })
})

test('the last administrator keeps the role whatever the groups say, and somebody disabled stays out', async () => {
  const { newBrowser, accounts, go, ada } = await oidcLab()
  accounts.set('ada', { email: 'ada@postbud.example', email_verified: true, groups: ['everybody'] })
  const browser = newBrowser()
  await go(browser, 'ada')
  expect((await browser.get('/me')).body.role).toBe('administrator')
  accounts.set('ada', { email: 'ada@postbud.example', email_verified: true, groups: [] })
  expect(await go(browser, 'ada')).toBe('/')

  accounts.set('grace', { email: 'grace@postbud.example', name: 'Grace', groups: ['admins'] })
  const grace = newBrowser()
  await go(grace, 'grace')
  accounts.set('ada', { email: 'ada@postbud.example', email_verified: true, groups: ['everybody'] })
  await go(browser, 'ada')
  expect((await browser.get('/me')).body.role).toBe('viewer')
  const { id } = (await browser.get('/me')).body
  expect(await grace.send('PATCH', `/users/${id}`, { status: 'disabled' })).toMatchObject({ status: 200 })
  expect(await go(newBrowser(), 'ada')).toBe('/sign-in?problem=oidc_disabled')
  expect(await ada.get('/me')).toMatchObject({ status: 401 })
})

test('whoever is signed in proves once more who they are, and nobody else can in their place', async () => {
  const { newBrowser, accounts, go } = await oidcLab()
  accounts.set('grace', { email: 'grace@postbud.example', name: 'Grace', groups: ['admins'] })
  accounts.set('eve', { email: 'eve@postbud.example', name: 'Eve', groups: ['admins'] })
  const browser = newBrowser()
  await go(browser, 'grace')
  const [before, token] = [(await browser.get('/me')).body.authenticatedAt, browser.cookies.get('postbud')]
  expect(await go(browser, 'grace', '?again=yes&returnTo=/connections')).toBe('/connections')
  expect(Date.parse((await browser.get('/me')).body.authenticatedAt)).toBeGreaterThan(Date.parse(before))
  expect(browser.cookies.get('postbud')).not.toBe(token)
  expect((await browser.get('/me/sessions')).body.items).toHaveLength(1)

  const after = (await browser.get('/me')).body.authenticatedAt
  expect(await go(browser, 'eve', '?again=yes')).toBe('/sign-in?problem=oidc_other_person')
  expect((await browser.get('/me')).body).toMatchObject({ name: 'Grace', authenticatedAt: after })
})

test('one is led back to a page of this server and nowhere else', async () => {
  const { newBrowser } = await oidcLab()
  for (const returnTo of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'exports',
    '/a\r\nb',
    '/\\/evil.example',
    '',
  ]) {
    const answer = await newBrowser().get(`/session/oidc?returnTo=${encodeURIComponent(returnTo)}`)
    expect(answer).toMatchObject({ status: 422 })
  }
})

test('a callback is taken in the browser that began, once, in time, with its own state and code', async () => {
  const clock = fastClock()
  const { newBrowser, accounts, url, callback, app } = await oidcLab({}, { clock })
  accounts.set('grace', { email: 'grace@postbud.example', name: 'Grace', groups: ['admins'] })
  accounts.set('eve', { email: 'eve@postbud.example', name: 'Eve', groups: ['admins'] })
  const begin = async (browser: ReturnType<typeof newBrowser>, login: string) => {
    const begun = await browser.get('/session/oidc')
    return (await signInAt(begun.headers.get('location') ?? '', login, callback)).slice(url.length)
  }
  const end = async (browser: ReturnType<typeof newBrowser>, back: string) =>
    (await browser.get(back)).headers.get('location')?.slice(url.length)
  const expired = '/sign-in?problem=oidc_expired'

  // Eve leads Grace's browser to the end of a sign-in that she began herself.
  const [eve, grace] = [newBrowser(), newBrowser()]
  const evesBack = await begin(eve, 'eve')
  expect(await end(grace, evesBack)).toBe(expired)
  // Also where Grace has one under way: its state is another.
  const gracesBack = await begin(grace, 'grace')
  expect(await end(grace, evesBack)).toBe('/sign-in?problem=oidc_failed')
  // That used it up.
  expect(await end(grace, gracesBack)).toBe(expired)
  expect(grace.cookies.size).toBe(0)

  // A code that was used, in a sign-in that was begun anew.
  const used = await begin(grace, 'grace')
  const attempt = grace.cookies.get('postbud-oidc') ?? ''
  expect(await end(grace, used)).toBe('/')
  grace.cookies.set('postbud-oidc', attempt)
  expect(await end(grace, used)).toBe(expired)
  const [second, eves] = [newBrowser(), newBrowser()]
  const foreign = new URL(await begin(eves, 'eve'), url)
  const own = new URL(await begin(second, 'grace'), url)
  own.searchParams.set('code', foreign.searchParams.get('code') ?? '')
  // A stolen code: it belongs to another code_verifier.
  expect(await end(second, own.href.slice(url.length))).toBe('/sign-in?problem=oidc_failed')

  const late = newBrowser()
  const lateBack = await begin(late, 'grace')
  clock.advance(10 * 60_000)
  expect(await end(late, lateBack)).toBe(expired)
  expect(await end(newBrowser(), '/api/v1/session/oidc/callback?code=x&state=y')).toBe(expired)
  expect(await newBrowser().get('/session/oidc/callback?code=x&code=z&state=y')).toMatchObject({ status: 422 })
  expect(await app.db.selectFrom('users').select('name').where('oidc_subject', 'is not', null).execute()).toEqual([
    { name: 'Grace' },
  ])
})

test('a token that is not what it should be lets nobody in', async () => {
  const { issuer, forge, requests } = await forgedProvider()
  const { newBrowser, url, callback, app } = await oidcLab({ POSTBUD_OIDC_ISSUER: issuer })
  const person = { email: 'grace@postbud.example', groups: ['admins'] }
  /** A sign-in whose token is forged, and whose way back may be too: where it ends. */
  const come = async (make: (nonce: string) => Forgery, back: Record<string, string> = {}) => {
    const browser = newBrowser()
    const asked = new URL((await browser.get('/session/oidc')).headers.get('location') ?? '')
    const query = new URLSearchParams({ code: 'c', state: asked.searchParams.get('state') ?? '', iss: issuer, ...back })
    forge(() => make(asked.searchParams.get('nonce') ?? ''))
    return (await browser.get(`${callback}?${query}`.slice(url.length))).headers.get('location')?.slice(url.length)
  }
  const failed = '/sign-in?problem=oidc_failed'
  const now = Math.floor(Date.now() / 1000)
  const forgeries: Record<string, (nonce: string) => Forgery> = {
    'another nonce': () => ({ claims: { ...person, nonce: 'another' } }),
    'no nonce': () => ({ claims: person }),
    'another issuer': (nonce) => ({ claims: { ...person, nonce, iss: 'http://127.0.0.1:1' } }),
    'for another client': (nonce) => ({ claims: { ...person, nonce, aud: 'another' } }),
    over: (nonce) => ({ claims: { ...person, nonce, iat: now - 7200, exp: now - 3600 } }),
    'not begun': (nonce) => ({ claims: { ...person, nonce, nbf: now + 3600 } }),
    'without a subject': (nonce) => ({ claims: { ...person, nonce, sub: undefined } }),
    'signed by somebody else': (nonce) => ({ claims: { ...person, nonce }, signedWith: foreignKeys }),
    'signed by nobody': (nonce) => ({ claims: { ...person, nonce }, signedWith: 'nothing' }),
    'an expired code': () => ({ error: 'invalid_grant' }),
  }
  const outcomes: Record<string, string | undefined> = {}
  for (const [what, make] of Object.entries(forgeries)) outcomes[what] = await come(make)
  expect(outcomes).toEqual(Object.fromEntries(Object.keys(forgeries).map((what) => [what, failed])))

  const right = (nonce: string): Forgery => ({ claims: { ...person, nonce } })
  expect(await come(right, { state: 'another' })).toBe(failed)
  expect(await come(right, { iss: 'http://127.0.0.1:1' })).toBe(failed)
  expect(await come(right, { error: 'access_denied' })).toBe(failed)
  expect(await app.db.selectFrom('users').select('id').execute()).toHaveLength(1)
  expect(await come(right)).toBe('/')
  const sent = requests.filter(({ path }) => path === '/token').at(-1)
  expect(sent?.body).toMatch(/code_verifier=[\w-]{43}/)
  expect(sent?.authorization).toMatch(/^Basic /)
})

test('a provider that cannot be reached is said so, and asked again at the next sign-in', async () => {
  const { newBrowser, url } = await oidcLab({ POSTBUD_OIDC_ISSUER: `http://127.0.0.1:${await freePort()}` })
  const answer = await newBrowser().get('/session/oidc')
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe(`${url}/sign-in?problem=oidc_unavailable`)
  const { newBrowser: elsewhere } = await peopleLab()
  expect((await elsewhere().get('/session/oidc')).headers.get('location')).toMatch(/\/sign-in\?problem=oidc_off$/)
})

test('who signs out is signed out at the provider too, where that is set', async () => {
  const { newBrowser, accounts, go, issuer, url, ada } = await oidcLab({ POSTBUD_OIDC_SIGN_OUT: 'on' })
  accounts.set('grace', { email: 'grace@postbud.example', email_verified: true, name: 'Grace', groups: ['everybody'] })
  accounts.set('hedy', { email: 'hedy@postbud.example', email_verified: true, name: 'Hedy', groups: ['everybody'] })
  const browser = newBrowser()
  // What the browser holds of the provider's cookies.
  const there = new Map<string, string>()
  await go(browser, 'grace', '', there)
  const { status, body } = await browser.send('DELETE', '/session')
  expect({ status, path: new URL(body.goTo).origin }).toEqual({ status: 200, path: issuer })
  expect(Object.fromEntries(new URL(body.goTo).searchParams)).toEqual({
    client_id: 'postbud',
    post_logout_redirect_uri: `${url}/sign-in`,
  })
  expect(await browser.get('/me')).toMatchObject({ status: 401 })
  expect(await signInAt(body.goTo, '', `${url}/sign-in`, there)).toMatch(/\/sign-in/)
  // Somebody else may sign in there now, without being taken for her.
  await go(browser, 'hedy', '', there)
  expect((await browser.get('/me')).body.email).toBe('hedy@postbud.example')
  // Who came with a password has nothing to do with the provider.
  expect((await ada.send('DELETE', '/session')).body).toEqual({ goTo: null })
})

test('signing out stays here unless it is set, and where the provider is gone', async () => {
  const { newBrowser, accounts, go } = await oidcLab()
  accounts.set('grace', { email: 'grace@postbud.example', email_verified: true, name: 'Grace', groups: ['everybody'] })
  const browser = newBrowser()
  await go(browser, 'grace')
  expect((await browser.send('DELETE', '/session')).body).toEqual({ goTo: null })
  // An address that could not be invited is none.
  accounts.set('soeren', { email: 'søren@postbud.example', email_verified: true, groups: ['everybody'] })
  expect(await go(newBrowser(), 'soeren')).toBe('/sign-in?problem=oidc_no_email')
})
