import type { Account } from '../accounts/account.ts'

export type ImportState = {
  activityId: string
  kind: string
  fileName: string
  state: string
  receivedAt: number
  bytes: number
  sha256: string
  /** Data rows after the silent cuts. */
  rows: number
  listIds: readonly string[]
}

/** The imports an account received, oldest first. */
export function importStates(account: Account, fileName?: string): ImportState[] {
  return account.imports
    .filter((one) => fileName === undefined || one.fileName === fileName)
    .map((one) => ({
      activityId: one.activity.id,
      kind: one.kind,
      fileName: one.fileName,
      state: one.activity.state,
      receivedAt: one.receivedAt,
      bytes: one.byteCount,
      sha256: one.sha256,
      rows: one.rows,
      listIds: one.listIds,
    }))
}
