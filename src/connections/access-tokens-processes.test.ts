import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ConnectionLab, connectionLab, connectionName } from '../../test/support/connection-lab.ts'
import { type FastClock, fastClock } from '../../test/support/fast-clock.ts'
import { type PostgresServer, postgresMissing, startPostgres } from '../../test/support/postgres.ts'
import type { ControlDatabase } from '../db/database.ts'
import { openDatabase } from '../db/open-database.ts'
import { tokenLock } from './access-tokens.ts'
import { openConstantContact } from './open-constant-contact.ts'

const day = 86_400_000
const withServer = test.skipIf(postgresMissing)

let server: PostgresServer
let lab: ConnectionLab
let clock: FastClock
/** The control database as another process on the same server has it open. */
let theirs: ControlDatabase

beforeAll(async () => {
  if (postgresMissing) return
  server = await startPostgres()
  lab = await connectionLab({
    databaseUrl: server.url,
    sandbox: { instant: true, limits: { tokenRequestsPerSecond: 1_000 } },
    clock: (sandbox) => {
      clock = fastClock((ms) => sandbox.control.advance(ms))
      return clock
    },
  })
  theirs = await openDatabase({ url: server.url })
})

afterAll(async () => {
  if (postgresMissing) return
  await theirs[Symbol.asyncDispose]()
  await lab[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

beforeEach(async () => {
  if (postgresMissing) return
  lab.sandbox.control.reset()
  lab.sandbox.control.advance(clock.now().getTime() - Date.now())
  lab.sandbox.control.autoApprove = true
  await lab.needs.db.deleteFrom('connection_states').execute()
  await lab.needs.db.deleteFrom('request_budgets').execute()
  await lab.connect()
  lab.sandbox.control.clearRequests()
})

const renewals = () => lab.sandbox.control.requests().byRoute['POST /oauth2/default/v1/token'] ?? 0
const row = () => theirs.db.selectFrom('connection_states').selectAll().executeTakeFirstOrThrow()
const openTheirs = () =>
  openConstantContact(
    { ...lab.needs, db: theirs.db, database: theirs },
    { connections: { [connectionName]: lab.definition } },
    connectionName,
  )
const openBoth = async (each: number) =>
  Promise.all(Array.from({ length: 2 * each }, (_, at) => (at % 2 === 0 ? lab.open() : openTheirs())))
/** Who finds the lock taken looks again after a quarter of a second: tells when somebody has, from here on. */
const lookedAgain = () => {
  const before = clock.waits.length
  return async () => {
    while (!clock.waits.slice(before).includes(250)) await new Promise((resolve) => setImmediate(resolve))
  }
}

withServer('however many ask at once in two processes, one renews and all use what it got', async () => {
  const accounts = await openBoth(3)
  for (let round = 1; round <= 3; round += 1) {
    lab.sandbox.control.expireAccessTokens()
    await Promise.all(accounts.map((account) => account.readAccount()))
    expect(renewals()).toBe(round)
  }
  expect(await row()).toMatchObject({ status: 'connected', refresh_started_at: null })
})

withServer('tokens that come to their end are renewed once for two processes', async () => {
  const accounts = await openBoth(2)
  await Promise.all(accounts.map((account) => account.readAccount()))
  clock.advance(day)
  await Promise.all(accounts.map((account) => account.readAccount()))
  expect(renewals()).toBe(1)
})

withServer('who waits while another process renews takes what that one stored', async () => {
  const mine = await lab.open()
  const other = await openTheirs()
  await mine.readAccount()
  const lock = await theirs.tryLock(tokenLock(connectionName))
  lab.sandbox.control.expireAccessTokens()
  const looked = lookedAgain()
  const waiting = mine.readAccount()
  await looked()
  expect(renewals()).toBe(0)
  await lock?.[Symbol.asyncDispose]()
  await Promise.all([waiting, other.readAccount()])
  expect(renewals()).toBe(1)
})

withServer('a process that is killed while it renews leaves its lock to nobody', async () => {
  const killed = new Client({ connectionString: server.url })
  await killed.connect()
  await killed.query('select pg_advisory_lock(hashtextextended($1, 0))', [tokenLock(connectionName)])
  await theirs.db.updateTable('connection_states').set({ refresh_started_at: clock.now() }).execute()
  // Its request had arrived: the refresh token is spent, and what replaced it went with the process.
  lab.sandbox.control.spendRefreshTokens()
  lab.sandbox.control.expireAccessTokens()
  const accounts = await openBoth(1)
  const asked = Promise.allSettled(accounts.map((account) => account.readAccount()))
  await killed.end()
  const lost = { status: 'rejected', reason: { code: 'reconnect_needed', causeCode: 'rotation_lost' } }
  expect(await asked).toMatchObject([lost, lost])
  expect(renewals()).toBe(1)
  expect(await row()).toMatchObject({ status: 'reconnect_needed', cause_code: 'rotation_lost' })
})

withServer('connecting again waits for a renewal under way elsewhere, and is not written over by it', async () => {
  const lock = await theirs.tryLock(tokenLock(connectionName))
  const { tokens } = await row()
  const looked = lookedAgain()
  const connecting = lab.connect()
  await looked()
  expect((await row()).tokens).toBe(tokens)
  await lock?.[Symbol.asyncDispose]()
  await connecting
  expect((await row()).tokens).not.toBe(tokens)
  await (await openTheirs()).readAccount()
})
