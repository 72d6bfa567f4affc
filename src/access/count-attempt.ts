import { sql } from 'kysely'
import type { Db, Tx } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'

/** How attempts for one thing are slowed down: some are free, then the wait doubles from a second up to `mostMs`. */
export type AttemptPolicy = { readonly free: number; readonly mostMs: number; readonly forgetMs: number }

/** What an attempt is counted for: an account, an address, both together. */
export type Counted = { readonly key: string; readonly policy: AttemptPolicy }

/** Raised when attempts come too fast. Its text and its wait are the same whether or not there is such an account. */
export class TooManyAttemptsError extends AppError {
  override readonly code = 'too_many_requests'
  override readonly recovery = 'later'
  readonly retryAfterMs: number
  constructor(retryAfterMs: number) {
    super(said`There were too many attempts. Try again in ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s.`)
    this.retryAfterMs = retryAfterMs
  }
}

type Needs = { readonly db: Db; readonly clock: Clock }

/**
 * Counts an attempt before it is judged, so that attempts made at the same time count too, and answers the counts by key.
 * What turns out to be right is taken back with `forgiveAttempts`. Kept in the database: processes share it, and a restart
 * does not forget it. Throws TooManyAttemptsError, and then the attempt counts for nothing.
 */
export async function countAttempt(
  { db, clock }: Needs,
  counted: readonly Counted[],
): Promise<ReadonlyMap<string, number>> {
  const now = clock.now()
  refuseBlocked(db, counted, now)
  return db.transaction().execute(async (tx) => {
    const counts = new Map<string, number>()
    // In one order for everybody, so that no two wait for each other.
    for (const { key, policy } of counted.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
      const count = await countOne(tx, key, policy, now)
      if (count === undefined) throw await blocked(tx, db, key, now)
      counts.set(key, count)
      if (count === 1) await tx.deleteFrom('attempts').where('forget_at', '<', now).execute()
    }
    return counts
  })
}

/** What was counted is forgotten for `forgotten`, and is one less for `lessened`. */
export async function forgiveAttempts(
  tx: Tx,
  { forgotten, lessened }: { readonly forgotten: readonly string[]; readonly lessened: readonly string[] },
): Promise<void> {
  if (forgotten.length > 0) await tx.deleteFrom('attempts').where('key', 'in', forgotten).execute()
  if (lessened.length > 0) {
    await sql`update attempts set count = greatest(count - 1, 0) where key in (${sql.join(lessened)})`.execute(tx)
  }
}

async function countOne(tx: Tx, key: string, policy: AttemptPolicy, now: Date): Promise<number | undefined> {
  const count = sql`case when attempts.forget_at <= ${now} then 1 else attempts.count + 1 end`
  const over = sql`${count} - ${policy.free}::integer`
  const waitMs = sql`case when ${over} <= 0 then 0 else least(${policy.mostMs}::float8, 1000 * power(2, least(${over} - 1, 30))) end`
  const { rows } = await sql<{ count: number }>`
    insert into attempts (key, count, blocked_until, forget_at)
    values (${key}, 1, ${now}, ${new Date(now.getTime() + policy.forgetMs)})
    on conflict (key) do update set
      count = ${count},
      blocked_until = ${now}::timestamptz + (${waitMs}) * interval '1 millisecond',
      forget_at = excluded.forget_at
    where attempts.blocked_until <= ${now}
    returning count`.execute(tx)
  return rows[0]?.count
}

/** What is blocked here for the next second at most, so that a flood of attempts does not reach the database. */
const blockedHere = new WeakMap<Db, Map<string, { readonly untilMs: number; readonly retryAtMs: number }>>()
const rememberMs = 1_000

async function blocked(tx: Tx, db: Db, key: string, now: Date): Promise<TooManyAttemptsError> {
  const row = await tx.selectFrom('attempts').select('blocked_until').where('key', '=', key).executeTakeFirst()
  const retryAtMs = row?.blocked_until.getTime() ?? now.getTime()
  const known = blockedHere.get(db) ?? new Map()
  if (known.size > 10_000) known.clear()
  known.set(key, { untilMs: Math.min(retryAtMs, now.getTime() + rememberMs), retryAtMs })
  blockedHere.set(db, known)
  return new TooManyAttemptsError(retryAtMs - now.getTime())
}

function refuseBlocked(db: Db, counted: readonly Counted[], now: Date): void {
  for (const { key } of counted) {
    const known = blockedHere.get(db)?.get(key)
    if (known && known.untilMs > now.getTime()) throw new TooManyAttemptsError(known.retryAtMs - now.getTime())
  }
}
