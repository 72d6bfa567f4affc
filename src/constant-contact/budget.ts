import { type Kysely, sql } from 'kysely'
import type { RequestBudgetsTable, RequestHoursTable } from '../db/tables/connections.ts'
import type { Clock } from '../lib/clock.ts'
import { QuotaExhaustedError } from './errors.ts'

/** The pace and the day of one application (client id), kept in the control database for every process that uses it. */
export type Budget = AsyncDisposable & {
  /** Waits for the next slot at the API and counts the request. Throws QuotaExhaustedError when the day is spent or parked. */
  readonly takeSlot: (signal?: AbortSignal) => Promise<void>
  /** Waits for the next slot at the token endpoint, which has a pace of its own and no day. */
  readonly takeTokenSlot: (signal?: AbortSignal) => Promise<void>
  /** Nobody's next request leaves before `delayMs` have passed, and for a quarter of a minute they keep twice the distance. */
  readonly slowDown: (delayMs: number) => Promise<void>
  /** Nothing leaves before `until`, in this process or another, through restarts. */
  readonly park: (until: Date) => Promise<void>
  readonly leftToday: () => Promise<number>
}

export type BudgetLimits = {
  readonly requestsPerSecond: number
  readonly requestsPerDay: number
  readonly tokenRequestsPerSecond: number
}

type BudgetDb = Kysely<{ request_budgets: RequestBudgetsTable; request_hours: RequestHoursTable }>
type Needs = { readonly db: BudgetDb; readonly clock: Clock }
type Slots = { slotAt: number; left: number; day: string; hour: Date }

/**
 * Four a second are 250 ms apart. A tenth more keeps a sliding second of theirs from holding five when one of them takes 100 ms
 * longer on its way than the last: being told "too many" once costs more than that.
 */
const spare = 1.1
/** Slots nearer to each other than this are taken several at a time: no timer is that fine, and each taking is a commit. */
const fineSpacingMs = 5
const blockMs = 250
const blockSlots = 1_000
const slowedForMs = 15_000
const hourMs = 3_600_000

/** Milliseconds from one request to the next at an application's pace. */
export function spacingOf({ requestsPerSecond }: Pick<BudgetLimits, 'requestsPerSecond'>): number {
  return (1000 / requestsPerSecond) * spare
}

/** Opens the budget of the application `clientId`. Disposing gives back slots that were reserved and not used. */
export function openBudget({ db, clock }: Needs, clientId: string, limits: BudgetLimits): Budget {
  const spacingMs = spacingOf(limits)
  const tokenSpacingMs = (1000 / limits.tokenRequestsPerSecond) * spare
  const block = spacingMs < fineSpacingMs ? Math.min(blockSlots, Math.ceil(blockMs / spacingMs)) : 1
  let reserved: Slots | undefined
  let reserving: Promise<unknown> = Promise.resolve()
  let known = false

  const ensureRow = async () => {
    if (known) return
    const now = clock.now()
    const row = { client_id: clientId, day: dayOf(now), used: 0, next_slot_at: now, next_token_slot_at: now }
    await db
      .insertInto('request_budgets')
      .values(row)
      .onConflict((oc) => oc.doNothing())
      .execute()
    known = true
  }

  /** Reserves `count` slots in one statement, so that no two processes ever get the same. */
  const reserve = async (count: number): Promise<Slots> => {
    const now = clock.now()
    const today = dayOf(now)
    const distance = sql<string>`(case when slowed_until > ${now}::timestamptz then 2 else 1 end * ${spacingMs * count}::float8) * interval '1 millisecond'`
    const hour = hourOf(now)
    const { rows } = await sql<{ slot_at: Date }>`
      with taken as (
        update request_budgets set
          used = case when day < ${today}::date then 0 else used end + ${count}::integer,
          day = greatest(day, ${today}::date),
          next_slot_at = greatest(next_slot_at, ${now}::timestamptz) + ${distance}
        where client_id = ${clientId}
          and (parked_until is null or parked_until <= ${now}::timestamptz)
          and case when day < ${today}::date then 0 else used end + ${count}::integer <= ${limits.requestsPerDay}::integer
        returning next_slot_at - ${distance} as slot_at
      ), counted as (
        insert into request_hours as hours (client_id, hour, requests)
        select ${clientId}, ${hour}::timestamptz, ${count}::integer from taken
        on conflict (client_id, hour) do update set requests = hours.requests + excluded.requests
      )
      select slot_at from taken`.execute(db)
    const slot = rows[0]
    if (slot) return { slotAt: slot.slot_at.getTime(), left: count, day: today, hour }
    if (count > 1) return reserve(1)
    throw new QuotaExhaustedError((await parkedUntil(db, clientId, now)) ?? nextMidnight(now))
  }

  const nextSlot = async (): Promise<number> => {
    await ensureRow()
    if (!reserved || reserved.left === 0 || reserved.day !== dayOf(clock.now())) {
      await giveBack()
      reserved = await reserve(block)
    }
    reserved.left -= 1
    return reserved.slotAt
  }

  const giveBack = async () => {
    const unused = reserved
    reserved = undefined
    if (!unused || unused.left === 0) return
    await sql`
      with given_back as (
        update request_hours set requests = greatest(0, requests - ${unused.left}::integer)
        where client_id = ${clientId} and hour = ${unused.hour}::timestamptz
      )
      update request_budgets set used = greatest(0, used - ${unused.left}::integer)
      where client_id = ${clientId} and day = ${unused.day}::date`.execute(db)
  }

  return {
    async takeSlot(signal) {
      signal?.throwIfAborted()
      // One reservation at a time here, so that a block is not reserved twice; the waiting itself is side by side.
      const mine = reserving.then(nextSlot, nextSlot)
      reserving = mine.catch(() => undefined)
      const waitMs = (await mine) - clock.now().getTime()
      if (waitMs < 1) return
      await clock.wait(waitMs, signal)
      const until = await parkedUntil(db, clientId, clock.now())
      if (until) throw new QuotaExhaustedError(until)
    },
    async takeTokenSlot(signal) {
      signal?.throwIfAborted()
      await ensureRow()
      const now = clock.now()
      const distance = sql`${tokenSpacingMs}::float8 * interval '1 millisecond'`
      const { rows } = await sql<{ slot_at: Date }>`
        update request_budgets set next_token_slot_at = greatest(next_token_slot_at, ${now}::timestamptz) + ${distance}
        where client_id = ${clientId}
        returning next_token_slot_at - ${distance} as slot_at`.execute(db)
      const waitMs = (rows[0]?.slot_at.getTime() ?? 0) - now.getTime()
      if (waitMs >= 1) await clock.wait(waitMs, signal)
    },
    async slowDown(delayMs) {
      await ensureRow()
      await giveBack()
      const now = clock.now()
      await sql`
        update request_budgets set
          next_slot_at = greatest(next_slot_at, ${new Date(now.getTime() + delayMs)}::timestamptz),
          slowed_until = ${new Date(now.getTime() + slowedForMs)}::timestamptz
        where client_id = ${clientId}`.execute(db)
    },
    async park(until) {
      await ensureRow()
      await giveBack()
      await sql`
        update request_budgets set parked_until = greatest(parked_until, ${until}::timestamptz)
        where client_id = ${clientId}`.execute(db)
    },
    async leftToday() {
      await reserving
      return requestsLeftToday({ db, clock }, clientId, limits.requestsPerDay, reserved?.left ?? 0)
    },
    [Symbol.asyncDispose]: async () => {
      await reserving
      await giveBack()
    },
  }
}

/**
 * How many requests the application may still make this UTC day: none while it is parked. `unused` are slots that the
 * asker has reserved and not used yet.
 */
export async function requestsLeftToday(
  { db, clock }: Needs,
  clientId: string,
  perDay: number,
  unused = 0,
): Promise<number> {
  const now = clock.now()
  if (await parkedUntil(db, clientId, now)) return 0
  const { rows } = await sql<{ used: number }>`
    select used from request_budgets where client_id = ${clientId} and day >= ${dayOf(now)}::date`.execute(db)
  return Math.max(0, perDay - (rows[0]?.used ?? 0) + unused)
}

async function parkedUntil(db: BudgetDb, clientId: string, now: Date): Promise<Date | undefined> {
  const { rows } = await sql<{ parked_until: Date }>`
    select parked_until from request_budgets
    where client_id = ${clientId} and parked_until > ${now}::timestamptz`.execute(db)
  return rows[0]?.parked_until
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10)
}

/** The first moment of the hour. */
export function hourOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / hourMs) * hourMs)
}

/** When the day's requests are counted anew: the next 00:00 UTC. */
export function nextMidnight(now: Date): Date {
  return new Date(Date.parse(dayOf(now)) + 24 * hourMs)
}
