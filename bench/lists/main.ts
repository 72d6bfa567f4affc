import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { makeApiKey } from '../../src/access/api-keys.ts'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { openEngine } from '../../src/engine/duckdb.ts'
import { newId } from '../../src/lib/ids.ts'
import { makeShop } from '../../src/sample/make-shop.ts'
import { printTable } from '../print-table.ts'
import { openWorld, spawnPostbud } from '../world.ts'

// npm run bench:lists [-- --customers 100000]: how fast the long lists answer, page by page and filtered: the receipts of a first run, those of
// a run after it in which everybody was as before, and the profiles, each of a million.
const folder = resolve('.bench-lists')
const customers = numberOf('--customers', 1_000_000)
const times = 7
/** What the goal says of a list of a million, in milliseconds. */
const barMs = 1_000

const configuration = `environment: { name: Bench, timeZone: Europe/Copenhagen }
sources:
  contacts: { file: data/contacts.csv, key: ContactId }
profiles: { from: contacts, email: EMail, firstName: FirstName, lastName: LastName, updatedAt: CreatedOn }
segments:
  everybody: { rules: [{ where: { all: [] } }] }
connections:
  marketing:
    type: constant-contact
    clientId: sandbox-client
    clientSecret: sandbox-secret
    limits: { requestsPerSecond: 100000, requestsPerDay: 100000000 }
exports:
  everybody: { connection: marketing, list: Newsletter, segments: [everybody], fields: { first_name: FirstName, last_name: LastName } }
`

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
say(`Making ${customers.toLocaleString('en-US')} customers …`)
{
  await using engine = await openEngine({ memoryLimit: '2GB', spillDirectory: join(folder, 'spill') })
  await makeShop({ engine, folder: join(folder, 'data'), customers, purchasesPerCustomer: 1 })
}
const world = await openWorld({ folder, name: 'lists', sandboxFlags: ['--instant', '--unlimited'], configuration })
const env = { ...world.env, POSTBUD_PORT: '0', POSTBUD_RATE_ADDRESS: '0', POSTBUD_URL: 'http://127.0.0.1:7530' }
const key = await makeKey()
const server = spawnPostbud(env, ['serve'])
// Whatever happens, nothing of this stays behind.
process.once('exit', () => {
  server.kill('SIGKILL')
  world.stop()
})
const url = `http://127.0.0.1:${await portOf()}/api/v1`

const first = await runOnce()
const second = await runOnce()
const rows: string[][] = [['', 'half within', 'slowest', `bar ${barMs} ms`]]
for (const [name, run] of [
  ['receipts of a first run', first],
  ['receipts of a run after it', second],
] as const) {
  const page = (query: Record<string, string>) =>
    ask('GET', `/runs/${run}/receipts?${new URLSearchParams({ limit: '50', ...query })}`)
  const deep = (await ask('GET', `/runs/${run}/receipts?limit=1000`)).next ?? ''
  await measure(`${name}: the first page`, () => page({}))
  await measure(`${name}: a page further on`, () => page({ cursor: deep }))
  await measure(`${name}: of one outcome`, () => page({ outcome: run === first ? 'delivered' : 'unchanged' }))
  await measure(`${name}: of one reason`, () => page({ reason: 'email_missing' }))
  await measure(`${name}: searched`, () => page({ search: 'customer12' }))
}
const people = (body: object) => ask('POST', '/profiles/search', { limit: 200, ...body })
await measure('profiles: the first page', () => people({}))
await measure('profiles: scrolled to the 299,800th', () => people({ skip: Math.min(299_800, customers - 200) }))
await measure('profiles: searched', () => people({ text: 'sørensen' }))
say('')
printTable(rows)

server.kill('SIGTERM')
await new Promise((done) => server.once('exit', done))
world.stop()
await rm(folder, { recursive: true, force: true })

type Answer = {
  readonly id: string
  readonly status: string
  readonly next: string | null
  readonly items?: readonly unknown[]
}

async function makeKey(): Promise<string> {
  await using app = await openApp({ ...readConfig(env), variables: env })
  const id = newId(new Date())
  const role = 'administrator'
  const about = { email: 'person@postbud.example', name: 'Person', role, status: 'active' } as const
  await app.db
    .insertInto('users')
    .values({ id, ...about, created_at: new Date() })
    .execute()
  return (await makeApiKey(app, { id, role }, { name: 'bench', role })).key
}

function portOf(): Promise<string> {
  server.stdout?.resume()
  return new Promise((found, reject) => {
    let said = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk
      const port = /\(port (\d+)\)/.exec(said)?.[1]
      if (port) found(port)
    })
    server.once('exit', () => reject(new Error(said)))
  })
}

async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}

/** Runs the export and waits for its end; answers the run. */
async function runOnce(): Promise<string> {
  const { id } = await ask('POST', '/exports/everybody/runs', { kind: 'export' })
  const began = performance.now()
  for (;;) {
    const { status } = await ask('GET', `/runs/${id}`)
    if (status === 'Successful' || status === 'Completed with warnings') break
    if (/^(Failed|Skipped|Canceled|Waits)/.test(status)) throw new Error(`the run ended as ${status}`)
    await new Promise((later) => setTimeout(later, 500))
  }
  say(`  a run took ${((performance.now() - began) / 1000).toFixed(1)} s`)
  return id
}

async function measure(name: string, once: () => Promise<Answer>): Promise<void> {
  const took: number[] = []
  let items = 0
  for (let n = 0; n < times; n += 1) {
    const began = performance.now()
    items = (await once()).items?.length ?? 0
    took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  const slowest = took.at(-1) ?? 0
  const half = took[Math.floor(times / 2)] ?? 0
  rows.push([
    `${name} (${items})`,
    `${Math.round(half)} ms`,
    `${Math.round(slowest)} ms`,
    slowest <= barMs ? 'met' : 'MISSED',
  ])
}

function numberOf(flag: string, fallback: number): number {
  const at = process.argv.indexOf(flag)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}

function say(line: string): void {
  console.log(line)
}
