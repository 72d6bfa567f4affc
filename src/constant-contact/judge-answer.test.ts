import { expect, test } from 'vitest'
import { discreet, errorWords } from './error-words.ts'
import { judgeForbidden } from './explain-forbidden.ts'
import { judgeNamed, readListReference } from './find-list.ts'
import { judgeAnswer, parkUntil } from './judge-answer.ts'
import { judgeList, listRequest } from './lists.ts'
import { answerOf, nextPageRequest, requestUrl } from './request.ts'
import { nextDelay } from './retry-policy.ts'
import { judgeStart } from './start-activity.ts'

const json = (status: number, body: unknown) => answerOf(status, JSON.stringify(body))
const bare = (key: string, message = 'words') => ({ error_key: key, error_message: message })
const queueFull = bare('throttled', 'You exceeded 1,000 queued activities for this user account')

test.each([
  ['GET', json(200, {}), 'take'],
  ['POST', json(201, {}), 'take'],
  ['GET', answerOf(200, '{"lists":[{"list'), 'unavailable'],
  ['POST', answerOf(201, '<html>'), 'unavailable'],
  ['POST', answerOf(202, ''), 'unavailable'],
  ['GET', json(400, [bare('contacts.api.validation.error')]), 'take'],
  ['GET', json(401, bare('unauthorized', 'Unauthorized')), 'renew'],
  ['GET', json(403, bare('access_denied')), 'explain'],
  ['GET', json(403, { message: 'Forbidden' }), 'explain'],
  ['GET', json(404, [bare('contacts.api.not_found')]), 'take'],
  ['POST', answerOf(413, '<h1>Request Entity Too Large</h1>'), 'take'],
  ['GET', json(429, bare('throttled', 'Too Many Requests')), 'throttled'],
  ['GET', json(429, bare('quota_exceeded', 'Limit Exceeded')), 'quota-exceeded'],
  ['GET', answerOf(429, 'slow down'), 'throttled'],
  ['POST', json(429, queueFull), 'queue-full'],
  ['POST', json(429, [{ ...queueFull, error_key: 'anything' }]), 'queue-full'],
  ['GET', json(500, {}), 'unavailable'],
  ['POST', json(503, {}), 'unavailable'],
  ['GET', answerOf(504, '<html>gateway</html>'), 'unavailable'],
  ['GET', answerOf(302, ''), 'take'],
] as const)('%s answered %o: %s', (method, answer, verdict) => {
  expect(judgeAnswer({ method }, answer)).toBe(verdict)
})

test.each([
  [json(400, [bare('contacts.api.conflict', 'exists')]), { key: 'contacts.api.conflict', message: 'exists' }],
  [json(401, bare('unauthorized', 'Unauthorized')), { key: 'unauthorized', message: 'Unauthorized' }],
  [json(400, { error: 'invalid_grant', error_description: 'spent' }), { key: 'invalid_grant', message: 'spent' }],
  [json(403, { message: 'Forbidden' }), { message: 'Forbidden' }],
  [json(400, { error: 'invalid_grant' }), { key: 'invalid_grant', message: 'invalid_grant' }],
  [answerOf(502, '<html><style>b{}</style><body><h1>Bad\n Gateway</h1></body></html>'), { message: 'Bad Gateway' }],
  [answerOf(500, ''), { message: 'status 500 without a word' }],
  [json(500, []), { message: '[]' }],
])('the words of %o', (answer, words) => {
  expect(errorWords(answer)).toEqual(words)
})

test('no e-mail address is repeated', () => {
  expect(discreet('Email "ada.l+x@example.com" exists (<b@c.dk>)')).toBe('Email "[e-mail]" exists (<[e-mail]>)')
})

test.each([
  ['2026-03-01T13:00:00Z', '2026-03-02T00:00:00.000Z'],
  ['2026-02-28T23:59:59Z', '2026-03-01T00:00:00.000Z'],
  ['2026-12-31T00:05:00Z', '2027-01-01T00:00:00.000Z'],
  // Our clock may be a little ahead of theirs: the day they call spent is then yesterday.
  ['2026-03-02T00:01:30Z', '2026-03-02T00:05:00.000Z'],
])('a day called spent at %s ends at %s', (now, until) => {
  expect(parkUntil(new Date(now)).toISOString()).toBe(until)
})

test('patience grows to its limit, with its share of chance, and ends', () => {
  const patience = { attempts: 5, firstDelayMs: 1_000, growth: 2, maxDelayMs: 3_000, jitter: 0.5 }
  const delays = (random: number) => [1, 2, 3, 4, 5, 6].map((attempt) => nextDelay(patience, attempt, () => random))
  expect(delays(0)).toEqual([1_000, 2_000, 3_000, 3_000, undefined, undefined])
  expect(delays(1)).toEqual([1_500, 3_000, 4_500, 4_500, undefined, undefined])
})

const request = { ...listRequest('x'), about: 'lists' }
const forbidden = json(403, bare('access_denied', 'Request forbidden'))

test.each([
  [['account_read'], ['contacts:lists:read'], /was not granted the scope contact_data/],
  [['contact_data'], ['contacts:read'], /lacks the privilege contacts:lists:read/],
  [undefined, ['contacts:read'], /lacks the privilege contacts:lists:read/],
  [['contact_data'], ['contacts:lists:read'], /in order.*must end in \/v3.*said: Request forbidden/],
  [undefined, undefined, /probably deactivated/],
])('403 with scopes %j and privileges %j', (scopes, privileges, words) => {
  expect(judgeForbidden(request, forbidden, { scopes, privileges })).toMatch(words)
})

test('a list: by id gone, by name one, none or two', () => {
  expect(judgeList(json(404, []))).toBeUndefined()
  expect(judgeList(json(400, []))).toBeUndefined()
  expect(judgeList(json(200, { list_id: 'l1', name: 'A', membership_count: '7', new_field: [] }))).toEqual({
    id: 'l1',
    name: 'A',
    members: 7,
  })
  const lists = [
    { id: 'l1', name: 'A' },
    { id: 'l2', name: 'a' },
    { id: 'l3', name: 'B' },
    { id: 'l4', name: 'B' },
    { id: 'l5', name: 'A', deletedAt: new Date() },
  ]
  expect(judgeNamed('A', lists)).toEqual(lists[0])
  expect(() => judgeNamed('B', lists)).toThrow('l3 and l4')
  expect(() => judgeNamed('C', lists)).toThrow('no list called "C"')
})

test.each([
  [json(201, { activity_id: 'a1', state: 'initialized' }), 'accepted'],
  [json(202, { activity_id: 'a1' }), 'accepted'],
  [json(201, { state: 'initialized' }), 'unknown'],
  [json(201, null), 'unknown'],
])('a job that was asked for, answered %o, is %s', (answer, kind) => {
  expect(judgeStart(answer, 'a job', ['l1']).kind).toBe(kind)
})

test.each([
  [json(404, []), 'list_not_found'],
  [json(400, [bare('contacts.api.validation.error')]), 'constant_contact_refused'],
  [answerOf(415, ''), 'constant_contact_refused'],
])('a job that was asked for, answered %o, is an error', (answer, code) => {
  expect(() => judgeStart(answer, 'a job', ['l1'])).toThrow(expect.objectContaining({ code }))
})

test('addresses: values are encoded, next links stay below the API and on its host', () => {
  const api = 'https://api.cc.email/v3'
  const contacts = { method: 'GET', path: '/contacts', about: '' } as const
  const url = requestUrl(api, { ...contacts, query: { email: 'a+b@x.dk', none: undefined } })
  expect(url.href).toBe('https://api.cc.email/v3/contacts?email=a%2Bb%40x.dk')
  const next = (base: string, href: string) => requestUrl(base, nextPageRequest(base, contacts, href)).href
  expect(next(api, '/v3/contacts?cursor=bGltaXQ%3D')).toBe('https://api.cc.email/v3/contacts?cursor=bGltaXQ%3D')
  expect(next(api, 'https://evil.example/v3/contacts?cursor=a')).toBe('https://api.cc.email/v3/contacts?cursor=a')
  const counted = { ...contacts, query: { include_count: 'true', limit: '500' } }
  const second = nextPageRequest(api, counted, '/v3/contacts?cursor=a')
  const third = nextPageRequest(api, second, '/v3/contacts?cursor=b&include_count=true')
  expect(requestUrl(api, second).search).toBe('?include_count=true&cursor=a')
  expect(requestUrl(api, third).search).toBe('?include_count=true&cursor=b')
  expect(next('http://proxy:8080/cc', '/v3/contacts?cursor=a')).toBe('http://proxy:8080/cc/contacts?cursor=a')
})

const id = '06526938-56dd-11e9-932a-fa163ea075fa'

test.each([
  [id, { kind: 'id', id }],
  [` ${id.toUpperCase()} `, { kind: 'id', id }],
  [`https://app.constantcontact.com/pages/contacts/ui#contacts/${id}`, { kind: 'id', id }],
  [`https://app.constantcontact.com/pages/contacts/ui/lists?list=${id}&sort=name`, { kind: 'id', id }],
  [
    'https://app.constantcontact.com/pages/contacts/ui#lists',
    { kind: 'name', name: 'https://app.constantcontact.com/pages/contacts/ui#lists' },
  ],
  [`Old ${id}`, { kind: 'name', name: `Old ${id}` }],
  ['1234567890', { kind: 'number', number: '1234567890' }],
  ['Spring 2026', { kind: 'name', name: 'Spring 2026' }],
])('the list reference %j', (text, reference) => {
  expect(readListReference(text)).toEqual(reference)
})
