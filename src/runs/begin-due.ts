import { type Selectable, sql } from 'kysely'
import { systemActor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db, Tx } from '../db/database.ts'
import type { SchedulesTable } from '../db/tables/schedules.ts'
import { startRun } from '../exports/run/start-run.ts'
import type { Clock } from '../lib/clock.ts'
import { lastMoment, nextMoment } from '../schedules/next-moment.ts'
import { exportOfSubject } from '../schedules/subjects.ts'
import type { Timetable } from '../schedules/timetable.ts'
import { startRefresh } from '../system-refresh/start-refresh.ts'

type Needs = { readonly db: Db; readonly clock: Clock }
type ScheduleRow = Selectable<SchedulesTable>

/** Whoever comes this late was not there: the time was missed. */
export const missedAfterMs = 5 * 60_000

/** What is due now, the longest due first. */
export async function dueSubjects({ db, clock }: Needs): Promise<string[]> {
  const rows = await db
    .selectFrom('schedules')
    .select('subject')
    .where('next_at', '<=', clock.now())
    .orderBy('next_at')
    .execute()
  return rows.map(({ subject }) => subject)
}

/**
 * Begins what is due: puts a refresh or a run in the queue and moves the schedule on to its next time, both or neither, so that
 * each time is made use of once, whoever else looks at it. Times that went by while nobody was there are made up for once,
 * or left out, as the schedule says. An export waits until a refresh of sources and segments that is under way has done with
 * them (feature map, X8), the system refresh until another one has ended. Answers what became of it.
 */
export async function beginDue(
  needs: Needs,
  definitions: Definitions,
  subject: string,
): Promise<'begun' | 'left out' | 'waits' | 'not due'> {
  const { db, clock } = needs
  return db.transaction().execute(async (tx) => {
    const now = clock.now()
    const { rows } = await sql<ScheduleRow>`
      select * from schedules where subject = ${subject} and next_at <= ${now} for update skip locked`.execute(tx)
    const [row] = rows
    if (!row?.next_at) return 'not due'
    const { recurrence, timeZone, missed } = row.timetable as Timetable
    // Somebody was there, and had it wait.
    const isMissed = row.waiting_since === null && now.getTime() - row.next_at.getTime() >= missedAfterMs
    const isLeftOut = isMissed && missed === 'skip'
    const isInTheWay = exportOfSubject(subject) === undefined ? isRefreshingEverything : isRefreshingUpstream
    if (!isLeftOut && (await isInTheWay(tx))) {
      if (row.waiting_since === null) await moveOn(tx, subject, { waiting_since: now })
      return 'waits'
    }
    const last = lastMoment(recurrence, timeZone, row.next_at, now) ?? row.next_at
    await moveOn(tx, subject, {
      next_at: nextMoment(recurrence, timeZone, now) ?? null,
      waiting_since: null,
      last_at: last,
      missed_at: isMissed ? last : null,
      missed_ran: isMissed ? !isLeftOut : null,
    })
    if (isLeftOut) return 'left out'
    await begin(tx, needs, definitions, subject, last)
    return 'begun'
  })
}

async function moveOn(tx: Tx, subject: string, values: Partial<ScheduleRow>): Promise<void> {
  await tx
    .updateTable('schedules')
    .set(values as never)
    .where('subject', '=', subject)
    .execute()
}

/** A run that has not ended, of whatever came before, is the one that there is. */
async function begin(tx: Tx, { clock }: Needs, definitions: Definitions, subject: string, dueAt: Date): Promise<void> {
  const exportName = exportOfSubject(subject)
  if (exportName === undefined) {
    await startRefresh(tx, { clock }, definitions, { trigger: 'schedule', actor: systemActor, scope: null, dueAt })
    return
  }
  const definition = Object.hasOwn(definitions.exports, exportName) ? definitions.exports[exportName] : undefined
  if (!definition) return
  const asked = { exportName, trigger: 'own schedule', startedBy: systemActor.name, status: 'Queued' } as const
  await startRun({ db: tx, clock }, definition, asked)
}

/** Whether a refresh of everything has not ended; another cannot begin before it has. */
async function isRefreshingEverything(db: Db): Promise<boolean> {
  const open = await db
    .selectFrom('refreshes')
    .select('id')
    .where('finished_at', 'is', null)
    .where('scope', 'is', null)
    .executeTakeFirst()
  return open !== undefined
}

/** Whether sources, profiles or segments are being refreshed, or are about to be. */
async function isRefreshingUpstream(db: Db): Promise<boolean> {
  const task = await db
    .selectFrom('refresh_tasks')
    .innerJoin('refreshes', 'refreshes.id', 'refresh_tasks.refresh_id')
    .select('refresh_tasks.position')
    .where('refreshes.finished_at', 'is', null)
    .where('refreshes.canceled_by', 'is', null)
    .where('refresh_tasks.finished_at', 'is', null)
    .where('refresh_tasks.kind', '<>', 'export')
    .limit(1)
    .executeTakeFirst()
  return task !== undefined
}
