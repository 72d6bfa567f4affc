import type { TaskRow } from './refresh-store.ts'

const purposes: ReadonlySet<string> = new Set([
  'segment_inactive',
  'segment_static',
  'segment_manual',
  'not_due',
  'schedule_off',
  'own_schedule',
])

/** Whether a task was skipped as it was meant to be, which takes nothing from how well a refresh went. */
export function isLeftOnPurpose({ status, reason }: Pick<TaskRow, 'status' | 'reason'>): boolean {
  return status === 'Skipped' && purposes.has(reason ?? '')
}
