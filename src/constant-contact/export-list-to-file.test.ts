import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ConnectionLab, connectionLab } from '../../test/support/connection-lab.ts'
import { type FastClock, fastClock } from '../../test/support/fast-clock.ts'
import type { OpenAccount } from '../connections/open-constant-contact.ts'

const listId = '06526938-56dd-11e9-932a-fa163ea075fa'
const patienceMs = 60_000
const start = 'POST /v3/activities/contact_exports'
const download = 'GET /v3/contact_exports/:file_export_id'
const look = /\/activities\/[\w-]{36}$/

let lab: ConnectionLab
let clock: FastClock
let account: OpenAccount
let folder: string
let path: string
let broken: Server
/** What stands between the client and the sandbox in one test. */
let wire: typeof fetch

beforeAll(async () => {
  broken = createServer()
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve))
  lab = await connectionLab({
    sandbox: { instant: true },
    fetch: (input, init) => wire(input, init),
    clock: (sandbox) => {
      clock = fastClock((ms) => sandbox.control.advance(ms))
      return clock
    },
  })
})

afterAll(async () => {
  await lab[Symbol.asyncDispose]()
  broken.closeAllConnections()
  await broken[Symbol.asyncDispose]()
})

beforeEach(async () => {
  wire = fetch
  lab.sandbox.control.reset()
  // A reset sets the sandbox's clock back, and ours goes on: put them in step again.
  lab.sandbox.control.advance(clock.now().getTime() - lab.sandbox.control.now())
  lab.sandbox.control.autoApprove = true
  await lab.needs.db.deleteFrom('connection_states').execute()
  await lab.needs.db.deleteFrom('request_budgets').execute()
  await lab.connect()
  account = await lab.open({ timeouts: { requestMs: 400, uploadMs: 400 }, random: () => 0.5 })
  folder = await mkdtemp(join(tmpdir(), 'postbud-export-'))
  path = join(folder, 'list.csv')
  addMember('ada', { first_name: 'Ada, "the first"' })
  addMember('grace')
  lab.sandbox.control.addContact({ email: 'elsewhere@example.com' })
  lab.sandbox.control.clearRequests()
  clock.waits.length = 0
})

afterEach(async () => {
  await account[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

function addMember(name: string, values: Record<string, string> = {}): void {
  lab.sandbox.control.addContact({ email: `${name}@example.com`, values, listIds: [listId] })
}

const exportList = (signal?: AbortSignal) =>
  account.exportListToFile(listId, path, { patienceMs, ...(signal && { signal }) })
const asked = (route: string) => lab.sandbox.control.requests().byRoute[route] ?? 0

/** The first column of the file. */
async function emails(): Promise<(string | undefined)[]> {
  const [, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n')
  return lines.map((line) => line.split(',')[0])
}

/** Leads the first `times` downloads to a server that sends the start of a file, and then does as it is told. */
function strikeDownloads(times: number, then: (response: ServerResponse) => void): void {
  let left = times
  broken.removeAllListeners('request')
  broken.on('request', (_, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/csv' })
    response.write('Email address,First name\nsomebody@exam', () => then(response))
  })
  wire = async (input, init) => {
    if (!String(input).includes('/v3/contact_exports/') || left === 0) return fetch(input, init)
    left -= 1
    return fetch(`http://127.0.0.1:${portOf(broken)}/`, init)
  }
}

const cutShort = (response: ServerResponse) => response.destroy()

test('a whole list is exported for a start, a look and a download', async () => {
  expect(await exportList()).toBe('done')
  expect(await readFile(path, 'utf8')).toMatch(/^Email address,.*\nada@.*,"Ada, ""the first""",.*\ngrace@.*\n$/)
  expect(await emails()).toEqual(['ada@example.com', 'grace@example.com'])
  expect(lab.sandbox.control.requests().total).toBe(3)
  expect(await readdir(folder)).toEqual(['list.csv'])
})

test('a large file is written as it comes', async () => {
  for (let at = 0; at < 20_000; at += 1) addMember(`p${at}`)
  expect(await exportList()).toBe('done')
  expect(new Set(await emails()).size).toBe(20_002)
})

test('a job is looked at ever more rarely until it is done', async () => {
  lab.sandbox.control.setPace({ instant: false, contactsPerSecond: 0.1 })
  expect(await exportList()).toBe('done')
  expect(clock.waits.filter((ms) => ms >= 500).slice(0, 5)).toEqual([500, 1_000, 2_000, 4_000, 8_000])
})

test('a job that takes longer than our patience is given up as unknown', async () => {
  lab.sandbox.control.setPace({ instant: false, contactsPerSecond: 0.001 })
  const started = clock.now().getTime()
  expect(await exportList()).toBe('unknown')
  expect(clock.now().getTime() - started).toBeLessThan(patienceMs + 5_000)
  expect(await readdir(folder)).toEqual([])
})

test('a job that is missing is looked for again; missing three times in a row it is gone', async () => {
  lab.sandbox.control.fault({ path: look, times: 2, action: { status: 404 } })
  expect(await exportList()).toBe('done')
  lab.sandbox.control.fault({ path: look, times: 3, action: { status: 404 } })
  expect(await exportList()).toBe('unknown')
})

test('a start whose answer was lost is made once more', async () => {
  lab.sandbox.control.fault({ path: 'contact_exports', action: 'drop-after' })
  expect(await exportList()).toBe('done')
  expect(asked(start)).toBe(2)
  lab.sandbox.control.fault({ path: 'contact_exports', times: 2, action: 'drop-after' })
  expect(await exportList()).toBe('unknown')
  expect(asked(start)).toBe(4)
})

test('a list that is not there fails the job, or the start', async () => {
  const gone = '12345678-0000-11e9-932a-fa163ea075fa'
  expect(await account.exportListToFile(gone, path, { patienceMs })).toBe('failed')
  lab.sandbox.control.setUnknown('unknownListId', '404')
  const again = account.exportListToFile(gone, path, { patienceMs })
  await expect(again).rejects.toMatchObject({ code: 'list_not_found' })
})

test.each([
  ['a 500', { status: 500 }],
  ['a 503', { status: 503 }],
  ['an HTML error page', 'html' as const],
  ['a connection cut before', 'drop-before' as const],
  ['a connection cut after', 'drop-after' as const],
  ['no answer in time', { delayMs: 1_500 }],
  ['too much haste', 'throttled' as const],
])('%s to a download is asked again', async (_, action) => {
  lab.sandbox.control.fault({ path: '/v3/contact_exports/', times: 2, action })
  expect(await exportList()).toBe('done')
  expect(await emails()).toEqual(['ada@example.com', 'grace@example.com'])
  expect(asked(download)).toBe(3)
})

test.each([
  ['is cut in the middle', cutShort],
  ['stalls in the middle', () => undefined],
])('a download that %s starts over, and nothing of it stays', async (_, then) => {
  strikeDownloads(1, then)
  expect(await exportList()).toBe('done')
  expect(await emails()).toEqual(['ada@example.com', 'grace@example.com'])
  expect(asked(download)).toBe(1)
})

test('a page for a browser is no file, whatever its status', async () => {
  let pages = 1
  wire = async (input, init) => {
    const real = await fetch(input, init)
    if (!String(input).includes('/v3/contact_exports/') || pages-- < 1) return real
    return new Response('<html>Back soon</html>', { headers: { 'content-type': 'text/html; charset=utf-8' } })
  }
  expect(await exportList()).toBe('done')
  expect(await emails()).toEqual(['ada@example.com', 'grace@example.com'])
})

test('a download that never comes through is an error, and leaves no file', async () => {
  strikeDownloads(Number.POSITIVE_INFINITY, cutShort)
  await expect(exportList()).rejects.toMatchObject({ code: 'constant_contact_unreachable', recovery: 'later' })
  expect(await readdir(folder)).toEqual([])
})

test.each([
  ['gone', { status: 404 }],
  ['refused', { status: 400 }],
  ['not there yet', { status: 202, body: { state: 'processing' } }],
  ['elsewhere', { status: 302, body: '' }],
])('a file that is %s fails the export', async (_, action) => {
  lab.sandbox.control.fault({ path: '/v3/contact_exports/', action })
  expect(await exportList()).toBe('failed')
  expect(asked(download)).toBe(1)
  expect(await readdir(folder)).toEqual([])
})

test('a token that a download is refused with is renewed, once', async () => {
  lab.sandbox.control.fault({ path: '/v3/contact_exports/', action: 'unauthorized' })
  expect(await exportList()).toBe('done')
  expect(asked('POST /oauth2/default/v1/token')).toBe(1)
  lab.sandbox.control.fault({ path: '/v3/contact_exports/', times: 2, action: 'unauthorized' })
  await expect(exportList()).rejects.toMatchObject({ code: 'reconnect_needed' })
})

test('an export spends the budget', async () => {
  const before = await account.requestsLeftToday()
  await exportList()
  expect(before - (await account.requestsLeftToday())).toBe(3)
  lab.sandbox.control.fault({ path: '/v3/contact_exports/', action: 'quota-exceeded' })
  await expect(exportList()).rejects.toMatchObject({ code: 'quota_exhausted' })
  expect(await account.requestsLeftToday()).toBe(0)
})

test('a token never travels to the host of a foreign link to a file', async () => {
  await exportList()
  const file = lab.sandbox.control.requests().log.at(-1)?.path
  const results = { href: `https://elsewhere.example${file}?part=1` }
  const body = { activity_id: '00000000-0000-11e9-932a-fa163ea075fa', state: 'completed', _links: { results } }
  lab.sandbox.control.fault({ path: look, action: { status: 200, body } })
  const hosts = new Set<string>()
  wire = (input, init) => {
    hosts.add(new URL(String(input)).origin)
    return fetch(input, init)
  }
  expect(await exportList()).toBe('done')
  expect([...hosts]).toEqual([lab.sandbox.url])
  expect(lab.sandbox.control.requests().log.at(-1)?.path).toBe(`${file}?part=1`)
})

test('Ctrl-C ends a download and leaves no file', async () => {
  const stop = new AbortController()
  const reason = new Error('stopped')
  strikeDownloads(1, () => stop.abort(reason))
  await expect(exportList(stop.signal)).rejects.toBe(reason)
  expect(asked(download)).toBe(0)
  expect(await readdir(folder)).toEqual([])
})

test('what the disk refuses is said as it is, and not asked for again', async () => {
  wire = async (input, init) => {
    if (String(input).includes('/v3/contact_exports/')) await rm(folder, { recursive: true })
    return fetch(input, init)
  }
  await expect(exportList()).rejects.toMatchObject({ code: 'ENOENT' })
  expect(asked(download)).toBe(1)
})

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
