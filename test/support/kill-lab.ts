import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { readSnapshot } from '../../src/engine/write-snapshot.ts'
import { readReceipts } from '../../src/exports/receipts/read-receipts.ts'
import type { RunRow } from '../../src/exports/run/run-store.ts'
import { commandLine } from './command-line.ts'
import { visit } from './connection-lab.ts'
import { freePort } from './free-port.ts'
import { type Arm, type Watched, watched } from './kill-moments.ts'
import { killShop, peopleOf } from './kill-shop.ts'
import { layDatabase } from './test-app.ts'

/** A process of `postbud run` and how it came to its end: with an exit code, or killed (null). */
export type Ended = { readonly code: number | null; readonly events: readonly { type: string }[]; readonly err: string }

/** What must not depend on how often a run was killed. */
export type Outcome = Awaited<ReturnType<KillLab['outcome']>>
export type KillLab = Awaited<ReturnType<typeof killLab>>

const program = resolve(import.meta.dirname, '../../bin/postbud.js')

/** A sandbox and a data directory that is connected to it, in which the real program runs as a process of its own. */
export async function killLab() {
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'postbud-kill-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const sandbox = opening.use(await startSandbox({ contactsPerSecond: 8_000 }))
  sandbox.control.autoApprove = true
  sandbox.control.setLimits('none')
  killShop.prepare(sandbox)
  const env = {
    POSTBUD_DATA: join(folder, 'data'),
    POSTBUD_FILE: join(folder, 'postbud.yaml'),
    POSTBUD_ADOPTION_WAIT: '1',
    POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`,
    CONSTANT_CONTACT_API_URL: sandbox.apiUrl,
    CONSTANT_CONTACT_AUTH_URL: sandbox.authUrl,
  }
  await writeFile(env.POSTBUD_FILE, killShop.file)
  await layDatabase(env.POSTBUD_DATA)
  await writePeople(folder, 0)
  await connect(env)
  const parts = opening.move()
  return {
    sandbox,
    /** Puts the customers as they are on a day in the place of those before. */
    turnTo: (day: number) => writePeople(folder, day),
    /** Runs the export as a process; with a moment, kills it there. */
    run: (arm?: Arm) => runProcess({ sandbox, data: env.POSTBUD_DATA, env }, arm),
    outcome: () => readOutcome(sandbox, env),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

async function writePeople(folder: string, day: number): Promise<void> {
  await writeFile(join(folder, 'contacts.csv'), peopleOf(day))
}

async function connect(env: Record<string, string>): Promise<void> {
  const postbud = commandLine({
    env,
    onNote: (text) => {
      const address = /http:\S+\/authorize\S+/.exec(text)?.[0]
      if (address) void visit(new URL(address))
    },
  })
  for (const argv of [
    ['apply', '--yes'],
    ['connect', 'marketing', '--no-browser', '--accept-data-transfer'],
  ]) {
    const answered = await postbud(...argv)
    if (answered.code !== 0) throw new Error(`${argv.join(' ')}: ${answered.out}${answered.err}`)
  }
}

async function runProcess(place: { sandbox: Sandbox; data: string; env: Record<string, string> }, arm?: Arm) {
  const child = spawn(process.execPath, [program, 'run', 'news', '--events'], {
    env: { ...process.env, ...place.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const events: { type: string; stage?: string }[] = []
  const ended = new Promise<Ended>((done) => {
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
    })
    child.on('close', (code) => done({ code, events, err }))
  })
  const tellers: ((event: { type: string; stage?: string }) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line)
    events.push(event)
    for (const tell of tellers) tell(event)
  })
  const seen: Watched = watched({ ...place, onEvent: (tell) => tellers.push(tell) })
  arm?.(seen, () => child.kill('SIGKILL'))
  try {
    return await ended
  } finally {
    seen.stop()
  }
}

/** Read by a process that did none of the work, from what is on disk and in the sandbox. */
async function readOutcome(sandbox: Sandbox, variables: Record<string, string>) {
  const members = Array.from(sandbox.control.members(), ({ email, permission, values }) => ({
    email,
    permission,
    values,
  }))
  const contacts = sandbox.control.accounts()[0]?.contacts
  const names = sandbox.control.imports().map(({ fileName }) => fileName)
  await using app = await openApp({ ...readConfig(variables), variables })
  const runs = await app.db.selectFrom('runs').selectAll().orderBy('created_at').orderBy('id').execute()
  const batches = await app.db.selectFrom('batches').select(['state', 'verdict']).execute()
  await using session = await app.engine.session()
  const rowsOf = async (files: (string | null)[], columns: string) =>
    files.length === 0
      ? []
      : await session.rows(
          `select ${columns} from ${readSnapshot(files.map((file) => app.directory.absolute(file ?? '')))} order by all`,
        )
  const claims = await app.db.selectFrom('claims').select('file').execute()
  const lists = await app.db.selectFrom('lists').select('refusals_file').execute()
  return {
    list: { members: members.sort((one, other) => (one.email < other.email ? -1 : 1)), contacts },
    ledger: await rowsOf(
      claims.map(({ file }) => file),
      'email, profile_key, content',
    ),
    refusals: await rowsOf(
      lists.map(({ refusals_file: file }) => file).filter((file) => file !== null),
      'email, content, tries',
    ),
    runs: await Promise.all(runs.map((run) => ended(app, run))),
    sentTwice: names.filter((name, at) => names.indexOf(name) !== at),
    unsettled: batches.filter(({ state, verdict }) => state !== 'empty' && (state !== 'settled' || !verdict)).length,
  }
}

async function ended(app: Parameters<typeof readReceipts>[0], run: RunRow) {
  const finished = run.finished_at !== null
  const receipts = finished ? await readReceipts(app, run, {}, 1_000_000) : []
  return {
    status: run.status,
    finished,
    outcomes: (run.figures as { outcomes?: unknown }).outcomes,
    removals: (run.figures as { removals?: unknown }).removals,
    receipts: receipts
      .map(({ profile_key, email, outcome, reason, detail }) => [profile_key, email, outcome, reason, detail].join('|'))
      .sort(),
  }
}
