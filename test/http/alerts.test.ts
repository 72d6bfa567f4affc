import { createHmac } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { alertWords } from '../../src/alerts/alert-words.ts'
import { deliverAlert, dueAlerts } from '../../src/alerts/deliver-alerts.ts'
import { noteAlerts } from '../../src/alerts/note-alerts.ts'
import type { AlertSettings } from '../../src/contract/alerts.ts'
import type { Definitions, ExportDefinition } from '../../src/contract/definitions.ts'
import { loadDefinitions } from '../../src/definitions/load-definitions.ts'
import { beginDue } from '../../src/runs/begin-due.ts'
import { driftWork, dueLooks } from '../../src/runs/drift-work.ts'
import { keepSchedules } from '../../src/runs/keep-schedules.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { tryLockWork } from '../../src/runs/work-loop.ts'
import { carryOnRefresh } from '../../src/system-refresh/carry-on-refresh.ts'
import { queueRefresh } from '../../src/system-refresh/queue-refresh.ts'
import { aShop } from '../support/a-shop.ts'
import { anEndedRun } from '../support/an-ended-run.ts'
import { people } from '../support/delivery-lab.ts'
import { fastClock } from '../support/fast-clock.ts'
import { mailBox } from '../support/mail-box.ts'
import { postBox } from '../support/post-box.ts'
import { type ShopServer, shopServer } from '../support/shop-server.ts'

const hour = 3_600_000
const day = 24 * hour
const news = aShop().exports.news as ExportDefinition

function aShopWith(alerts: AlertSettings, change: Partial<Definitions> = {}): Definitions {
  const shop = aShop(change)
  return { ...shop, environment: { ...shop.environment, alerts } }
}

type Options = { alerts?: AlertSettings; shop?: Partial<Definitions>; workers?: boolean; count?: number }

/** A shop whose alerts go to a mail box and a post box; they are looked for when the test says so. */
async function alertLab({ alerts = {}, shop = {}, workers = false, count = 3 }: Options = {}) {
  const [mail, post] = [await mailBox(), await postBox()]
  const clock = fastClock()
  const lab = await shopServer({
    clock,
    workers,
    people: people(count),
    shop: aShopWith({ webhooks: { chat: { url: '${ALERTS_URL}', secret: '${ALERTS_SECRET}' } }, ...alerts }, shop),
    variables: {
      POSTBUD_SMTP_URL: mail.url,
      POSTBUD_MAIL_FROM: 'Postbud <postbud@shop.example>',
      POSTBUD_ALLOWED_HOSTS: new URL(post.url).host,
      ALERTS_URL: post.url,
      ALERTS_SECRET: 'hush',
    },
  })
  const { app } = lab
  const note = async () => noteAlerts(app, await loadDefinitions(app.db))
  const deliver = async () => {
    for (const id of await dueAlerts(app)) {
      // The workers of the lab send, too: whoever has it sends it.
      await using _held = await whenFree(() => tryLockWork(app.database, 'alert', id))
      await deliverAlert(app, await loadDefinitions(app.db), id, new AbortController().signal)
    }
  }
  const tell = async () => {
    await note()
    await deliver()
    return mail.mails.map(({ subject }) => subject)
  }
  return { ...lab, mail, post, clock, note, deliver, tell }
}

async function whenFree<T>(take: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const taken = await take()
    if (taken) return taken
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function endRun({ app }: Pick<ShopServer, 'app'>, values: Record<string, unknown>): Promise<void> {
  await anEndedRun(app, values as never)
}

const failed = { status: 'Failed (permanent)', reason: 'list_deleted', message: 'The list "Newsletter" was deleted.' }

test('a failure is told once to every administrator and webhook, and so is that it is over', async () => {
  const lab = await alertLab()
  const { as, tell, mail, post, clock } = lab
  await as('administrator')
  await as('administrator')
  await as('viewer')
  await endRun(lab, failed)
  expect(await tell()).toEqual(Array(2).fill('[Postbud Test] Export "news" failed'))
  expect(mail.mails.map(({ to }) => to)).toEqual([
    ['administrator.1@postbud.example'],
    ['administrator.2@postbud.example'],
  ])
  expect(mail.mails[0]?.text).toContain('The list was deleted in Constant Contact. Choose another list for the export.')
  expect(JSON.parse(post.posts[0]?.body ?? '')).toMatchObject({
    event: 'raised',
    kind: 'export_failed',
    subject: 'news',
    reason: 'list_deleted',
    message: 'The list "Newsletter" was deleted.',
    title: 'Export "news" failed',
    environment: 'Test',
  })
  // The same again is no news; another reason is.
  clock.advance(hour)
  await endRun(lab, failed)
  expect(await tell()).toHaveLength(2)
  await endRun(lab, { ...failed, status: 'Skipped', reason: 'reconnect_needed' })
  expect((await tell()).slice(2)).toEqual(Array(2).fill('[Postbud Test] Export "news" was skipped'))
  await endRun(lab, { status: 'Successful' })
  expect((await tell()).slice(4)).toEqual(Array(2).fill('[Postbud Test] Over: Export "news" was skipped'))
  expect(await tell()).toHaveLength(6)
  expect(post.posts).toHaveLength(3)
})

test('what may heal by itself tells nobody', async () => {
  const lab = await alertLab()
  await lab.as('administrator')
  await endRun(lab, { status: 'Failure (will retry)', reason: 'constant_contact_unreachable', finished_at: null })
  expect(await lab.tell()).toEqual([])
  await rm(join(dirname(lab.app.config.file), 'contacts.csv'))
  const { id } = await queueRefresh(lab.app, { trigger: 'manual', actor: systemActor, scope: null })
  await carryOnRefresh(lab.app, id, new AbortController().signal)
  expect(await lab.tell()).toEqual([])
  for (let each = 0; each < 3; each += 1) {
    lab.clock.advance(6 * 60_000)
    await carryOnRefresh(lab.app, id, new AbortController().signal)
  }
  expect(await lab.tell()).toEqual([
    '[Postbud Test] Data source "contacts" could not be refreshed',
    '[Postbud Test] Exports were skipped, since what they go out from failed',
  ])
  // Brought up to date in another way than by a refresh.
  lab.clock.advance(hour)
  await lab.turnTo(people(3))
  const again = await queueRefresh(lab.app, {
    trigger: 'manual',
    actor: systemActor,
    scope: { sources: ['contacts'], segments: [] },
  })
  await carryOnRefresh(lab.app, again.id, new AbortController().signal)
  expect((await lab.tell()).slice(2)).toEqual(['[Postbud Test] Over: Data source "contacts" could not be refreshed'])
})

test('approvals, connections, used-up budgets and lapsing tokens are told', async () => {
  const lab = await alertLab({ shop: { exports: { news: { ...news, guards: { newContacts: 1 } }, more: news } } })
  const { app, tell, clock } = lab
  await lab.as('administrator')
  await endRun(lab, {
    stage: 'approval',
    status: 'Waits for approval',
    reason: 'guard_new_contacts',
    finished_at: null,
  })
  const { id } = await queueRun(app, { exportName: 'more', trigger: 'manual', actor: systemActor })
  await app.db
    .updateTable('runs')
    .set({ waits_for: 'quota_exhausted', waits_until: new Date(clock.now().getTime() + hour), status: 'Queued' })
    .where('id', '=', id)
    .execute()
  expect(await tell()).toEqual([
    '[Postbud Test] Export "news" waits for approval',
    '[Postbud Test] The day\'s requests of connection "marketing" are used up',
  ])
  clock.advance(167 * day)
  expect((await tell()).slice(2)).toEqual(['[Postbud Test] The tokens of connection "marketing" lapse soon'])
  await app.db
    .updateTable('connection_states')
    .set({ status: 'reconnect_needed', cause_code: 'refresh_refused', cause: 'it was revoked.' })
    .execute()
  expect((await tell()).slice(3)).toEqual(['[Postbud Test] Connection "marketing" must be connected again'])
})

test('an erasure that waits for long is told once, and so is its end', async () => {
  const lab = await alertLab({ workers: true })
  const { app, clock, mail, members } = lab
  const admin = await lab.as('administrator')
  const run = await queueRun(app, { exportName: 'news', trigger: 'manual', actor: systemActor })
  await lab.ended(run.id)
  const gone = { status: 'reconnect_needed', cause_code: 'refresh_refused', cause: 'it was revoked.' } as const
  await app.db.updateTable('connection_states').set(gone).execute()
  const asked = { email: 'person.1@example.com', removeFromLists: true }
  const { body } = await admin.send('POST', '/privacy/erasures', asked)
  const erasure = async () => (await admin.get(`/privacy/erasures/${body.id}`)).body
  const told = () => mail.mails.map(({ subject }) => subject).filter((subject) => subject.includes(body.id))
  await expect.poll(async () => (await erasure()).waitsFor?.code, { timeout: 20_000 }).toBe('removal_unfinished')
  await lab.tell()
  expect(told()).toEqual([])

  clock.advance(25 * hour)
  await lab.tell()
  clock.advance(2 * hour)
  await lab.tell()
  await lab.tell()
  expect(told()).toEqual([`[Postbud Test] Erasure ${body.id} has not ended`])
  const text = mail.mails.find(({ subject }) => subject.includes(body.id))?.text
  expect(text).toContain('A person who was to be erased is not erased from everything yet.')
  expect(text).not.toContain('person.1')

  await lab.connect()
  clock.advance(2 * hour)
  await expect.poll(async () => (await erasure()).state, { timeout: 20_000 }).toBe('whole')
  expect(members()).not.toContain('person.1@example.com')
  await lab.tell()
  expect(told().slice(1)).toEqual([`[Postbud Test] Over: Erasure ${body.id} has not ended`])
})

test('an alert in Danish is Danish, and says of what is not ours that it is English; in the post it stays as it was', async () => {
  const lab = await alertLab({ alerts: { language: 'da' } })
  await lab.as('administrator')
  const message = 'The list "Newsletter" (l1) was deleted in Constant Contact. Choose another list for the export.'
  await endRun(lab, { ...failed, message })
  await lab.tell()
  const [, ...paragraphs] = lab.mail.mails[0]?.text.split(/\r?\n\r?\n/) ?? []
  expect(paragraphs[0]).toBe(
    'Listen "Newsletter" (l1) er slettet i Constant Contact. V\u00e6lg en anden liste til eksporten.',
  )
  expect(paragraphs[1]).toMatch(/^Listen .*\./)
  const [posted] = lab.post.posts.map(({ body }) => JSON.parse(body))
  expect(posted).toMatchObject({ title: 'Eksporten "news" mislykkedes', message })
  expect(alertWords({ ...posted, message: 'disk I/O error' }, 'da')).toMatchObject({
    message: null,
    detail: 'Detaljer (p\u00e5 engelsk): disk I/O error',
  })
})

test('a test of the alerts names those whom nobody can mail', async () => {
  const { as } = await shopServer({ workers: false })
  const { send } = await as('administrator')
  const problem = 'left out, since no mail server is set (POSTBUD_SMTP_URL, POSTBUD_MAIL_FROM)'
  expect((await send('POST', '/alerts/test')).body).toEqual({
    recipients: [{ channel: 'mail', recipient: 'administrator.1@postbud.example', problem }],
  })
})

test('a time that was missed is told, made up for or not', async () => {
  const schedule = { repeat: 'daily', times: ['06:00'], missed: 'skip' } as const
  const lab = await alertLab({ shop: { exports: { news: { ...news, schedule } } }, alerts: { language: 'da' } })
  const { app, clock, tell } = lab
  await lab.as('administrator')
  const definitions = await loadDefinitions(app.db)
  await keepSchedules(app, definitions)
  clock.advance(2 * day)
  expect(await beginDue(app, definitions, 'export:news')).toBe('left out')
  expect(await tell()).toEqual(['[Postbud Test] Et tidspunkt for eksporten "news" blev misset'])
  expect(lab.mail.mails[0]?.text).toContain('Der kørte ingen server på tidspunktet')
})

test('posts are signed over their time, and in the shape that Slack takes when asked for', async () => {
  const lab = await alertLab({
    alerts: {
      mail: 'off',
      webhooks: {
        plain: { url: '${ALERTS_URL}' },
        signed: { url: '${ALERTS_URL}', secret: '${ALERTS_SECRET}' },
        slack: { url: '${ALERTS_URL}', format: 'slack' },
      },
    },
  })
  await lab.as('administrator')
  await endRun(lab, { ...failed, message: 'a < b & c' })
  expect(await lab.tell()).toEqual([])
  const slack = lab.post.posts.find(({ body }) => body.includes('mrkdwn'))
  const signed = lab.post.posts.find(({ headers }) => headers['postbud-signature'] !== undefined)
  const plain = lab.post.posts.find((each) => each !== slack && each !== signed)
  expect(JSON.parse(plain?.body ?? '')).toMatchObject({ kind: 'export_failed' })
  const timestamp = signed?.headers['postbud-timestamp']
  expect(Math.abs(Number(timestamp) * 1000 - lab.clock.now().getTime())).toBeLessThan(60_000)
  const expected = createHmac('sha256', 'hush').update(`${timestamp}.${signed?.body}`).digest('hex')
  expect(signed?.headers['postbud-signature']).toBe(`sha256=${expected}`)
  const { text, blocks } = JSON.parse(slack?.body ?? '')
  expect(text).toBe('Test: Export "news" failed')
  expect(blocks[0].text.text).toContain('*Export "news" failed*\na &lt; b &amp; c\n')
})

test('what is not taken is sent again, under the same id, and given up after a day', async () => {
  const lab = await alertLab({ alerts: { mail: 'off' } })
  const { post, clock, tell, app } = lab
  post.answer = 503
  await endRun(lab, failed)
  await tell()
  await tell()
  expect(post.posts).toHaveLength(1)
  clock.advance(61_000)
  post.answer = 200
  await tell()
  await tell()
  expect(new Set(post.posts.map(({ headers }) => headers['postbud-delivery'])).size).toBe(1)
  expect(post.posts).toHaveLength(2)

  // Where it leads to is not followed, and not told either.
  post.answer = 302
  post.location = 'http://127.0.0.1:1/'
  await endRun(lab, { status: 'Successful' })
  for (let each = 0; each < 9; each += 1) {
    await tell()
    clock.advance(13 * hour)
  }
  expect(post.posts).toHaveLength(2 + 8)
  const rows = await app.db.selectFrom('alert_outbox').selectAll().orderBy('seq').execute()
  expect(rows[1]).toMatchObject({ sent_at: null, attempts: 8, last_error: 'The webhook "chat" answered 302.' })
  expect(rows[1]?.given_up_at).not.toBeNull()
})

test('a webhook leads to allowed hosts only, whatever its variable holds', async () => {
  const lab = await alertLab({ alerts: { mail: 'off', webhooks: { inside: { url: 'http://127.0.0.1:1/metadata' } } } })
  await endRun(lab, failed)
  await lab.tell()
  const [row] = await lab.app.db.selectFrom('alert_outbox').selectAll().execute()
  expect(row).toMatchObject({ sent_at: null, last_error: expect.stringContaining('POSTBUD_ALLOWED_HOSTS') })
})

test('several that look at once tell once', async () => {
  const lab = await alertLab()
  await lab.as('administrator')
  await endRun(lab, failed)
  await Promise.all([lab.note(), lab.note(), lab.note()])
  await lab.deliver()
  expect(lab.mail.mails).toHaveLength(1)
})

test('workers tell by themselves', async () => {
  const lab = await alertLab({ workers: true })
  await lab.as('administrator')
  await endRun(lab, { ...failed, stage: 'finished' })
  lab.workers.wake()
  expect(await lab.mail.next()).toMatchObject({ subject: '[Postbud Test] Export "news" failed' })
})

test('lists are looked at a day after they were delivered to, and what drifted is told', async () => {
  const lab = await alertLab({ workers: true })
  const { app, clock, control, members, workers } = lab
  await lab.as('administrator')
  const { id } = await queueRun(app, { exportName: 'news', trigger: 'manual', actor: systemActor })
  workers.wake()
  await lab.ended(id)
  await workers[Symbol.asyncDispose]()
  const definitions = await loadDefinitions(app.db)
  expect(await dueLooks(app, definitions)).toEqual([])
  clock.advance(25 * hour)
  expect(await dueLooks(app, definitions)).toEqual(['news'])
  const work = driftWork(app)
  const look = async () => {
    for (const due of await work.find()) await work.carryOn(due, new AbortController().signal)
  }
  await look()
  expect(await app.db.selectFrom('drift_checks').select('verdict').execute()).toEqual([{ verdict: 'well' }])
  expect(await dueLooks(app, definitions)).toEqual([])
  expect(await lab.tell()).toEqual([])

  const [gone = ''] = members()
  control.removeFromList(gone)
  clock.advance(25 * hour)
  await look()
  expect(await lab.tell()).toEqual(['[Postbud Test] The list of export "news" has drifted'])
  expect(lab.mail.mails[0]?.text).toContain('On the list "Newsletter": 1 put there by Postbud are gone.')
  expect(lab.mail.mails[0]?.text).not.toContain(gone)
})

test('what the check of a connection finds wrong is told', async () => {
  const lab = await alertLab()
  await lab.as('administrator')
  const found = { kind: 'wrong', code: 'privilege_missing', message: 'The user lacks contacts:lists:write.' }
  const last_check = JSON.stringify({
    at: '2026-01-01T00:00:00Z',
    verdict: 'wrong',
    missingPrivileges: [],
    findings: [found],
  })
  await lab.app.db.updateTable('connection_states').set({ last_check }).execute()
  expect(await lab.tell()).toEqual(['[Postbud Test] Something is wrong with connection "marketing"'])
})

test('over HTTP administrators see what needs somebody, set who is told, and try it', async () => {
  const lab = await alertLab()
  const { as, post } = lab
  const [administrator, contributor] = [await as('administrator'), await as('contributor')]
  await endRun(lab, failed)
  await lab.tell()
  expect(await contributor.get('/alerts')).toMatchObject({ status: 403 })
  expect(await administrator.get('/alerts')).toMatchObject({
    status: 200,
    body: {
      current: [{ kind: 'export_failed', subject: 'news', reason: 'list_deleted', meaning: expect.any(String) }],
      sent: [
        { channel: 'webhook', recipient: 'chat', event: 'raised' },
        { channel: 'mail', recipient: 'administrator.1@postbud.example', problem: null, attempts: 0 },
      ].map((each) => expect.objectContaining(each)),
    },
  })
  expect((await contributor.get('/status')).body.attention).toMatchObject([{ subject: 'news', reason: 'list_deleted' }])

  const seen = await administrator.get('/alerts/settings')
  expect(seen.body).toMatchObject({
    mailServer: true,
    settings: { webhooks: { chat: { secret: '${ALERTS_SECRET}' } } },
  })
  const put = (settings: unknown, tag: string | null) =>
    administrator.send('PUT', '/alerts/settings', { settings }, tag === null ? {} : { 'if-match': tag })
  expect(await put({ mail: 'off' }, null)).toMatchObject({ status: 428 })
  const refused = await put({ webhooks: { inside: { url: 'http://169.254.169.254/' } } }, seen.headers.get('etag'))
  expect(refused).toMatchObject({ status: 422, body: { issues: [{ path: 'environment.alerts.webhooks.inside.url' }] } })
  const typed = { mail: 'off', webhooks: { chat: { url: post.url, secret: 'typed-secret' } } }
  const set = await put(typed, seen.headers.get('etag'))
  expect(set).toMatchObject({ status: 200, body: { settings: { webhooks: { chat: { secret: '********' } } } } })
  expect(JSON.stringify(set.body)).not.toContain('typed-secret')
  // What was shown masked comes back, and the secret stays.
  const kept = await put({ ...set.body.settings, language: 'da' }, set.headers.get('etag'))
  expect(kept.status).toBe(200)
  expect((await loadDefinitions(lab.app.db)).environment.alerts).toEqual({ ...typed, language: 'da' })
  expect(JSON.stringify(await lab.app.db.selectFrom('audit_log').selectAll().execute())).not.toContain('typed-secret')

  const before = post.posts.length
  expect(await administrator.send('POST', '/alerts/test')).toMatchObject({
    status: 200,
    body: { recipients: [{ channel: 'webhook', recipient: 'chat', problem: null }] },
  })
  expect(JSON.parse(post.posts[before]?.body ?? '')).toMatchObject({ kind: 'test', title: 'En prøve af advarslerne' })
  post.answer = 500
  expect((await administrator.send('POST', '/alerts/test')).body.recipients).toMatchObject([
    { problem: 'The webhook "chat" answered 500.' },
  ])
  expect(await contributor.send('POST', '/alerts/test')).toMatchObject({ status: 403 })
})
