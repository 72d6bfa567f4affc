import type { en } from '../app/words/en.ts'

type Key = keyof (typeof en)['status']

const keys: Readonly<Record<string, Key>> = {
  'Not started': 'notStarted',
  Queued: 'queued',
  Refreshing: 'refreshing',
  Processing: 'processing',
  'Waits for approval': 'waitsForApproval',
  Successful: 'successful',
  'Completed with warnings': 'completedWithWarnings',
  'Failure (will retry)': 'failureWillRetry',
  Failed: 'failed',
  'Failed (permanent)': 'failedPermanent',
  Skipped: 'skipped',
  Canceled: 'canceled',
}

/** Every status with the key of its words. */
export const statuses = Object.entries(keys)

/** Under which key the words for a status of the server stand; undefined for one that this console does not know yet. */
export function statusKey(status: string): Key | undefined {
  return keys[status]
}
