/** One import as it arrived, for whoever asks how often a file came and what was in it. */
export type ImportRecord = {
  readonly at: number
  readonly accountId: string
  readonly kind: 'csv' | 'json'
  readonly fileName: string | null
  readonly activityId: string
  readonly listIds: readonly string[]
  readonly bytes: number
  /** SHA-256 of all the bytes received, in hex. */
  readonly sha256: string
  readonly header: readonly string[]
  /** Rows read so far; final when the activity is over. */
  rows: number
  /** The whole text of a small file, null of one over 256 KB. */
  readonly text: string | null
}
