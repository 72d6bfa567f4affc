import { spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openEngine } from '../src/engine/duckdb.ts'
import { changeShop, makeShop } from '../src/sample/make-shop.ts'
import type { Agreement } from './agreement.ts'
import { printTable } from './print-table.ts'
import { openWorld as openAny, output, spawnPostbud, type World } from './world.ts'

// npm run bench [-- --ten --own-pace | --leavers]: the goals of docs/performance.md, measured. Ratios are against the bare engine of the
// same run.
const folder = resolve('.bench')
const million = 1_000_000

type Measured = {
  readonly seconds: number
  readonly peakMegabytes: number
  readonly requests: number
  readonly status: string
  readonly engineSeconds: number
  readonly figures: {
    readonly outcomes?: Record<string, Record<string, number>>
    readonly removals?: Record<string, Record<string, number>>
  }
}

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const table: string[][] = []

say('Making 1,000,000 customers and 5,000,000 purchases …')
await using engine = await openEngine({ memoryLimit: '2GB', spillDirectory: join(folder, 'spill') })
const shop = { engine, folder: join(folder, 'data'), customers: million }
await makeShop(shop)

if (process.argv.includes('--leavers')) await leavers()
else await everything()

say('')
printTable(table)

async function everything(): Promise<void> {
  const fast = await openWorld(
    'fast',
    ['--instant', '--unlimited'],
    'limits: { requestsPerSecond: 100000, requestsPerDay: 100000000 }',
  )
  const read = await scenario(fast, 'refresh')
  row('read 1 M profiles and 5 M purchases', `${seconds(read)}, ${megabytes(read)}`, 'no goal', '')
  // The bare engine goes first to warm the file cache for everybody, and is measured at its second try.
  await scenario(fast, 'bare', 'bare')
  const bare = await scenario(fast, 'bare', 'bare')
  row('bare engine', `${bare.engineSeconds.toFixed(1)} s`, 'the measure', '')
  const first = await scenario(fast, 'run', 'everybody')
  ratio('first export of 1 M, pacing off', first, bare.engineSeconds, 1.5)
  await agreement(fast)
  const unchanged = await scenario(fast, 'run', 'everybody')
  ratio('unchanged run of 1 M', unchanged, bare.engineSeconds, 1)
  await changeShop(shop, { share: 0.01 })
  await scenario(fast, 'refresh')
  const changed = await scenario(fast, 'run', 'everybody')
  ratio('run with 1 % change', changed, first.seconds, 1)
  memory('peak memory, 1 M', [first, unchanged, changed], 1024)
  fast.stop()

  await leavers()

  const paced = await openWorld('paced', ['--contacts-per-second', '1000000'], '')
  await scenario(paced, 'refresh')
  const real = await scenario(paced, 'run', 'everybody')
  const allowed = real.requests / 4 + 5
  row(
    'the same with the real pacing',
    `${seconds(real)}, ${real.requests} requests`,
    `≤ ${allowed.toFixed(1)} s`,
    verdict(real.seconds <= allowed),
  )
  paced.stop()

  if (process.argv.includes('--own-pace')) {
    say("1,000,000 people at Constant Contact's own pace: an hour …")
    const slow = await openWorld('slow', ['--contacts-per-second', '280'], '')
    await scenario(slow, 'refresh')
    const hour = await scenario(slow, 'run', 'everybody')
    const spent = `${seconds(hour)}, ${hour.requests} requests`
    row("1 M at Constant Contact's own pace", spent, '≤ 3600 s', verdict(hour.seconds <= 3600))
    memory("peak memory at Constant Contact's own pace", [hour], 1024)
    slow.stop()
  }

  if (process.argv.includes('--ten')) {
    say('Making 10,000,000 customers and 50,000,000 purchases …')
    const tenShop = { engine, folder: join(folder, 'data'), customers: 10 * million }
    await rm(tenShop.folder, { recursive: true })
    await makeShop(tenShop)
    const ten = await openWorld(
      'ten',
      ['--instant', '--unlimited'],
      'limits: { requestsPerSecond: 100000, requestsPerDay: 100000000 }',
    )
    const readTen = await scenario(ten, 'refresh')
    row('read 10 M profiles and 50 M purchases', `${seconds(readTen)}, ${megabytes(readTen)}`, 'no goal', '')
    const firstTen = await scenario(ten, 'run', 'a-tenth')
    row(
      'growth from 1 M to 10 M, export of a tenth',
      `${(firstTen.seconds / first.seconds).toFixed(1)} ×`,
      '≤ 11 ×',
      verdict(firstTen.seconds <= 11 * first.seconds),
    )
    memory('peak memory, 10 M', [firstTen], 1536)
    ten.stop()
  }
}

function ratio(name: string, measured: Measured, base: number, bar: number): void {
  const times = measured.seconds / base
  row(name, `${seconds(measured)}, ${times.toFixed(2)} × (${measured.status})`, `≤ ${bar} ×`, verdict(times <= bar))
}

/**
 * A list of a million that mirrors its segment, which loses a tenth of its members twice: the first time the contacts' ids
 * have to be read, afterwards they are known.
 */
async function leavers(): Promise<void> {
  const limits = 'limits: { requestsPerSecond: 100000, requestsPerDay: 100000000 }'
  const world = await openWorld('mirror', ['--instant', '--unlimited'], limits)
  await scenario(world, 'refresh')
  await scenario(world, 'run', 'mirror')
  const measured: Measured[] = []
  for (const [name, digits, bar] of [
    ['a tenth leaves, ids unknown', '7', 3_000],
    ['another tenth leaves, ids known', '78', 300],
  ] as const) {
    await writeFile(world.file, configuration(limits, digits))
    await output(spawnPostbud(world.env, ['apply', '--yes']))
    const left = await scenario(world, 'run', 'mirror')
    measured.push(left)
    const removed = Object.values(left.figures.removals?.removed ?? {}).reduce((sum, people) => sum + people, 0)
    row(
      name,
      `${removed} removed for ${left.requests} requests, ${seconds(left)}, ${megabytes(left)} (${left.status})`,
      `≤ ${bar} requests`,
      verdict(left.requests <= bar && removed > 90_000),
    )
  }
  memory('peak memory, 100,000 leavers of 1 M', measured, 1024)
  world.stop()
}

/** One receipt a member, and on the sandbox's list just those who were delivered, under their names. */
async function agreement(world: World): Promise<void> {
  const found = (await scenario(world, 'agree', join(shop.folder, 'contacts.csv'))) as Measured & Agreement
  const { members, receipts, people, onList, missing, strangers, wrongNames } = found
  const agree = receipts === members && people === members && missing + strangers + wrongNames === 0 && onList > 0
  row(
    'receipts against the list',
    `${receipts} receipts for ${members} members; ${onList} on the list, ${missing} missing, ${strangers} strangers, ${wrongNames} wrong names`,
    'one each, no difference',
    verdict(agree),
  )
}

function memory(name: string, all: readonly Measured[], bar: number): void {
  const peak = Math.max(...all.map(({ peakMegabytes }) => peakMegabytes))
  row(name, `${Math.round(peak)} MB`, `≤ ${bar} MB`, verdict(peak <= bar))
}

function row(...cells: string[]): void {
  table.push(cells)
  say(`  ${cells.join('  ')}`)
}

function verdict(met: boolean): string {
  return met ? 'met' : 'MISSED'
}

function seconds({ seconds: value }: Measured): string {
  return `${value.toFixed(1)} s`
}

function megabytes({ peakMegabytes }: Measured): string {
  return `${Math.round(peakMegabytes)} MB`
}

function openWorld(name: string, sandboxFlags: readonly string[], limits: string): Promise<World> {
  return openAny({ folder, name, sandboxFlags, configuration: configuration(limits) })
}

/** `digits`: customers whose id ends in one of them are not in the segment that is mirrored. */
function configuration(limits: string, digits = ''): string {
  return `environment: { name: Bench, timeZone: Europe/Copenhagen }
sources:
  contacts: { file: data/contacts.csv, key: ContactId }
  purchases: { file: 'data/purchases-*.parquet', key: PurchaseId }
profiles: { from: contacts, email: EMail, firstName: FirstName, lastName: LastName, updatedAt: CreatedOn }
relationships:
  purchases-of-customer: { from: purchases.ContactId, to: profile.ContactId }
segments:
  everybody: { rules: [{ where: { all: [] } }] }
  a-tenth: { rules: [{ where: { column: ContactId, endsWith: '7' } }] }
  mirrored: { rules: [{ where: { all: [${[...digits].map((digit) => `{ not: { column: ContactId, endsWith: '${digit}' } }`).join(', ')}] } }] }
connections:
  marketing: { type: constant-contact, clientId: sandbox-client, clientSecret: sandbox-secret${limits && `, ${limits}`} }
exports:
  everybody: { connection: marketing, list: Newsletter, segments: [everybody], fields: { first_name: FirstName, last_name: LastName } }
  mirror: { connection: marketing, list: Newsletter, segments: [mirrored], fields: { first_name: FirstName, last_name: LastName }, leavers: remove, guards: { removalShare: 1 } }
  # The bare engine fills a list of its own: an export reads who was on its list before it.
  bare: { connection: marketing, list: Bare, segments: [everybody], fields: { first_name: FirstName, last_name: LastName } }
  a-tenth: { connection: marketing, list: Newsletter, segments: [a-tenth], fields: { first_name: FirstName, last_name: LastName } }
`
}

async function scenario({ env }: World, ...words: string[]): Promise<Measured> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'scenario.ts'), ...words], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const text = await output(child)
  if (process.argv.includes('--verbose')) say(text)
  return JSON.parse(text)
}

function say(text: string): void {
  console.log(text)
}
