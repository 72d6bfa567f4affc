import type { Activity } from '../activities/activity.ts'

/** One import as it arrived, for tests that ask what was sent. */
export type ReceivedImport = {
  readonly kind: 'contacts_file_import' | 'contacts_json_import'
  readonly fileName: string
  readonly activity: Activity
  readonly receivedAt: number
  readonly byteCount: number
  readonly sha256: string
  readonly listIds: readonly string[]
  /** Data rows that were read: without the header, and without what was cut off. */
  rows: number
  /** The very bytes; null once newer imports took their room. */
  bytes: Buffer | null
}

// A benchmark sends a hundred megabytes; a test wants its own few back.
const KEPT_BYTES = 16_000_000

/** Adds an import to the record and lets go of the oldest bytes that are too many. */
export function keepImport(imports: ReceivedImport[], received: ReceivedImport): void {
  imports.push(received)
  let kept = 0
  for (const one of imports.toReversed()) {
    kept += one.bytes?.length ?? 0
    if (kept > KEPT_BYTES) one.bytes = null
  }
}
