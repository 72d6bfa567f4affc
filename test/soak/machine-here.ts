import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Sandbox } from '../../sandbox/start-sandbox.ts'
import { type App, openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { openBudget } from '../../src/constant-contact/budget.ts'
import { constantContactClient } from '../../src/constant-contact/client.ts'
import type { RetryPolicy } from '../../src/constant-contact/destination.ts'
import { ReconnectNeededError } from '../../src/constant-contact/errors.ts'
import type { Definitions } from '../../src/contract/definitions.ts'
import type { DeliveryAccount } from '../../src/exports/list/delivery-account.ts'
import { previewExport } from '../../src/exports/plan/preview-export.ts'
import { approveRun, isWaiting, rejectRun } from '../../src/exports/run/approval.ts'
import { carryOnRun, runExport } from '../../src/exports/run/run-export.ts'
import type { RunNeeds, RunRequest } from '../../src/exports/run/run-needs.ts'
import { AppError } from '../../src/lib/app-error.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { type Ended, type Machine, type Patience, runTeller } from './machine.ts'
import type { ExportName, Halt, Settings } from './scenario.ts'

const copy = promisify(execFile)

/** Fewer tries than in earnest, so that a handful of faults is beyond them. */
const retry: RetryPolicy = {
  unavailable: { attempts: 4, firstDelayMs: 1_000, growth: 2, maxDelayMs: 30_000, jitter: 0.5 },
  throttled: { attempts: 4, firstDelayMs: 1_000, growth: 1.5, maxDelayMs: 20_000, jitter: 1 },
  queueFull: { attempts: 3, firstDelayMs: 30_000, growth: 1.5, maxDelayMs: 120_000, jitter: 0.2 },
}
const timeouts = {
  usual: { requestMs: 30_000, uploadMs: 30_000 },
  short: { requestMs: 150, uploadMs: 150 },
}

type Given = {
  readonly folder: string
  /** A new control database, to be copied. */
  readonly template: string
  readonly sandbox: Sandbox
  readonly settings: Settings
  /** Told how much time passed for the program while it waited. */
  readonly random: () => number
}

/** The program in this process, on a clock that waits for nobody and is the sandbox's. */
export async function machineHere({ folder, template, sandbox, settings, random }: Given): Promise<Machine> {
  const { control } = sandbox
  await using opening = new AsyncDisposableStack()
  const data = join(folder, 'data')
  await mkdir(data, { recursive: true })
  await copy('cp', ['-a', template, join(data, 'db')])
  let late = false
  const clock: Clock = {
    now: () => new Date(control.now() + settings.skewMs),
    async wait(ms, signal) {
      signal?.throwIfAborted()
      control.advance(ms)
      // Answers that are late on purpose come in real time.
      await new Promise((resolve) => (late ? setTimeout(resolve, 30) : setImmediate(resolve)))
    },
  }
  const variables = { POSTBUD_DATA: data, POSTBUD_FILE: join(folder, 'postbud.yaml') }
  const app = opening.use(await openApp({ ...readConfig(variables), variables, clock }))
  const said: string[] = []
  const tellRuns = runTeller()
  let definitions: Definitions
  let patience: Patience = 'usual'
  const needs: RunNeeds = {
    ...app,
    openAccount: async (_, notify = () => undefined) =>
      openAccount(app, sandbox, { settings, random, notify, timeouts: timeouts[patience] }),
  }
  const request = (exportName: ExportName, halt?: Halt) => haltable(control, exportName, halt, said)
  const attempt = async (
    exportName: ExportName,
    halt: Halt | undefined,
    given: Patience,
    work: (asked: RunRequest) => Promise<unknown>,
  ): Promise<Ended> => {
    patience = given
    late = given === 'short'
    const { asked, seen, done } = request(exportName, halt)
    try {
      await work(asked)
      return { how: 'ended', planned: seen.planned }
    } catch (thrown) {
      if (asked.signal.aborted && thrown === asked.signal.reason) return { how: 'halted', planned: seen.planned }
      said.push(thrown instanceof Error ? thrown.message : String(thrown))
      if (thrown instanceof AppError) return { how: 'ended', planned: seen.planned, why: thrown.code }
      return { how: 'broken', planned: seen.planned, why: thrown instanceof Error ? `${thrown.stack}` : String(thrown) }
    } finally {
      done()
      late = false
    }
  }
  const parts = opening.move()
  return {
    write: async (files) => {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    },
    define: async (given) => {
      definitions = given
    },
    run: (step, halt, given) => attempt(step.export, halt, given, (asked) => runExport(needs, definitions, asked)),
    preview: (exportName, given) =>
      attempt(exportName, undefined, given, async ({ signal }) =>
        previewExport(needs, definitions, { exportName, showEmails: false, signal }),
      ),
    decide: async (how) => {
      const open = await app.db.selectFrom('runs').selectAll().where('finished_at', 'is', null).execute()
      const ended = []
      for (const run of open.filter(isWaiting)) {
        const decision = { by: 'soak', note: null }
        ended.push(
          await attempt(run.export_name as ExportName, undefined, 'usual', async (asked) => {
            if (how === 'reject') return rejectRun(needs, run, decision)
            return carryOnRun(needs, definitions, await approveRun(needs, run, decision), asked)
          }),
        )
      }
      return ended
    },
    runs: async () => {
      const { told, messages } = await tellRuns(app)
      said.push(...messages)
      return told
    },
    said: () => said.splice(0),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** What a run is asked with, stopped by hand where it is to halt. */
function haltable(control: Sandbox['control'], exportName: ExportName, halt: Halt | undefined, said: string[]) {
  const stop = new AbortController()
  const seen = { planned: false }
  let [events, live] = [0, true]
  if (halt && 'nth' in halt) {
    const { when, ...moment } = halt
    const act = () => void (live && stop.abort())
    if (when === 'before') control.whenRequest(moment, act)
    else control.afterRequest(moment, act)
  }
  const asked: RunRequest = {
    exportName,
    trigger: 'CLI',
    startedBy: 'soak',
    signal: stop.signal,
    tell: (event) => {
      events += 1
      said.push(JSON.stringify(event))
      if (event.type === 'planned') seen.planned = true
      if (halt && 'event' in halt && events === halt.event) stop.abort()
    },
  }
  return {
    asked,
    seen,
    done: () => {
      live = false
    },
  }
}

type Opening = {
  readonly settings: Settings
  readonly random: () => number
  readonly notify: Parameters<RunNeeds['openAccount']>[1] & {}
  readonly timeouts: (typeof timeouts)[Patience]
}

async function openAccount(app: App, sandbox: Sandbox, opening: Opening): Promise<DeliveryAccount> {
  const { control } = sandbox
  const renew = () => control.issueTokens().access_token
  let token = renew()
  const limits = { requestsPerSecond: 10_000, requestsPerDay: opening.settings.ownPerDay, tokenRequestsPerSecond: 1000 }
  const client = constantContactClient({
    apiUrl: sandbox.apiUrl,
    fetch,
    clock: app.clock,
    random: opening.random,
    budget: openBudget(app, 'sandbox-client', limits),
    tokens: {
      current: async () => token,
      renewed: async (refused) => {
        if (refused === token) token = renew()
        return token
      },
      givenUp: async () =>
        new ReconnectNeededError('marketing', 'access_refused', 'Constant Contact refuses even a renewed token.'),
    },
    retry,
    timeouts: opening.timeouts,
    notify: opening.notify,
  })
  return { ...client, accountId: control.accounts()[0]?.accountId ?? '' }
}
