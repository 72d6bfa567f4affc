import { dirname } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox.ts'
import type { Definitions } from '../../src/contract/definitions.ts'
import type { Outcomes } from '../../src/exports/receipts/outcomes.ts'
import type { RunEvent } from '../../src/exports/run/run-events.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { RunNeeds, RunSubject } from '../../src/exports/run/run-needs.ts'
import type { RunRow } from '../../src/exports/run/run-store.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { aShop, type ShopPerson, writePeople } from './a-shop.ts'
import { sandboxAccount } from './sandbox-account.ts'
import { testApp } from './test-app.ts'

export type LabOptions = {
  readonly sandbox?: SandboxOptions
  readonly definitions?: Definitions
  /** Requests a UTC day of the one application. */
  readonly requestsPerDay?: number
  readonly requestsPerSecond?: number
  readonly clock?: Clock
  /** Seconds that a batch whose answer was lost is looked for. */
  readonly adoptionWait?: number
  /** How long an answer may take; as long as for the real program unless told. */
  readonly timeouts?: { readonly requestMs: number; readonly uploadMs: number }
}

type RunOptions = {
  readonly exportName?: string
  readonly about?: RunSubject
  readonly signal?: AbortSignal
  readonly told?: (event: RunEvent) => void
}

/** The whole program on embedded defaults and a sandbox, in one process; gone when the test is over. */
export async function deliveryLab(given: LabOptions = {}) {
  const sandbox = await startSandbox({ instant: true, ...given.sandbox })
  onTestFinished(() => sandbox.close())
  sandbox.control.setLimits('none')
  const variables = { POSTBUD_ADOPTION_WAIT: String(given.adoptionWait ?? 0.2) }
  let app = await testApp({ variables, ...(given.clock && { clock: given.clock }) })
  const events: RunEvent[] = []
  let definitions = given.definitions ?? aShop()
  let accountId = 'p07e1l8cdif9dl'
  const limits = {
    requestsPerSecond: given.requestsPerSecond ?? 10_000,
    requestsPerDay: given.requestsPerDay ?? 10_000,
  }
  const needs: RunNeeds = {
    ...app,
    openAccount: async () => ({ ...(await sandboxAccount(app, sandbox, limits, given.timeouts)), accountId }),
  }
  const request = ({ exportName = 'news', about, signal = new AbortController().signal, told }: RunOptions = {}) => ({
    exportName,
    ...(about && { about }),
    trigger: 'CLI' as const,
    startedBy: 'test',
    signal,
    tell: (event: RunEvent) => {
      events.push(event)
      told?.(event)
    },
  })
  const run = async (people?: readonly ShopPerson[], options: RunOptions = {}): Promise<RunRow> => {
    if (people) await writePeople(app, people)
    return runExport(needs, definitions, request(options))
  }
  /** Ends the program and starts it again on the same data directory; `app` stays the one that has ended. */
  const reopen = async (): Promise<void> => {
    await app[Symbol.asyncDispose]()
    const folder = dirname(app.directory.root)
    app = await testApp({ folder, variables, ...(given.clock && { clock: given.clock }) })
    Object.assign(needs, app)
  }
  /** Runs with these people, and stops by hand at the first event of one of these types. */
  const stopAt = async (people: readonly ShopPerson[] | undefined, ...types: readonly RunEvent['type'][]) => {
    const stop = new AbortController()
    const stopped = run(people, {
      signal: stop.signal,
      told: ({ type }) => {
        if (types.includes(type)) stop.abort()
      },
    })
    await expect(stopped).rejects.toThrow(/abort/i)
  }
  return {
    sandbox,
    control: sandbox.control,
    app,
    needs,
    run,
    reopen,
    stopAt,
    events,
    request,
    definitions: () => definitions,
    define: (changed: Definitions) => {
      definitions = changed
    },
    turnTo: (account: string) => {
      accountId = account
    },
    members: (listId?: string) => Array.from(sandbox.control.members(listId), ({ email }) => email).sort(),
    /** Requests by method and route since the last call. */
    spent: () => {
      const { byRoute } = sandbox.control.requests()
      sandbox.control.clearRequests()
      return byRoute
    },
  }
}

export function outcomesOf(run: RunRow): Outcomes {
  return (run.figures as { outcomes: Outcomes }).outcomes
}

/** How the leavers of a run went, by outcome and reason. */
export function removalsOf(run: RunRow): Outcomes {
  return (run.figures as { removals: Outcomes }).removals
}

/** So many people, from a number on. */
export function people(count: number, from = 0): ShopPerson[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `C-${from + at}`,
    email: `person.${from + at}@example.com`,
    first: `First ${from + at}`,
  }))
}
