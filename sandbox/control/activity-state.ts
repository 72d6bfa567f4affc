import type { Account } from '../accounts/account.ts'

export type ActivityState = {
  activityId: string
  kind: string
  state: string
  fileName: string | null
  createdAt: number
  completedAt: number | null
  counters: Readonly<Record<string, number>>
  errors: readonly string[]
}

/** The activities of an account, oldest first, vanished and long past ones too. */
export function activityStates(account: Account): ActivityState[] {
  return [...account.activities.values()].map((activity) => ({
    activityId: activity.id,
    kind: activity.kind,
    state: activity.state,
    fileName: activity.sourceFileName,
    createdAt: activity.createdAt,
    completedAt: activity.completedAt || null,
    counters: activity.result?.counters ?? {},
    errors: activity.result?.errors ?? [],
  }))
}
