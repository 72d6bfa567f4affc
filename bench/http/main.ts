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

// npm run bench:http [-- --customers 100000 --people 50]: how the server answers 200 people while it works, and while somebody guesses passwords.
// Each person asks for a list or a page every second, wherever the answer to the one before is.
const folder = resolve('.bench-http')
const customers = numberOf('--customers', 1_000_000)
const people = numberOf('--people', 200)
const windowMs = 20_000

const configuration = `environment: { name: Bench, timeZone: Europe/Copenhagen }
sources:
  contacts: { file: data/contacts.csv, key: ContactId }
  purchases: { file: 'data/purchases-*.parquet', key: PurchaseId }
profiles: { from: contacts, email: EMail, firstName: FirstName, lastName: LastName, updatedAt: CreatedOn }
relationships:
  purchases-of-customer: { from: purchases.ContactId, to: profile.ContactId }
segments:
  everybody: { rules: [{ where: { all: [] } }] }
${Array.from({ length: 40 }, (_, n) => `  part-${n}: { rules: [{ where: { column: ContactId, endsWith: '${n}' } }] }`).join('\n')}
connections:
  marketing: { type: constant-contact, clientId: sandbox-client, clientSecret: sandbox-secret }
exports:
  everybody: { connection: marketing, list: Newsletter, segments: [everybody], fields: { first_name: FirstName, last_name: LastName } }
${Array.from({ length: 20 }, (_, n) => `  part-${n}: { connection: marketing, list: Newsletter, segments: [part-${n}] }`).join('\n')}
`

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
say(`Making ${customers.toLocaleString('en-US')} customers …`)
{
  await using engine = await openEngine({ memoryLimit: '2GB', spillDirectory: join(folder, 'spill') })
  await makeShop({ engine, folder: join(folder, 'data'), customers })
}
const world = await openWorld({
  folder,
  name: 'http',
  sandboxFlags: ['--contacts-per-second', '1000000'],
  configuration,
})
const env = { ...world.env, POSTBUD_PORT: '0', POSTBUD_RATE_ADDRESS: '0', POSTBUD_URL: 'http://127.0.0.1:7530' }
const keys = await makePeople()

const server = spawnPostbud(env, ['serve'])
const port = await new Promise<string>((resolve, reject) => {
  let said = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    said += chunk
    const found = /\(port (\d+)\)/.exec(said)?.[1]
    if (found) resolve(found)
  })
  server.once('exit', () => reject(new Error(said)))
})
server.stdout?.resume()
// Whatever happens, nothing of this stays behind.
process.once('exit', () => {
  server.kill('SIGKILL')
  world.stop()
})
const url = `http://127.0.0.1:${port}/api/v1`

const pages = [
  '/me',
  '/exports',
  '/exports/everybody',
  '/segments',
  '/segments/part-7',
  '/sources',
  '/connections',
  '/runs',
  '/budget',
]
const rows: string[][] = [['', 'reads', 'failed', 'p50', 'p99', 'slowest']]
await readFor(3_000)
const quiet = measured('nobody else', await readFor(windowMs))
const busy = measured(`during runs of ${customers.toLocaleString('en-US')}`, await duringRuns())
const guessed = measured('100 sign-in attempts a second', await duringAttempts())
rows.push(['', '', '', '', '', ''])
rows.push([
  'p99 during a run / alone',
  `${(busy.p99 / quiet.p99).toFixed(1)} ×`,
  '',
  '',
  `≤ 250 ms: ${verdict(busy.p99 <= 250 && busy.failed === 0)}`,
  '',
])
rows.push([
  'p99 during attempts / alone',
  `${(guessed.p99 / quiet.p99).toFixed(1)} ×`,
  '',
  '',
  `≤ 250 ms: ${verdict(guessed.p99 <= 250 && guessed.failed === 0)}`,
  '',
])
say('')
printTable(rows)

server.kill('SIGTERM')
await new Promise((done) => server.once('exit', done))
world.stop()
await rm(folder, { recursive: true, force: true })

type Reads = { readonly ms: number[]; failed: number }

/** 200 people with a key each, and one with a password that is guessed at. */
async function makePeople(): Promise<string[]> {
  await using app = await openApp({ ...readConfig(env), variables: env })
  const made: string[] = []
  for (let n = 0; n < people; n += 1) {
    const id = newId(new Date())
    const role = 'administrator'
    const about = { email: `person.${n}@postbud.example`, name: `Person ${n}`, role, status: 'active' } as const
    await app.db
      .insertInto('users')
      .values({ id, ...about, created_at: new Date() })
      .execute()
    made.push((await makeApiKey(app, { id, role }, { name: 'bench', role })).key)
  }
  return made
}

/** Everybody asks once a second until `until` is over or settled. */
async function readFor(until: number | Promise<unknown>): Promise<Reads> {
  const reads: Reads = { ms: [], failed: 0 }
  let over = false
  const end = typeof until === 'number' ? wait(until) : until
  void end.finally(() => {
    over = true
  })
  await Promise.all(
    keys.map(async (key, person) => {
      await wait((1000 * person) / people)
      const asked: Promise<void>[] = []
      for (let turn = person; !over; turn += 1) {
        asked.push(read(reads, key, pages[turn % pages.length] ?? '/me'))
        await wait(1000)
      }
      await Promise.all(asked)
    }),
  )
  await end
  return reads
}

async function read(reads: Reads, key: string, page: string): Promise<void> {
  const started = performance.now()
  try {
    const answer = await fetch(`${url}${page}`, { headers: { authorization: `Bearer ${key}` } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${page}: ${answer.status}`)
  } catch (thrown) {
    reads.failed += 1
    if (reads.failed <= 3) say(`  failed: ${thrown}`)
  }
  reads.ms.push(performance.now() - started)
}

/** While the export runs, again and again until the window is over. */
async function duringRuns(): Promise<Reads> {
  const headers = { authorization: `Bearer ${keys[0]}`, 'content-type': 'application/json' }
  const until = performance.now() + windowMs
  const runs = (async () => {
    do {
      const started = performance.now()
      const begun = await fetch(`${url}/exports/everybody/runs`, { method: 'POST', headers, body: 'null' })
      const { id, run = id } = (await begun.json()) as { id: string; run?: string }
      let status = 'Queued'
      while (
        !['Successful', 'Completed with warnings', 'Failed', 'Skipped', 'Canceled', 'Waits for approval'].includes(
          status,
        )
      ) {
        await wait(500)
        status = await statusOf(run, headers, status)
      }
      say(`  a run took ${((performance.now() - started) / 1000).toFixed(1)} s: ${status}`)
    } while (performance.now() < until)
  })()
  return readFor(runs)
}

/** The status of a run; what it was before where that cannot be asked just now. */
async function statusOf(run: string, headers: Record<string, string>, before: string): Promise<string> {
  const answer = await fetch(`${url}/runs/${run}`, { headers }).catch(() => undefined)
  return answer?.ok ? ((await answer.json()) as { status: string }).status : before
}

/** While passwords are guessed, 100 a second. */
async function duringAttempts(): Promise<Reads> {
  const answers = new Map<number, number>()
  let over = false
  const guessing = (async () => {
    const asked: Promise<void>[] = []
    for (let n = 0; !over; n += 1) {
      const body = JSON.stringify({ email: `person.${n % people}@postbud.example`, password: `guess number ${n}` })
      const headers = { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` }
      asked.push(
        fetch(`${url}/session`, { method: 'POST', headers, body }).then(
          async (answer) => {
            await answer.arrayBuffer()
            answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1)
          },
          () => undefined,
        ),
      )
      await wait(10)
    }
    await Promise.all(asked)
  })()
  const reads = await readFor(windowMs)
  over = true
  await guessing
  say(`  attempts answered: ${[...answers].map(([status, count]) => `${count} × ${status}`).join(', ')}`)
  return reads
}

function measured(name: string, { ms, failed }: Reads): { readonly p99: number; readonly failed: number } {
  const sorted = ms.toSorted((a, b) => a - b)
  const share = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
  const shown = [share(0.5), share(0.99), sorted.at(-1) ?? 0].map((value) => `${Math.round(value)} ms`)
  rows.push([name, String(ms.length), String(failed), ...shown])
  return { p99: share(0.99), failed }
}

function numberOf(flag: string, fallback: number): number {
  const at = process.argv.indexOf(flag)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}

function verdict(met: boolean): string {
  return met ? 'met' : 'MISSED'
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function say(text: string): void {
  console.log(text)
}
