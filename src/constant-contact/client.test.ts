import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ConnectionLab, connectionLab } from '../../test/support/connection-lab.ts'
import { type FastClock, fastClock } from '../../test/support/fast-clock.ts'
import { type OpenAccount, openConstantContact } from '../connections/open-constant-contact.ts'
import { judgeRemoval } from './judge-removal.ts'
import type { WaitEvent } from './session.ts'

const listId = '06526938-56dd-11e9-932a-fa163ea075fa'
const everybody = 'email,first_name\nada@example.com,Ada\ngrace@example.com,Grace\n'

let lab: ConnectionLab
let clock: FastClock
let account: OpenAccount
let events: WaitEvent[]

beforeAll(async () => {
  lab = await connectionLab({
    sandbox: { instant: true },
    clock: (sandbox) => {
      clock = fastClock((ms) => sandbox.control.advance(ms))
      return clock
    },
  })
})

afterAll(() => lab[Symbol.asyncDispose]())

beforeEach(async () => {
  lab.sandbox.control.reset()
  // A reset sets the sandbox's clock back, and ours goes on: put them in step again.
  lab.sandbox.control.advance(clock.now().getTime() - lab.sandbox.control.now())
  lab.sandbox.control.autoApprove = true
  await lab.needs.db.deleteFrom('connection_states').execute()
  await lab.needs.db.deleteFrom('request_budgets').execute()
  await lab.connect()
  events = []
  account = await lab.open({
    notify: (event) => events.push(event),
    timeouts: { requestMs: 400, uploadMs: 400 },
    random: () => 0.5,
  })
  lab.sandbox.control.clearRequests()
  clock.waits.length = 0
})

afterEach(() => account[Symbol.asyncDispose]())

const bytes = (text: string) => new TextEncoder().encode(text)
const send = (name = 'postbud_r1_1.csv', text = everybody) => account.importCsv([listId], name, bytes(text))
const emails = () => lab.sandbox.control.list().members?.map(({ email }) => email)

/** Puts people on the list and answers their contact ids. */
function members(...names: readonly string[]): string[] {
  return names.map(
    (name) => lab.sandbox.control.addContact({ email: `${name}@example.com`, listIds: [listId] }).contactId,
  )
}

test('the account, its privileges, lists and custom fields are read', async () => {
  expect(await account.readAccount()).toMatchObject({ id: 'p07e1l8cdif9dl', organizationName: 'Sandbox Outfitters' })
  expect(await account.readPrivileges()).toEqual(
    expect.arrayContaining(['account:read', 'contacts:read', 'contacts:write', 'contacts:lists:read']),
  )
  expect(await account.readLists({ members: true })).toMatchObject([{ id: listId, name: 'Newsletter', members: 0 }])
  expect(await account.readCustomFields()).toMatchObject([{ name: 'loyalty_tier', type: 'string' }])
})

test('more lists and custom fields than a page holds are all read', async () => {
  for (let at = 0; at < 620; at += 1) lab.sandbox.control.addList({ name: `List ${at}` })
  for (let at = 0; at < 99; at += 1) lab.sandbox.control.addCustomField({ label: `Field ${at}` })
  const lists = await account.readLists()
  expect(new Set(lists.map((list) => list.name)).size).toBe(621)
  expect(await account.readCustomFields()).toHaveLength(100)
})

test('a list is found by id, by address, by name and by its old number', async () => {
  const found = { id: listId, name: 'Newsletter' }
  expect(await account.findList(listId)).toMatchObject(found)
  expect(await account.findList(listId.toUpperCase())).toMatchObject(found)
  expect(await account.findList(`https://app.constantcontact.com/pages/contacts/ui#contacts/${listId}`)).toMatchObject(
    found,
  )
  expect(await account.findList(`https://app.constantcontact.com/ui/lists?list=${listId}&x=1`)).toMatchObject(found)
  expect(await account.findList(' Newsletter ')).toMatchObject(found)
  lab.sandbox.control.fault({
    path: 'list_id_xrefs?sequence_ids=1234567890',
    action: { status: 200, body: { xrefs: [{ sequence_id: 1234567890, list_id: listId }] } },
  })
  expect(await account.findList('1234567890')).toMatchObject(found)
  const named = lab.sandbox.control.addList({ name: '2026' })
  expect(await account.findList('2026')).toMatchObject({ id: named })
})

test('a list that is not there, deleted, or one of two of its name is an error that says so', async () => {
  await expect(account.findList('Newsletters')).rejects.toThrow(/no list called "Newsletters"/)
  await expect(account.findList('12345678-0000-11e9-932a-fa163ea075fa')).rejects.toMatchObject({
    code: 'list_not_found',
  })
  const first = lab.sandbox.control.addList({ name: 'Spring' })
  const second = lab.sandbox.control.addList({ name: 'Spring' })
  await expect(account.findList('Spring')).rejects.toMatchObject({
    code: 'ambiguous_name',
    message: expect.stringMatching(new RegExp(`${first}.*${second}|${second}.*${first}`)),
  })
  lab.sandbox.control.deleteList(first)
  expect(await account.findList('Spring')).toMatchObject({ id: second })
  await expect(account.findList(first)).rejects.toMatchObject({ code: 'list_deleted' })
})

test('an import is accepted, settles, and is found by its file name', async () => {
  const since = clock.now()
  const outcome = await send()
  if (outcome.kind !== 'accepted') throw new Error(outcome.why)
  const { id } = outcome.activity
  const activities = await account.readActivities([id, '00000000-0000-11e9-932a-fa163ea075fa'])
  expect(activities.get(id)).toMatchObject({ state: 'completed', sourceFileName: 'postbud_r1_1.csv' })
  expect(activities.get('00000000-0000-11e9-932a-fa163ea075fa')).toBe('gone')
  expect(await account.findActivityByFileName('postbud_r1_1.csv', since)).toMatchObject({ id })
  expect(await account.findActivityByFileName('postbud_r1_2.csv', since)).toBeUndefined()
  expect(lab.sandbox.control.list().memberCount).toBe(2)
})

test('contacts are taken off a list by their ids, and stay in the account', async () => {
  const [ada = '', grace = ''] = members('ada', 'grace', 'joan')
  const outcome = await account.removeFromList([listId], [ada, grace])
  if (outcome.kind !== 'accepted') throw new Error(outcome.why)
  const { id } = outcome.activity
  const activity = (await account.readActivities([id])).get(id)
  expect(activity).toMatchObject({ state: 'completed', counts: { items: 2, completed: 2, lists: 1 } })
  expect(emails()).toEqual(['joan@example.com'])
  expect(lab.sandbox.control.contact('ada@example.com')).toMatchObject({ deleted: false })
})

test('a removal of somebody the account does not know does not pass for complete', async () => {
  const outcome = await account.removeFromList([listId], [...members('ada'), '00000000-0000-11e9-932a-fa163ea075fa'])
  if (outcome.kind !== 'accepted') throw new Error(outcome.why)
  const activity = (await account.readActivities([outcome.activity.id])).get(outcome.activity.id)
  if (!activity || activity === 'gone') throw new Error('the job is gone')
  expect(judgeRemoval(activity, 2)).toEqual({ kind: 'settled', complete: false })
})

test.each([
  ['a 500 after the work', { status: 500, handled: true }, 0],
  ['a 503 before the work', { status: 503 }, 1],
  ['an answer lost', 'drop-after' as const, 0],
  ['an answer cut short', 'truncated-json' as const, 0],
  ['an answer without an id', { status: 201, body: { state: 'initialized' } }, 1],
])('a removal with %s is unknown, and not sent again', async (_, action, left) => {
  const ids = members('ada')
  lab.sandbox.control.fault({ path: 'remove_list_memberships', action })
  expect(await account.removeFromList([listId], ids)).toMatchObject({ kind: 'unknown', why: expect.any(String) })
  expect(lab.sandbox.control.requests().byRoute['POST /v3/activities/remove_list_memberships']).toBe(1)
  expect(emails()).toHaveLength(left)
})

test('a removal from a list that is not there, or that is refused, says so', async () => {
  const ids = members('ada')
  lab.sandbox.control.setUnknown('unknownListId', '404')
  const gone = '12345678-0000-11e9-932a-fa163ea075fa'
  await expect(account.removeFromList([gone], ids)).rejects.toMatchObject({ code: 'list_not_found' })
  lab.sandbox.control.setPrivileges(['account:read', 'contacts:read', 'contacts:lists:read'])
  await expect(account.removeFromList([listId], ids)).rejects.toThrow(/lacks the privilege contacts:write/)
  expect(emails()).toHaveLength(1)
})

test('a removal goes again when it was certainly not carried out', async () => {
  const ids = members('ada')
  lab.sandbox.control.expireAccessTokens()
  lab.sandbox.control.fault({ path: 'remove_list_memberships', nth: 2, action: 'throttled' })
  lab.sandbox.control.fault({ path: 'remove_list_memberships', nth: 3, action: 'queue-full' })
  expect(await account.removeFromList([listId], ids)).toMatchObject({ kind: 'accepted' })
  expect(events.map(({ kind }) => kind)).toEqual(['throttled', 'queue-full'])
  expect(emails()).toEqual([])
})

test('many activities are read through the collection, page by page', async () => {
  const ids: string[] = []
  const since = clock.now()
  for (let at = 0; at < 12; at += 1) {
    const outcome = await send(`postbud_r1_${at}.csv`)
    if (outcome.kind === 'accepted') ids.push(outcome.activity.id)
  }
  lab.sandbox.control.clearRequests()
  const found = await account.readActivities(ids)
  expect([...found.keys()].sort()).toEqual([...ids].sort())
  expect(lab.sandbox.control.requests().total).toBe(1)
  const named = await account.findActivitiesByFileName(['postbud_r1_3.csv', 'postbud_r1_9.csv'], since)
  expect([...named.keys()].sort()).toEqual(['postbud_r1_3.csv', 'postbud_r1_9.csv'])
})

test('contacts are read by status, list and count, however many pages they fill', async () => {
  const { control } = lab.sandbox
  for (let at = 0; at < 1_203; at += 1) control.addContact({ email: `p${at}@example.com`, listIds: [listId] })
  control.unsubscribe('p1@example.com')
  control.deleteContact('p2@example.com')
  const emails: string[] = []
  for await (const page of account.readContacts({ listIds: [listId] })) {
    emails.push(...page.contacts.map(({ email }) => email ?? ''))
  }
  expect(new Set(emails).size).toBe(1_202)
  const unsubscribed = await Array.fromAsync(
    account.readContacts({ status: 'unsubscribed', include: ['list_memberships'] }),
  )
  expect(unsubscribed.flatMap(({ contacts }) => contacts)).toMatchObject([
    { email: 'p1@example.com', permission: 'unsubscribed', optOutSource: 'Contact', listIds: expect.any(Array) },
  ])
  const deleted = await Array.fromAsync(account.readContacts({ status: 'deleted' }))
  expect(deleted.flatMap(({ contacts }) => contacts)).toMatchObject([
    { email: 'p2@example.com', deletedAt: expect.any(Date) },
  ])
  expect(await account.countContacts({ listIds: [listId] })).toBe(1_202)
  expect(await account.findContact('p2@example.com')).toMatchObject({ deletedAt: expect.any(Date) })
  expect(await account.findContact('a+b@example.com')).toBeUndefined()
})

test('contacts carry the values the account holds, and custom fields by their id when asked', async () => {
  const { control } = lab.sandbox
  const values = { first_name: 'Ada', last_name: '', company_name: 'Analytical', 'cf:loyalty_tier': 'gold' }
  control.addContact({ email: 'ada@example.com', values })
  const [field] = await account.readCustomFields()
  const [plain] = await Array.fromAsync(account.readContacts({}))
  const [whole] = await Array.fromAsync(account.readContacts({ include: ['custom_fields'] }))
  const told = { first_name: 'Ada', company_name: 'Analytical' }
  expect(plain?.contacts).toMatchObject([{ values: told, updateSource: 'Account' }])
  expect(plain?.contacts[0]?.values).toEqual(told)
  expect(whole?.contacts[0]?.values).toEqual({ ...told, [`cf:${field?.id}`]: 'gold' })
})

test('contacts are read by when they were made, and each page tells how many there are', async () => {
  const { control } = lab.sandbox
  members('before')
  clock.advance(60_000)
  const createdAfter = clock.now()
  clock.advance(60_000)
  members('a', 'b', 'c')
  const pages = await Array.fromAsync(account.readContacts({ createdAfter, count: true, pageSize: 1 }))
  expect(pages.map(({ contacts, count }) => [contacts[0]?.email, count])).toEqual([
    ['a@example.com', 3],
    ['b@example.com', 3],
    ['c@example.com', 3],
  ])
  expect(control.requests().log.filter(({ path }) => path.includes('include_count=true'))).toHaveLength(3)
})

test('a contact is read by its id with the lists it is on, deleted ones too', async () => {
  const [id = ''] = members('ada')
  expect(await account.readContactById(id)).toMatchObject({ id, email: 'ada@example.com', listIds: [listId] })
  lab.sandbox.control.deleteContact('ada@example.com')
  expect(await account.readContactById(id)).toMatchObject({ deletedAt: expect.any(Date), listIds: [] })
  expect(await account.readContactById('00000000-0000-11e9-932a-fa163ea075fa')).toBeUndefined()
})

test('an e-mail with a plus sign is asked for as it is', async () => {
  lab.sandbox.control.addContact({ email: 'ada+list@example.com' })
  expect(await account.findContact('ada+list@example.com')).toMatchObject({ email: 'ada+list@example.com' })
})

test.each([
  ['a 500', { status: 500 }],
  ['a 503', { status: 503 }],
  ['an HTML error page', 'html' as const],
  ['an answer cut short', 'truncated-json' as const],
  ['a connection cut before', 'drop-before' as const],
  ['a connection cut after', 'drop-after' as const],
  ['no answer in time', { delayMs: 1_500 }],
])('%s to a question is asked again with growing patience', async (_, action) => {
  lab.sandbox.control.fault({ path: '/contact_lists', times: 2, action })
  expect(await account.readLists()).toHaveLength(1)
  expect(events.map(({ kind, delayMs }) => [kind, delayMs])).toEqual([
    ['unavailable', 1_250],
    ['unavailable', 2_500],
  ])
})

test('patience ends, and the error says what was asked and why it failed', async () => {
  lab.sandbox.control.fault({ path: '/contact_lists', times: Number.POSITIVE_INFINITY, action: { status: 503 } })
  await expect(account.readLists()).rejects.toMatchObject({
    code: 'constant_contact_unreachable',
    recovery: 'later',
    message: expect.stringContaining("the account's lists: it answered 503"),
  })
  expect(events).toHaveLength(5)
})

test.each([
  ['a 500 after the work', { status: 500, handled: true }, 1],
  ['a 503 before the work', { status: 503 }, 0],
  ['an answer lost', 'drop-after' as const, 1],
  ['an answer cut short', 'truncated-json' as const, 1],
  ['an answer too late', { delayMs: 1_500 }, undefined],
])('an import with %s is unknown, and not sent again', async (_, action, imported) => {
  lab.sandbox.control.fault({ path: 'contacts_file_import', action })
  expect(await send()).toMatchObject({ kind: 'unknown', why: expect.any(String) })
  const { byRoute } = lab.sandbox.control.requests()
  expect(byRoute['POST /v3/activities/contacts_file_import'] ?? 0).toBeLessThanOrEqual(1)
  if (imported !== undefined) expect(lab.sandbox.control.imports()).toHaveLength(imported)
  if (imported === 1) {
    expect(await account.findActivityByFileName('postbud_r1_1.csv', clock.now())).toBeDefined()
  }
})

test('an import whose host cannot be connected to is sent again: it never left', async () => {
  let failures = 2
  const refused = Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
  })
  const flaky: typeof fetch = async (input, init) => {
    if (String(input).includes('file_import') && failures-- > 0) throw refused
    return fetch(input, init)
  }
  const connections = { marketing: lab.definition }
  await using flakyAccount = await openConstantContact({ ...lab.needs, fetch: flaky }, { connections }, 'marketing')
  expect(await flakyAccount.importCsv([listId], 'postbud_r1_1.csv', bytes(everybody))).toMatchObject({
    kind: 'accepted',
  })
  expect(lab.sandbox.control.imports()).toHaveLength(1)
})

test('an import is sent as it is: the bytes, the name, the lists', async () => {
  const text = 'email,first_name\nada@example.com,"=Åse, ""A"""\n'
  const outcome = await account.importCsv([listId], 'postbud_r9_7.csv', new Blob([text]))
  if (outcome.kind !== 'accepted') throw new Error(outcome.why)
  expect(lab.sandbox.control.importText(outcome.activity.id)).toBe(text)
  expect(lab.sandbox.control.contact('ada@example.com')).toMatchObject({ values: { first_name: '=Åse, "A"' } })
})

test('a refused import says why, without e-mail addresses', async () => {
  const body = [{ error_key: 'contacts.api.validation.error', error_message: 'ada@example.com is not welcome' }]
  lab.sandbox.control.fault({ path: 'contacts_file_import', action: { status: 400, body } })
  const refusal = await send().catch((thrown: unknown) => thrown)
  expect(refusal).toMatchObject({ code: 'constant_contact_refused', recovery: 'never', status: 400 })
  expect(String(refusal)).toContain('[e-mail] is not welcome')
})

test('throttled: the pace slows for everybody and the request goes again', async () => {
  lab.sandbox.control.fault({ path: '/contact_lists', times: 3, action: 'throttled' })
  expect(await account.readLists()).toHaveLength(1)
  expect(events.map(({ kind }) => kind)).toEqual(['throttled', 'throttled', 'throttled'])
  // The first waits are a second and more; then requests keep twice their distance for a while.
  expect(clock.waits.filter((ms) => ms >= 1_000).length).toBeGreaterThanOrEqual(3)
  clock.waits.length = 0
  await account.readLists()
  expect(clock.waits[0]).toBeGreaterThan(400)
})

test('quota exceeded: nothing leaves before midnight UTC, from a new session either', async () => {
  lab.sandbox.control.fault({ path: '/contact_lists', action: 'quota-exceeded' })
  const until = new Date(`${new Date(clock.now().getTime() + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`)
  await expect(account.readLists()).rejects.toMatchObject({ code: 'quota_exhausted', recovery: 'later', until })
  const asked = lab.sandbox.control.requests().total
  await using other = await lab.open()
  await expect(other.readLists()).rejects.toMatchObject({ code: 'quota_exhausted', until })
  expect(lab.sandbox.control.requests().total).toBe(asked)
  expect(await other.requestsLeftToday()).toBe(0)
  clock.advance(until.getTime() - clock.now().getTime() + 1_000)
  expect(await other.readLists()).toHaveLength(1)
  expect(await other.requestsLeftToday()).toBe(9_999)
})

test('a full queue is waited for, minutes long', async () => {
  lab.sandbox.control.fault({ path: 'contacts_file_import', times: 3, action: 'queue-full' })
  expect(await send()).toMatchObject({ kind: 'accepted' })
  expect(events.map(({ kind }) => kind)).toEqual(['queue-full', 'queue-full', 'queue-full'])
  expect(events.reduce((sum, { delayMs }) => sum + delayMs, 0)).toBeGreaterThan(120_000)
  expect(lab.sandbox.control.imports()).toHaveLength(1)
})

test('the real limits are never met: requests keep their distance and no 429 comes', async () => {
  for (let at = 0; at < 20; at += 1) await account.readAccount()
  const { log } = lab.sandbox.control.requests()
  expect(log.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
})

test('401 once: the token is renewed, by one renewal however many ask, and the requests go again', async () => {
  lab.sandbox.control.expireAccessTokens()
  const answers = await Promise.all([account.readLists(), account.readAccount(), account.readCustomFields()])
  expect(answers[0]).toHaveLength(1)
  expect(lab.sandbox.control.requests().byRoute['POST /oauth2/default/v1/token']).toBe(1)
})

test('401 for good: the connection needs to be connected again, and says so from then on', async () => {
  lab.sandbox.control.fault({ path: '/contact_lists', times: 2, action: 'unauthorized' })
  await expect(account.readLists()).rejects.toMatchObject({ code: 'reconnect_needed', causeCode: 'access_refused' })
  await expect(lab.open()).rejects.toThrow(/refuses even a renewed access token.*postbud connect marketing/)
})

test('403 is explained by the privileges', async () => {
  lab.sandbox.control.setPrivileges(['account:read', 'contacts:read'])
  await expect(account.readLists()).rejects.toMatchObject({
    code: 'constant_contact_forbidden',
    message: expect.stringContaining('lacks the privilege contacts:lists:read'),
  })
  expect(events).toEqual([])
})

test('403 is explained by a deactivated application, and by a wrong address', async () => {
  lab.sandbox.control.fault({ path: '/contact_lists', action: 'forbidden' })
  lab.sandbox.control.fault({ path: '/privileges', action: 'forbidden' })
  await expect(account.readLists()).rejects.toThrow(/probably deactivated in the developer portal/)
  lab.sandbox.control.fault({ path: '/contact_lists', action: { status: 403, body: { message: 'Forbidden' } } })
  await expect(account.readLists()).rejects.toThrow(/must end in \/v3.*It said: Forbidden/)
})

/**
 * Answers the questions for a collection with one page after another: its items, and the cursor of the page it links to. One
 * that is wrong is asked for thrice.
 */
function answerPage(collection: string, items: readonly object[], next?: string, times = 1): void {
  const _links = next === undefined ? undefined : { next: { href: `/v3/${collection}?cursor=${next}` } }
  const body = { [collection]: items, _links }
  lab.sandbox.control.fault({ path: `/v3/${collection}?`, times, action: { status: 200, body } })
}

test.each([
  ['the same page', 'a b →2, a b →3', /a page came twice/],
  ['the end of the page before', 'a b c →2, c d →3', /1 of a page's items/],
  ['the middle of the page before', 'a b c →2, d b c →3', /2 of a page's items/],
  ['the start of a page long ago', 'a b c →2, d e →3, f a →4', /1 of a page's items/],
  ['the end of a page long ago, on the last page', 'a b c →2, d e →3, f c', /1 of a page's items/],
  ['their own link', 'a →2, b →2', /leads to the page itself/],
  ['an earlier link', 'a →2, b →3, c →2', /link to the next page came twice/],
])('pages that repeat %s are refused', async (_, pages, words) => {
  for (const [at, page] of pages.split(', ').entries()) {
    const [ids = '', next] = page.split(' →')
    const contacts = ids.split(' ').map((contact_id) => ({ contact_id }))
    answerPage('contacts', contacts, next, at === pages.split(', ').length - 1 ? 3 : 1)
  }
  const reading = Array.fromAsync(account.readContacts({}))
  await expect(reading).rejects.toMatchObject({ code: 'paging_broken', message: expect.stringMatching(words) })
})

test('a first page that links to itself is refused', async () => {
  const body = { contacts: [{ contact_id: 'a' }], _links: { next: { href: '/v3/contacts?limit=500&status=all' } } }
  lab.sandbox.control.fault({ path: '/v3/contacts?', times: 3, action: { status: 200, body } })
  const reading = Array.fromAsync(account.readContacts({ status: 'all' }))
  await expect(reading).rejects.toThrow(/leads to the page itself/)
})

test('jobs that new ones push on to the next page are read twice, and found all the same', async () => {
  const job = (at: number) => ({ activity_id: `a${at}`, source_file_name: `f${at}.csv` })
  answerPage('activities', [job(3), job(2)], '2')
  answerPage('activities', [job(2), job(1)])
  const found = await account.findActivitiesByFileName(['f1.csv', 'f3.csv'], new Date(0))
  expect([...found.keys()].sort()).toEqual(['f1.csv', 'f3.csv'])
})

test('a page without its list is no empty page', async () => {
  lab.sandbox.control.fault({ path: '/v3/contacts?', times: 3, action: { status: 200, body: { contact: [] } } })
  await expect(Array.fromAsync(account.readContacts({}))).rejects.toMatchObject({ code: 'unexpected_answer' })
})

test.each(['repeat-page', 'malformed-page', 'malformed-row'] as const)(
  'a page that is wrong once (%s) is asked for again',
  async (action) => {
    for (let at = 0; at < 1_203; at += 1) lab.sandbox.control.addContact({ email: `p${at}@example.com` })
    lab.sandbox.control.clearRequests()
    lab.sandbox.control.fault({ path: '/v3/contacts?', nth: 2, action })
    const pages = await Array.fromAsync(account.readContacts({}))
    expect(new Set(pages.flatMap(({ contacts }) => contacts.map(({ id }) => id))).size).toBe(1_203)
    expect(lab.sandbox.control.requests().total).toBe(4)
  },
)

test('a token never travels to the host of a foreign next link', async () => {
  const href = 'https://elsewhere.example/v3/contact_lists?limit=400'
  const lists = [{ list_id: '22222222-56dd-11e9-932a-fa163ea075fa', name: 'First' }]
  lab.sandbox.control.fault({
    path: '/contact_lists',
    action: { status: 200, body: { lists, _links: { next: { href } } } },
  })
  expect((await account.readLists()).map(({ name }) => name)).toEqual(['First', 'Newsletter'])
})

test('Ctrl-C ends a wait, and what is only asked', async () => {
  const stop = new AbortController()
  lab.sandbox.control.fault({ path: '/contact_lists', times: 3, action: { status: 503 } })
  const reason = new Error('stopped')
  const slow = await lab.open({ notify: () => stop.abort(reason) })
  await expect(slow.readLists({}, stop.signal)).rejects.toBe(reason)
  await expect(slow.readLists({}, stop.signal)).rejects.toBe(reason)
})

test('every request is counted, refused ones too', async () => {
  lab.sandbox.control.fault({ path: '/contact_lists', times: 2, action: 'throttled' })
  const before = await account.requestsLeftToday()
  await account.readLists()
  expect(before - (await account.requestsLeftToday())).toBe(3)
})
