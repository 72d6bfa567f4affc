import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox.ts'
import { readConfig } from '../../src/config/environment.ts'
import { type Connected, type ConnectInput, connectAccount } from '../../src/connections/connect-account.ts'
import {
  type ConnectionNeeds,
  type OpenAccount,
  openConstantContact,
  type SessionOptions,
} from '../../src/connections/open-constant-contact.ts'
import type { ConnectionDefinition } from '../../src/contract/definitions.ts'
import type { ControlDatabase } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/open-database.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { dataDirectory } from '../../src/lib/data-directory.ts'
import { freePort } from './free-port.ts'
import { layDatabase, placeIn } from './test-app.ts'

/** A sandbox and what a connection to it needs, without the rest of the program. The connection is called `marketing`. */
export type ConnectionLab = AsyncDisposable & {
  readonly sandbox: Sandbox
  readonly needs: ConnectionNeeds & { readonly database: ControlDatabase }
  readonly definition: ConnectionDefinition
  readonly connect: (input?: Partial<ConnectInput>) => Promise<Connected>
  readonly open: (options?: SessionOptions) => Promise<OpenAccount>
}

type Given = {
  readonly sandbox?: SandboxOptions
  readonly definition?: Partial<ConnectionDefinition>
  readonly clock?: (sandbox: Sandbox) => Clock
  readonly fetch?: typeof fetch
  /** A PostgreSQL server for the control database; unless told, what the project's tests run on. */
  readonly databaseUrl?: string
}

export const connectionName = 'marketing'

export async function connectionLab(given: Given = {}): Promise<ConnectionLab> {
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'postbud-lab-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const sandbox = opening.use(await startSandbox(given.sandbox))
  sandbox.control.autoApprove = true
  const directory = dataDirectory(folder)
  const url = given.databaseUrl ?? (await placeIn(folder)).DATABASE_URL
  if (!url) await layDatabase(folder)
  const database = opening.use(await openDatabase(url ? { url } : { directory: directory.database }))
  const { config, secrets } = readConfig({
    POSTBUD_DATA: folder,
    CONSTANT_CONTACT_API_URL: sandbox.apiUrl,
    CONSTANT_CONTACT_AUTH_URL: sandbox.authUrl,
    POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`,
  })
  const definition: ConnectionDefinition = {
    type: 'constant-contact',
    clientId: 'sandbox-client',
    clientSecret: '${SECRET}',
    ...given.definition,
  }
  const clock = given.clock?.(sandbox) ?? systemClock
  const variables = { SECRET: 'sandbox-secret' }
  const needs = { db: database.db, database, clock, config, secrets, directory, variables, fetch: given.fetch ?? fetch }
  const parts = opening.move()
  return {
    sandbox,
    needs,
    definition,
    connect: (input = {}) =>
      connectAccount(
        { ...needs, clock: unhurried(clock) },
        {
          name: connectionName,
          definition,
          actor: { id: null, name: 'ada', via: 'CLI' },
          otherAccount: 'refuse',
          show: visit,
          signal: new AbortController().signal,
          ...input,
        },
      ),
    open: (options) =>
      openConstantContact(needs, { connections: { [connectionName]: definition } }, connectionName, options),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** A fast clock would have the person come too late: waits of minutes take their time. */
function unhurried(clock: Clock): Clock {
  return { now: clock.now, wait: (ms, signal) => (ms > 60_000 ? systemClock : clock).wait(ms, signal) }
}

/** Goes to the sign-in page, which approves by itself and leads back to the waiting program. */
export async function visit(address: URL): Promise<void> {
  const response = await fetch(address)
  await response.text()
}
