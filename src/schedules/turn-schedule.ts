import type { ExportSchedule } from '../contract/schedule.ts'
import { hasOwnTimes } from './timetable.ts'

/** An export's schedule turned on or off, keeping the times that it has of its own (feature map, X7). */
export function turnSchedule(schedule: ExportSchedule | undefined, to: 'on' | 'off'): ExportSchedule {
  if (!hasOwnTimes(schedule)) return to === 'on' ? 'system refresh' : 'off'
  const { active: _, ...times } = schedule
  return to === 'on' ? times : { ...times, active: false }
}
