import { spawn } from 'node:child_process'
import { cp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { startSandbox } from '../../sandbox/start-sandbox.ts'
import { openEngine } from '../../src/engine/duckdb.ts'
import { changeShop, makeShop } from '../../src/sample/make-shop.ts'
import { makePeople } from './make-people.ts'

// The whole main job on a made-up shop and a local Constant Contact, with the very commands that a person would type.
const folder = resolve('.demo')
const customers = 100_000
const started = Date.now()

say(`Postbud's demo: a shop of ${customers.toLocaleString('en-US')} customers, a local Constant Contact, two exports.`)
say('It takes about a minute, most of it the pace that Constant Contact allows: four requests a second.\n')
await rm(folder, { recursive: true, force: true })
await using engine = await openEngine()
const shop = { engine, folder: join(folder, 'data'), customers }
await makeShop(shop)
await cp(join(import.meta.dirname, 'postbud.yaml'), join(folder, 'postbud.yaml'))
await using sandbox = await startSandbox({ contactsPerSecond: 50_000 })
sandbox.control.autoApprove = true
say(`The shop lies in ${join('.demo', 'data')}; the local Constant Contact answers at ${sandbox.url}\n`)

const env = {
  ...process.env,
  POSTBUD_FILE: join(folder, 'postbud.yaml'),
  POSTBUD_DATA: join(folder, 'postbud'),
  CONSTANT_CONTACT_API_URL: sandbox.apiUrl,
  CONSTANT_CONTACT_AUTH_URL: sandbox.authUrl,
  CONSTANT_CONTACT_CLIENT_ID: 'sandbox-client',
  CONSTANT_CONTACT_CLIENT_SECRET: 'sandbox-secret',
  // Not the usual port, which another Postbud on this machine may be waiting on.
  POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`,
}

await postbud(['apply', '--yes'])
await postbud(['connect', 'marketing', '--no-browser', '--accept-data-transfer'], { approve: true })
await postbud(['preview', 'spring-campaign'])
await postbud(['run', 'spring-campaign', 'loyal-customers'])
say(
  '\nOvernight one customer in a hundred changes: some marry, some leave, others join. Only the difference is sent:\n',
)
await changeShop(shop, { share: 0.01 })
await postbud(['run', 'spring-campaign'])
await funnel()
await threeSources()

say(
  `\nDone in ${Math.round((Date.now() - started) / 1000)} seconds. Everything is in .demo: the data, postbud.yaml, and Postbud's own folder.`,
)
say(
  'Next: write a postbud.yaml for your own files (docs/configuration.md), and see docs/constant-contact.md for a real account.',
)

/** One command as a person would type it, its output shown as it comes. */
async function postbud(words: readonly string[], { approve = false } = {}): Promise<void> {
  say(`\n$ postbud ${words.join(' ')}`)
  const program = join(import.meta.dirname, '../../bin/postbud.js')
  const child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'inherit', 'pipe'] })
  child.stderr.setEncoding('utf8')
  // The address to sign in at is for the person, so it comes beside the command's own output.
  let seen = ''
  child.stderr.on('data', (text: string) => {
    process.stderr.write(text)
    seen += text
    const address = approve && /https?:\/\/\S+\/authorize\?\S+(?=\s)/.exec(seen)?.[0]
    if (address) {
      approve = false
      // In life a person approves in the browser; the demo's Constant Contact approves by itself.
      void fetch(address)
    }
  })
  const code = await new Promise<number | null>((done) => child.on('exit', done))
  if (code !== 0 && code !== 3) throw new Error(`postbud ${words[0]} ended with exit code ${code}`)
}

/** Three dirty sources of the same people become one row a person, in an environment of their own, and some of them go on a list. */
async function threeSources(): Promise<void> {
  say('\nPeople arrive several times: in the shop, in its club, at the till, with typos, names swapped, in capitals.')
  const own = join(folder, 'people')
  await makePeople(engine, join(shop.folder, 'contacts.csv'), own, 5_000)
  await cp(join(import.meta.dirname, 'people.yaml'), join(own, 'postbud.yaml'))
  sandbox.control.addList({ name: 'Gold members' })
  Object.assign(env, { POSTBUD_FILE: join(own, 'postbud.yaml'), POSTBUD_DATA: join(own, 'postbud') })
  await postbud(['apply', '--yes'])
  await postbud(['connect', 'marketing', '--no-browser', '--accept-data-transfer'], { approve: true })
  await postbud(['run', 'gold-members'])
  await postbud(['profiles', 'show'])
  const row = (await readFile(join(own, 'till.csv'), 'utf8')).split('\n')[1]?.split(',')[0] ?? ''
  const rows = ['shop', row.replace('K', 'C'), 'till', row]
  await postbud(['profiles', 'why', ...rows])
  const { people } = await answerOf<{ people: [string | null] }>(['profiles', 'why', ...rows, '--json'])
  await postbud(['profiles', 'person', people[0] ?? ''])
}

/** The last run as a funnel: from members to delivered, with what fell out on the way. */
async function funnel(): Promise<void> {
  const { runs } = await answerOf<{
    runs: { export: string; figures: { all: { members: number }; outcomes: Record<string, Record<string, number>> } }[]
  }>(['runs', '--json', '--limit', '10'])
  for (const run of runs.reverse()) {
    const { all, outcomes } = run.figures
    const sum = (outcome: string) => Object.values(outcomes[outcome] ?? {}).reduce((total, people) => total + people, 0)
    const rows: [string, number][] = [
      ['members', all.members],
      ['deliverable', all.members - sum('rejected') - sum('held_back')],
      ['delivered', sum('delivered')],
    ]
    say(`\n${run.export}`)
    for (const [name, people] of rows) {
      const bar = '█'.repeat(Math.max(people > 0 ? 1 : 0, Math.round((people / Math.max(1, all.members)) * 50)))
      say(`  ${name.padEnd(12)} ${bar} ${people.toLocaleString('en-US')}`)
    }
    for (const outcome of ['unchanged', 'held_back', 'rejected', 'unconfirmed']) {
      if (sum(outcome) > 0)
        say(`  ${''.padEnd(12)} ${sum(outcome).toLocaleString('en-US')} ${outcome.replace('_', ' ')}`)
    }
  }
}

/** What a command answers with --json. */
async function answerOf<T>(words: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../bin/postbud.js'), ...words], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const chunk of child.stdout) text += chunk
  return JSON.parse(text) as T
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  return typeof address === 'object' && address ? address.port : 0
}

function say(text: string): void {
  console.log(text)
}
