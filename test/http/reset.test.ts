import { expect, test, vi } from 'vitest'
import { fastClock } from '../support/fast-clock.ts'
import { mailBox } from '../support/mail-box.ts'
import { goodPassword, peopleLab, tokenOf } from '../support/people-lab.ts'

const hourMs = 3_600_000
const newPassword = 'a wholly other anchor 9'

async function mailLab(variables: Record<string, string> = {}) {
  const box = await mailBox()
  const clock = fastClock()
  const mail = { POSTBUD_SMTP_URL: box.url, POSTBUD_MAIL_FROM: 'Postbud <postbud@postbud.example>' }
  const lab = await peopleLab({ clock, variables: { ...mail, ...variables } })
  return { ...lab, box, clock }
}

/** The token of the only link in a mail. */
function linkIn(text: string): string {
  return tokenOf(/^http\S+$/m.exec(text)?.[0])
}

test('a new password is asked for by mail, and using the link signs out everywhere', async () => {
  const { ada, box, newBrowser } = await mailLab()
  await ada.send('PATCH', '/me', { language: 'da' })
  const browser = newBrowser()
  const asked = await browser.send('POST', '/reset/request', { email: 'ADA@postbud.example' })
  expect(asked).toMatchObject({ status: 202, body: undefined })
  const mail = await box.next()
  expect(mail).toMatchObject({ to: ['ada@postbud.example'], subject: 'En ny adgangskode til Postbud' })
  expect(mail.text).toMatch(/Hej Ada[\s\S]*\/reset#pbl_[\w-]{43}\n/)

  const token = linkIn(mail.text)
  expect(await browser.send('POST', '/reset', { token, password: 'too short' })).toMatchObject({ status: 422 })
  const reset = () => browser.send('POST', '/reset', { token, password: newPassword })
  const both = await Promise.all([reset(), reset()])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 410])
  expect((await box.next()).subject).toBe('Din adgangskode til Postbud er ændret')
  expect(await ada.get('/me')).toMatchObject({ status: 401 })
  // The link does not sign in, and the former password neither.
  expect(browser.cookies.size).toBe(0)
  const email = 'ada@postbud.example'
  expect(await browser.send('POST', '/session', { email, password: goodPassword })).toMatchObject({ status: 401 })
  expect(await browser.send('POST', '/session', { email, password: newPassword })).toMatchObject({ status: 204 })
})

test('nobody learns from asking whether there is such a user, and nobody is flooded with mails', async () => {
  const { ada, invite, box, newBrowser, clock, app } = await mailLab()
  const grace = await invite('viewer', 'Grace')
  await ada.send('PATCH', `/users/${grace.id}`, { status: 'disabled' })
  const ask = (email: string) => newBrowser().send('POST', '/reset/request', { email })
  const strangers = ['nobody@postbud.example', grace.email]
  for (const email of strangers) expect(await ask(email)).toMatchObject({ status: 202, body: undefined })

  const answers = []
  for (let at = 0; at < 5; at += 1) answers.push((await ask('ada@postbud.example')).status)
  expect(answers).toEqual([202, 202, 202, 202, 429])
  const unknown = []
  for (let at = 0; at < 4; at += 1) unknown.push((await ask('nobody@postbud.example')).status)
  expect(unknown).toEqual([202, 202, 202, 429])
  const mails = [await box.next(), await box.next(), await box.next(), await box.next()]
  expect(box.mails.map(({ to }) => to)).toEqual(Array(4).fill(['ada@postbud.example']))

  // Only the newest link works, and it for an hour.
  const latest = await app.db.selectFrom('one_time_links').select('token_hash').where('purpose', '=', 'reset').execute()
  expect(latest).toHaveLength(1)
  const token = linkIn(mails[0]?.text ?? '')
  expect(await newBrowser().send('POST', '/one-time-link', { token })).toMatchObject({ status: 410 })
  clock.advance(hourMs)
  for (const { text } of mails) {
    const used = await newBrowser().send('POST', '/reset', { token: linkIn(text), password: newPassword })
    expect(used).toMatchObject({ status: 410 })
  }
})

test('an invitation goes by mail where there is a mail server, and shows its link where that refuses it', async () => {
  const { ada, box, newBrowser } = await mailLab()
  const invite = (given: object) => ada.send('POST', '/users', { name: 'Åse', role: 'contributor', ...given })
  const invited = await invite({ email: 'ase@postbud.example', language: 'da' })
  expect(invited).toMatchObject({ status: 201, body: { mailed: true, link: null, mailProblem: null } })
  const mail = await box.next()
  expect(mail).toMatchObject({ to: ['ase@postbud.example'], subject: 'Ada inviterer dig til Postbud' })
  const accepted = { token: linkIn(mail.text), password: newPassword }
  expect(await newBrowser().send('POST', '/invitation', accepted)).toMatchObject({ status: 204 })

  const shown = await invite({ email: 'b@postbud.example', handOver: 'link' })
  expect(shown.body).toMatchObject({ mailed: false, link: { address: expect.stringMatching(/\/invitation#pbl_/) } })
  box.refuse('mailbox of c@postbud.example is full')
  const failed = await invite({ email: 'c@postbud.example' })
  expect(failed.body).toMatchObject({ mailed: false, mailProblem: expect.stringMatching(/did not take the mail/) })
  expect(failed.body.link.address).toMatch(/\/invitation#pbl_/)
})

test('a mail server that refuses is nobody\u2019s to learn from', async () => {
  const { box, newBrowser, app } = await mailLab({ POSTBUD_LOG: 'silent' })
  box.refuse('mailbox of ada@postbud.example is full')
  for (const email of ['ada@postbud.example', 'nobody@postbud.example']) {
    expect(await newBrowser().send('POST', '/reset/request', { email })).toMatchObject({ status: 202, body: undefined })
  }
  const made = () => app.db.selectFrom('one_time_links').select('purpose').where('purpose', '=', 'reset').execute()
  await vi.waitUntil(async () => (await made()).length === 1)
  expect((await newBrowser().get('/session/ways')).status).toBe(200)
})

test('an administrator hands a link over, which a key cannot', async () => {
  const { ada, invite, newBrowser, send } = await peopleLab()
  const grace = await invite('contributor', 'Grace')
  expect(await newBrowser().send('POST', '/reset/request', { email: grace.email })).toMatchObject({
    status: 409,
    body: { code: 'no_mail' },
  })
  const { body } = await ada.send('POST', '/api-keys', { name: 'robot', role: 'administrator' })
  const withKey = { authorization: `Bearer ${body.key}` }
  const path = `/users/${grace.id}/reset-link`
  expect(await send('POST', path, undefined, withKey)).toMatchObject({ status: 403 })
  expect(await grace.send('POST', path)).toMatchObject({ status: 403 })
  const password = { current: goodPassword, password: newPassword }
  expect(await send('PUT', '/me/password', password, withKey)).toMatchObject({ status: 403 })

  const made = await ada.send('POST', path)
  expect(made).toMatchObject({ status: 201, body: { mailed: false, user: { email: grace.email } } })
  const token = tokenOf(made.body.link.address)
  expect(await grace.send('POST', '/reset', { token, password: newPassword })).toMatchObject({ status: 204 })
  expect(await grace.get('/me')).toMatchObject({ status: 401 })
  expect(await grace.send('POST', '/session', { email: grace.email, password: newPassword })).toMatchObject({
    status: 204,
  })
})

test('whoever changes their password is signed out everywhere else', async () => {
  const { ada, newBrowser, app } = await peopleLab()
  const other = newBrowser()
  const email = 'ada@postbud.example'
  await other.send('POST', '/session', { email, password: goodPassword })
  const change = (current: string, password: string) => ada.send('PUT', '/me/password', { current, password })
  expect(await change('not her password', newPassword)).toMatchObject({ status: 401, body: { code: 'sign_in_failed' } })
  expect(await change(goodPassword, 'ada lovelace 1815')).toMatchObject({ status: 204 })
  expect(await other.get('/me')).toMatchObject({ status: 401 })
  expect(await ada.get('/me')).toMatchObject({ status: 200 })
  expect(await ada.send('PUT', '/me/password', { password: newPassword })).toMatchObject({ status: 401 })

  // Whoever came with an OpenID provider has none yet, and has signed in just now.
  await app.db.updateTable('users').set({ password_hash: null }).execute()
  expect(await ada.send('PUT', '/me/password', { password: newPassword })).toMatchObject({ status: 204 })
  expect(await other.send('POST', '/session', { email, password: newPassword })).toMatchObject({ status: 204 })
})
