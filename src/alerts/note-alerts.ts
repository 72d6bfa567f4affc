import { type Selectable, sql } from 'kysely'
import type { Definitions } from '../contract/definitions.ts'
import type { Db, Tx } from '../db/database.ts'
import type { AlertStatesTable } from '../db/tables/alerts.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import type { Alert, AlertKind, Condition } from './alert.ts'
import { readConditions } from './read-conditions.ts'
import { type Recipients, recipientsOf } from './recipients.ts'

type Needs = Recipients & { readonly db: Db; readonly clock: Clock }
type StateRow = Selectable<AlertStatesTable>

/** These are worth a word when they are over, since somebody was told that something does not work. */
const worthTelling: ReadonlySet<AlertKind> = new Set([
  'export_failed',
  'export_skipped',
  'source_failed',
  'profiles_failed',
  'segment_failed',
  'exports_held_up',
  'reconnect_needed',
  'export_user_invalid',
  'connection_wrong',
  'erasure_waits',
])

/**
 * Compares what needs a person now with what was so at the last look, and puts an alert to everybody in the outbox for what is
 * new, has become another, or is over: all in one transaction, so that each change is told once, whoever looks and whatever
 * is killed. Answers how many alerts there are to send.
 */
export async function noteAlerts(needs: Needs, definitions: Definitions): Promise<number> {
  const { db, clock } = needs
  const conditions = uniqueByKey(await readConditions(needs, definitions))
  const before = await db.selectFrom('alert_states').selectAll().execute()
  if (changesBetween(before, conditions).length === 0) return 0
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('alerts', 0))`.execute(tx)
    const now = clock.now()
    const current = await tx.selectFrom('alert_states').selectAll().execute()
    const changes = changesBetween(current, conditions)
    const recipients = await recipientsOf(tx, needs, definitions)
    let sent = 0
    for (const { before: was, after } of changes) {
      await saveState(tx, was, after, now)
      const alert = alertOf(was, after, definitions, now)
      if (!alert || !isTold(was, after, definitions)) continue
      for (const { channel, recipient } of recipients) {
        await tx
          .insertInto('alert_outbox')
          .values({
            id: newId(now),
            channel,
            recipient,
            alert: JSON.stringify(alert),
            created_at: now,
            next_attempt_at: now,
          })
          .execute()
        sent += 1
      }
    }
    return sent
  })
}

type Change = { readonly before: StateRow | undefined; readonly after: Condition | undefined }

function changesBetween(before: readonly StateRow[], conditions: readonly Condition[]): Change[] {
  const known = new Map(before.map((row) => [row.key, row]))
  const now = new Set(conditions.map(({ key }) => key))
  return [
    ...conditions
      .map((after) => ({ before: known.get(after.key), after }))
      .filter(({ before: was, after }) => was?.state !== after.state || was.kind !== after.kind),
    ...before.filter(({ key }) => !now.has(key)).map((row) => ({ before: row, after: undefined })),
  ]
}

/** Of two about the same, the one that was found first: how a run ended before what a refresh says of it. */
function uniqueByKey(conditions: readonly Condition[]): Condition[] {
  const seen = new Set<string>()
  return conditions.filter(({ key }) => !seen.has(key) && seen.add(key))
}

async function saveState(tx: Tx, was: StateRow | undefined, after: Condition | undefined, now: Date): Promise<void> {
  if (!after) {
    await tx
      .deleteFrom('alert_states')
      .where('key', '=', was?.key ?? '')
      .execute()
    return
  }
  const row = { ...after, since: now }
  await tx
    .insertInto('alert_states')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}

function alertOf(
  was: StateRow | undefined,
  after: Condition | undefined,
  { environment }: Definitions,
  now: Date,
): Alert | undefined {
  const told = after ?? was
  if (!told) return undefined
  const { kind, subject, reason, message } = told
  return {
    id: newId(now),
    event: after ? 'raised' : 'recovered',
    kind: kind as AlertKind,
    subject,
    reason,
    message,
    environment: environment.name,
    at: now.toISOString(),
  }
}

/** What was removed from the configuration has not recovered. An erasure is in none, and is over when it has ended. */
function isTold(was: StateRow | undefined, after: Condition | undefined, definitions: Definitions): boolean {
  if (after || !was) return true
  const isStill = [definitions.exports, definitions.sources, definitions.segments, definitions.connections].some(
    (things) => Object.hasOwn(things, was.subject),
  )
  return (
    worthTelling.has(was.kind as AlertKind) &&
    (isStill || ['refresh', 'profiles'].includes(was.subject) || was.kind === 'erasure_waits')
  )
}
