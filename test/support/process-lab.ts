import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox.ts'
import { commandLine } from './command-line.ts'
import { visit } from './connection-lab.ts'
import { personOf } from './fault-lab.ts'
import { freePort } from './free-port.ts'
import { layDatabase } from './test-app.ts'

/** A process of the program: its exit code and what it said. */
export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }
export type ProcessLab = Awaited<ReturnType<typeof processLab>>

const program = resolve(import.meta.dirname, '../../bin/postbud.js')
const crowd = 12
const turnover = 4

const shop = `environment: { name: Process lab, timeZone: Europe/Copenhagen }
sources:
  contacts: { file: contacts.csv, key: ContactId }
profiles: { from: contacts, email: EMail }
segments:
  everybody: { rules: [{ where: { column: ContactId, isNotNull: true } }] }
connections:
  marketing: { type: constant-contact, clientId: sandbox-client, clientSecret: sandbox-secret, limits: { requestsPerSecond: 1000 } }
exports:
`
const exportTo = (name: string, list: string) => `  ${name}:
    connection: marketing
    list: ${list}
    segments: [everybody]
    leavers: remove
    guards: { removalShare: 1, removalPeople: 1000, shrunkShare: 1 }
    fields: { first_name: FirstName, last_name: LastName }
`

type Given = {
  readonly sandbox?: SandboxOptions
  /** Settings for every process, such as a DATABASE_URL. */
  readonly env?: Readonly<Record<string, string>>
  /** More exports of the same people, each to a list of its own. */
  readonly more?: readonly string[]
}

/**
 * A connected data directory below a folder, in which the real program runs as processes, and a sandbox. The people are those of
 * `faultLab`: from day to day some leave, some join and most change.
 */
export async function processLab(folder: string, given: Given = {}) {
  const sandbox = await startSandbox({ instant: true, ...given.sandbox })
  onTestFinished(() => sandbox.close())
  const { control } = sandbox
  control.autoApprove = true
  control.setLimits('none')
  const others = ['stranger.1@example.com', 'stranger.2@example.com']
  for (const email of others) control.addContact({ email, listIds: [control.list().listId] })
  const data = join(folder, 'data')
  const env = {
    POSTBUD_DATA: data,
    POSTBUD_FILE: join(folder, 'postbud.yaml'),
    POSTBUD_ADOPTION_WAIT: '0.5',
    POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`,
    CONSTANT_CONTACT_API_URL: sandbox.apiUrl,
    CONSTANT_CONTACT_AUTH_URL: sandbox.authUrl,
    ...given.env,
  }
  const lists = new Map((given.more ?? []).map((name) => [name, control.addList({ name: `List of ${name}` })]))
  mkdirSync(data, { mode: 0o700 })
  await layDatabase(data)
  const exports = [exportTo('news', 'Newsletter'), ...[...lists].map(([name, id]) => exportTo(name, id))]
  writeFileSync(env.POSTBUD_FILE, shop + exports.join(''))
  let today = 0
  const people = () => Array.from({ length: crowd }, (_, at) => personOf(today * turnover + at, today))
  const turnTo = (day: number) => {
    today = day
    const lines = people().map(({ id, email, first = '', last = '' }) => [id, email, first, last].join(','))
    writeFileSync(join(folder, 'contacts.csv'), `ContactId,EMail,FirstName,LastName\n${lines.join('\n')}\n`)
  }
  turnTo(0)
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
  return {
    sandbox,
    control,
    turnTo,
    /** Runs a command as a process of its own. */
    run: (...argv: readonly string[]) => start(env, argv, folder).ended,
    /** Starts one that goes on meanwhile. */
    start: (...argv: readonly string[]) => start(env, argv, folder),
    /** The same with further variables. */
    startWith: (more: Record<string, string>, ...argv: readonly string[]) => start({ ...env, ...more }, argv, folder),
    /** Starts the server, and answers once it serves; it is gone when the test is over. */
    async serve(more: Record<string, string> = {}): Promise<Started & { readonly url: string }> {
      const server = start(
        { ...env, POSTBUD_PORT: '0', POSTBUD_URL: 'http://127.0.0.1:7530', ...more },
        ['serve'],
        folder,
      )
      onTestFinished(() => void server.child.kill('SIGKILL'))
      const port = await server.said(/\(port (\d+)\)/)
      return { ...server, url: `http://127.0.0.1:${port}` }
    },
    /** A command line of this very process, which is quicker than one of its own. */
    postbud,
    env,
    data,
    /** Who is on the list of an export. */
    members: (name = 'news') => Array.from(control.members(lists.get(name)), ({ email }) => email).sort(),
    /** Who should be on the lists of the others than `news`. */
    everybody: () =>
      people()
        .map(({ email }) => email)
        .sort(),
    wanted: () => [...others, ...people().map(({ email }) => email)].sort(),
  }
}

/** A process that is at work. */
export type Started = {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves once standard error matches, with what the first group caught. Rejects when the process ends before. */
  readonly said: (pattern: RegExp) => Promise<string>
}

function start(env: Record<string, string>, argv: readonly string[], cwd: string): Started {
  const child = spawn(process.execPath, [program, ...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, out, err })))
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(err)
        if (found) resolve(found[1] ?? found[0])
      }
      look()
      child.stderr.on('data', look)
      void ended.then(({ code }) => reject(new Error(`ended with ${code} and did not say ${pattern}: ${out}${err}`)))
    })
  return { child, ended, said }
}
