import { type Kysely, sql } from 'kysely'
import type { RequestBudgetsTable, RequestHoursTable } from '../db/tables/connections.ts'
import type { Clock } from '../lib/clock.ts'
import { hourOf } from './budget.ts'

/** What an application (client id) has spent of its UTC day, and what holds its requests back. */
export type BudgetState = {
  readonly usedToday: number
  /** Nothing leaves before this: Constant Contact called the day spent. */
  readonly parkedUntil?: Date
  /** Requests keep twice their distance until this: Constant Contact called us too fast. */
  readonly slowedUntil?: Date
}

type Needs = { readonly db: Kysely<{ request_budgets: RequestBudgetsTable }>; readonly clock: Clock }

/** The budgets as they stand, by client id, for looking at. Slots that a process has reserved count as used. */
export async function readBudgets({ db, clock }: Needs): Promise<Map<string, BudgetState>> {
  const now = clock.now()
  const { rows } = await sql<{ client_id: string; used: number; parked: Date | null; slowed: Date | null }>`
    select client_id,
      case when day >= ${now.toISOString().slice(0, 10)}::date then used else 0 end as used,
      case when parked_until > ${now}::timestamptz then parked_until end as parked,
      case when slowed_until > ${now}::timestamptz then slowed_until end as slowed
    from request_budgets`.execute(db)
  return new Map(
    rows.map(({ client_id, used, parked, slowed }) => [
      client_id,
      { usedToday: used, ...(parked && { parkedUntil: parked }), ...(slowed && { slowedUntil: slowed }) },
    ]),
  )
}

/** The requests of one hour; `at` is its first moment. */
export type RequestHour = { readonly at: Date; readonly requests: number }

/** What each application has made in each of the last `hours` hours, this one included; hours without requests are there as 0. */
export async function readRequestHours(
  { db, clock }: { readonly db: Kysely<{ request_hours: RequestHoursTable }>; readonly clock: Clock },
  hours: number,
): Promise<(clientId: string) => readonly RequestHour[]> {
  const now = hourOf(clock.now()).getTime()
  const moments = Array.from({ length: hours }, (_, at) => new Date(now - (hours - 1 - at) * 3_600_000))
  const rows = await db
    .selectFrom('request_hours')
    .selectAll()
    .where('hour', '>=', moments[0] ?? clock.now())
    .execute()
  const counted = new Map(rows.map(({ client_id, hour, requests }) => [`${hour.getTime()} ${client_id}`, requests]))
  return (clientId) => moments.map((at) => ({ at, requests: counted.get(`${at.getTime()} ${clientId}`) ?? 0 }))
}
