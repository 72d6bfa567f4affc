import { connectAccount } from '../../src/connections/connect-account.ts'
import type { Definitions } from '../../src/contract/definitions.ts'
import type { Db } from '../../src/db/database.ts'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { findRun, type RunRow } from '../../src/exports/run/run-store.ts'
import { aShop, type ShopPerson, writePeople } from './a-shop.ts'
import { visit } from './connection-lab.ts'
import { freePort } from './free-port.ts'
import { type ServerOptions, serverLab } from './server-lab.ts'

export type ShopServer = Awaited<ReturnType<typeof shopServer>>

/** A server with a shop whose connection leads to the sandbox. */
export async function shopServer({
  shop = aShop(),
  people = [],
  ...given
}: ServerOptions & { readonly shop?: Definitions; readonly people?: readonly ShopPerson[] } = {}) {
  const lab = await serverLab({
    ...given,
    variables: { POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`, ...given.variables },
  })
  const { app } = lab
  // As one, since the workers are at work already.
  const define = (definitions: Definitions) =>
    app.db.transaction().execute((tx) => saveDefinitions(tx, unhurried(definitions)))
  await define(shop)
  await writePeople(app, people)
  const connect = async () => {
    for (const [name, definition] of Object.entries(shop.connections)) {
      await connectAccount(app, {
        name,
        definition,
        actor: { id: null, name: 'ada', via: 'CLI' },
        otherAccount: 'refuse',
        show: visit,
        signal: new AbortController().signal,
      })
    }
  }
  await connect()
  return {
    ...lab,
    define,
    /** Signs in again, as a person does whose connection was lost. */
    connect,
    turnTo: (today: readonly ShopPerson[]) => writePeople(app, today),
    members: (listId?: string) => Array.from(lab.control.members(listId), ({ email }) => email).sort(),
    /** The run as soon as it is so. */
    until: (id: string, so: (run: RunRow) => boolean) => untilRun(app, id, so),
    /** The run when it has ended. */
    ended: (id: string) => untilRun(app, id, (run) => run.finished_at !== null),
  }
}

/** Looks at a run until it is so; throws what it is instead when that takes longer than any test should. */
export async function untilRun({ db }: { readonly db: Db }, id: string, so: (run: RunRow) => boolean): Promise<RunRow> {
  if (!id) throw new Error('there is no run to wait for')
  const began = performance.now()
  for (;;) {
    const run = await findRun(db, id).catch(unlessEnded)
    if (run && so(run)) return run
    if (performance.now() - began > 60_000) throw new Error(`run ${id} is still ${JSON.stringify(run)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** At the pace of the sandbox, not of Constant Contact. */
function unhurried(definitions: Definitions): Definitions {
  const limits = { requestsPerSecond: 1000, requestsPerDay: 1_000_000 }
  const connections = Object.fromEntries(
    Object.entries(definitions.connections).map(([name, each]) => [name, { limits, ...each }]),
  )
  return { ...definitions, connections }
}

/** The connection that looks may be ended by the very test that waits: then the next one looks. */
function unlessEnded(thrown: unknown): undefined {
  const adminShutdown = '57P01'
  // Which of the two a statement meets hangs on whether the server's last word came before the connection's end.
  if (thrown instanceof Error && 'code' in thrown && thrown.code === adminShutdown) return undefined
  if (thrown instanceof Error && thrown.message === 'Connection terminated unexpectedly') return undefined
  throw thrown
}
