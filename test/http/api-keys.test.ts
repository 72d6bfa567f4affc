import { expect, test } from 'vitest'
import { goodPassword, peopleLab } from '../support/people-lab.ts'

test('a key may do no more than whoever makes it, and is shown once', async () => {
  const { ada, invite, send, app } = await peopleLab()
  const grace = await invite('contributor', 'Grace')
  const higher = await grace.send('POST', '/api-keys', { name: 'x', role: 'administrator' })
  expect(higher).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  const made = await ada.send('POST', '/api-keys', { name: 'nightly', role: 'contributor' })
  expect(made).toMatchObject({ status: 201, body: { name: 'nightly', role: 'contributor', lastUsedAt: null } })
  const { key, prefix, id } = made.body
  expect(key).toMatch(/^pbk_[\w-]{43}$/)
  expect(key.startsWith(prefix)).toBe(true)

  const withKey = { authorization: `Bearer ${key}` }
  expect((await send('GET', '/me', undefined, withKey)).body.role).toBe('contributor')
  expect(await send('GET', '/users', undefined, withKey)).toMatchObject({ status: 403 })
  // It is an administrator's, and makes none of her role all the same, nor revokes one.
  const raised = await send('POST', '/api-keys', { name: 'y', role: 'administrator' }, withKey)
  expect(raised).toMatchObject({ status: 403 })
  const strong = await ada.send('POST', '/api-keys', { name: 'strong', role: 'administrator' })
  expect(await send('DELETE', `/api-keys/${strong.body.id}`, undefined, withKey)).toMatchObject({ status: 403 })
  expect((await ada.get('/api-keys')).body.items).toHaveLength(2)

  const listed = (await ada.get('/api-keys')).body.items
  expect(listed[0]).toMatchObject({ id, prefix, lastUsedAt: expect.any(String), owner: { name: 'Ada' } })
  expect(JSON.stringify(listed)).not.toContain(key)
  const stored = JSON.stringify(await app.db.selectFrom('api_keys').selectAll().execute())
  expect(stored).not.toContain(key.slice(prefix.length))
})

test('one revokes one\u2019s own keys, and administrators everybody\u2019s, at once', async () => {
  const { ada, invite, send } = await peopleLab()
  const [grace, linus] = [await invite('viewer', 'Grace'), await invite('viewer', 'Linus')]
  const make = async (browser: typeof grace) =>
    (await browser.send('POST', '/api-keys', { name: 'x', role: 'viewer' })).body
  const [first, second] = [await make(grace), await make(grace)]
  const works = async ({ key }: { key: string }) =>
    (await send('GET', '/me', undefined, { authorization: `Bearer ${key}` })).status === 200
  expect(await linus.send('DELETE', `/api-keys/${first.id}`)).toMatchObject({ status: 404 })
  expect(await linus.get('/api-keys?whose=all')).toMatchObject({ status: 403 })
  expect((await linus.get('/api-keys')).body.items).toEqual([])
  expect(await works(first)).toBe(true)

  expect(await grace.send('DELETE', `/api-keys/${first.id}`)).toMatchObject({ status: 204 })
  expect(await works(first)).toBe(false)
  expect(await grace.send('DELETE', `/api-keys/${first.id}`)).toMatchObject({ status: 404 })
  expect((await ada.get('/api-keys?whose=all')).body.items).toMatchObject([{ id: second.id, owner: { name: 'Grace' } }])
  expect(await ada.send('DELETE', `/api-keys/${second.id}`)).toMatchObject({ status: 204 })
  expect(await works(second)).toBe(false)
})

test('who did what is recorded, and no secret with it', async () => {
  const { ada, invite, newBrowser, app, audit } = await peopleLab()
  const grace = await invite('viewer', 'Grace')
  const { body: made } = await ada.send('POST', '/api-keys', { name: 'robot', role: 'viewer' })
  await ada.send('DELETE', `/api-keys/${made.id}`)
  await ada.send('PATCH', `/users/${grace.id}`, { role: 'contributor' })
  await ada.send('PATCH', `/users/${grace.id}`, { role: 'contributor' })
  const link = await ada.send('POST', `/users/${grace.id}/reset-link`)
  await newBrowser().send('POST', '/session', { email: 'typed.wrong@postbud.example', password: 'my secret password' })
  await ada.send('DELETE', `/users/${grace.id}`)
  await ada.send('DELETE', '/session')

  const entries = await audit()
  expect(entries.map(({ actor, action, target }) => `${actor}: ${action} ${target}`)).toEqual([
    'Postbud: user.set_up_link first administrator',
    'Ada: user.set_up ada@postbud.example',
    'Ada: session.begin ada@postbud.example',
    'Ada: user.invite grace@postbud.example',
    'Grace: user.accept grace@postbud.example',
    'Grace: session.begin grace@postbud.example',
    `Ada: api_key.make ${made.prefix}`,
    `Ada: api_key.revoke ${made.prefix}`,
    'Ada: user.change grace@postbud.example',
    'Ada: user.make_reset_link grace@postbud.example',
    'Somebody: session.refuse unknown',
    'Ada: user.remove grace@postbud.example',
    'Ada: session.end ada@postbud.example',
  ])
  const change = entries.find(({ action }) => action === 'user.change')
  expect(change).toMatchObject({ before: { role: 'viewer' }, after: { role: 'contributor' } })
  const secrets = [
    goodPassword,
    'my secret',
    'typed.wrong',
    made.key,
    link.body.link.address.split('#')[1],
    'argon2',
    'pbs_',
  ]
  const kept = JSON.stringify(await app.db.selectFrom('audit_log').selectAll().execute())
  expect(secrets.filter((secret) => kept.includes(secret))).toEqual([])
})
