import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Definitions } from '../contract/definitions.ts'
import { isTimeZone } from '../contract/time-zone.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { nextMoment } from '../schedules/next-moment.ts'
import { scheduledSubjects } from '../schedules/subjects.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/**
 * Brings the rows of what runs by itself in step with the definitions: what is new or has another timetable is counted from
 * now on, so that nothing is due for times before it was written. Any process may do it at any time.
 */
export async function keepSchedules({ db, clock }: Needs, definitions: Definitions): Promise<void> {
  // A zone that stands in a variable nobody has set is no time; that it is unset is told where it is checked.
  const wanted = new Map([...scheduledSubjects(definitions)].filter(([, { timeZone }]) => isTimeZone(timeZone)))
  const rows = await db.selectFrom('schedules').select(['subject', 'timetable']).execute()
  const known = new Map(rows.map(({ subject, timetable }) => [subject, timetable]))
  for (const [subject, timetable] of wanted) {
    const before = known.get(subject)
    const text = JSON.stringify(timetable)
    if (before !== undefined && isDeepStrictEqual(before, timetable)) continue
    const next = nextMoment(timetable.recurrence, timetable.timeZone, clock.now()) ?? null
    // Of two processes that see the change at once, the second finds the timetable there and leaves the row alone.
    await sql`
      insert into schedules as kept (subject, timetable, next_at) values (${subject}, ${text}::jsonb, ${next})
      on conflict (subject) do update
        set timetable = excluded.timetable, next_at = excluded.next_at, waiting_since = null
        where kept.timetable is distinct from excluded.timetable`.execute(db)
  }
  const gone = [...known.keys()].filter((subject) => !wanted.has(subject as never))
  if (gone.length > 0) await db.deleteFrom('schedules').where('subject', 'in', gone).execute()
}
