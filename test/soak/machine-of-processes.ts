import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Sandbox } from '../../sandbox/start-sandbox.ts'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { commandLine } from '../support/command-line.ts'
import { visit } from '../support/connection-lab.ts'
import { freePort } from '../support/free-port.ts'
import { type Ended, type Machine, runTeller } from './machine.ts'
import type { Halt } from './scenario.ts'

const program = resolve(import.meta.dirname, '../../bin/postbud.js')

type Given = { readonly folder: string; readonly sandbox: Sandbox }

/** The real program: each command a process of its own, which may be killed. It waits in real time. */
export async function machineOfProcesses({ folder, sandbox }: Given): Promise<Machine> {
  sandbox.control.autoApprove = true
  const env = {
    POSTBUD_DATA: join(folder, 'data'),
    POSTBUD_FILE: join(folder, 'postbud.yaml'),
    POSTBUD_ADOPTION_WAIT: '0.5',
    POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`,
    CONSTANT_CONTACT_API_URL: sandbox.apiUrl,
    CONSTANT_CONTACT_AUTH_URL: sandbox.authUrl,
  }
  const said: string[] = []
  const tellRuns = runTeller()
  let connected = false
  const postbud = commandLine({
    env,
    onNote: (text) => {
      const address = /http:\S+\/authorize\S+/.exec(text)?.[0]
      if (address) void visit(new URL(address))
    },
  })
  const must = async (...argv: string[]) => {
    const { code, out, err } = await postbud(...argv)
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${out}${err}`)
  }
  const start = (argv: readonly string[], halt?: Halt) => runProcess({ sandbox, env, said }, argv, halt)
  return {
    write: async (files) => {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    },
    define: async (definitions) => {
      const { relationships: _, ...written } = definitions
      await writeFile(env.POSTBUD_FILE, JSON.stringify(written))
      await must('apply', '--yes')
      if (!connected) await must('connect', 'marketing', '--no-browser', '--accept-data-transfer')
      connected = true
    },
    run: (step, halt) => start(['run', step.export, '--events'], halt),
    preview: (exportName) => start(['preview', exportName]),
    decide: async () => [],
    runs: async () => {
      await using app = await openApp({ ...readConfig(env), variables: env })
      const { told, messages } = await tellRuns(app)
      said.push(...messages)
      return told
    },
    said: () => said.splice(0),
    [Symbol.asyncDispose]: async () => undefined,
  }
}

type Place = { readonly sandbox: Sandbox; readonly env: Readonly<Record<string, string>>; readonly said: string[] }

async function runProcess({ sandbox, env, said }: Place, argv: readonly string[], halt?: Halt): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...argv], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => void child.kill('SIGKILL')
  let [events, planned, live, err] = [0, false, true, '']
  const ended = new Promise<number | null>((done) => child.on('close', done))
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line)
    if (!line.startsWith('{"type"')) return
    events += 1
    if (line.startsWith('{"type":"planned"')) planned = true
    if (halt && 'event' in halt && events === halt.event) kill()
  })
  if (halt && 'ms' in halt) setTimeout(kill, halt.ms).unref()
  if (halt && 'nth' in halt) {
    const { when, ...moment } = halt
    const act = () => live && kill()
    if (when === 'before') sandbox.control.whenRequest(moment, act)
    else sandbox.control.afterRequest(moment, act)
  }
  const code = await ended
  live = false
  said.push(err)
  if (code === null) return { how: 'halted', planned }
  return err.includes('did not foresee') ? { how: 'broken', planned, why: err } : { how: 'ended', planned }
}
