import type { Definitions } from '../contract/definitions.ts'
import { exportTimetable, refreshTimetable, type Timetable } from './timetable.ts'

/** What runs at times of its own: the system refresh, or an export by its name. */
export type Subject = 'refresh' | `export:${string}`

/** Everything that is to run at times of its own now, with its timetable. What is off is not among it. */
export function scheduledSubjects({ environment, exports }: Definitions): Map<Subject, Timetable> {
  const refresh = refreshTimetable(environment)
  const own = Object.entries(exports).flatMap(([name, { schedule }]): [Subject, Timetable][] => {
    const timetable = exportTimetable(schedule, environment)
    return timetable ? [[`export:${name}`, timetable]] : []
  })
  return new Map([...(refresh ? [['refresh', refresh] as const] : []), ...own])
}

/** The name of the export that a subject is; undefined for the system refresh. */
export function exportOfSubject(subject: string): string | undefined {
  return subject.startsWith('export:') ? subject.slice('export:'.length) : undefined
}
