/** What somebody is told of. `refresh` alerts are about everything; the others have the name of a thing as their subject, or an id where nobody may be named. */
export const alertKinds = [
  'export_failed',
  'export_skipped',
  'source_failed',
  'profiles_failed',
  'segment_failed',
  'exports_held_up',
  'run_missed',
  'approval_needed',
  'reconnect_needed',
  'export_user_invalid',
  'connection_wrong',
  'token_lapsing',
  'budget_used_up',
  'drift',
  'erasure_waits',
  'test',
] as const

export type AlertKind = (typeof alertKinds)[number]

/** Something that needs a person as long as it is so. */
export type Condition = {
  /** What it is about; of one thing there is one condition a key. */
  readonly key: string
  readonly kind: AlertKind
  /** The name of the thing, the id of an erasure, or `refresh`. */
  readonly subject: string
  /** What it is like; another value is told anew. */
  readonly state: string
  /** A code of the catalogue of reasons. */
  readonly reason: string
  readonly message: string | null
}

/** What is sent: that something came to need a person, or that it does not any more. */
export type Alert = Omit<Condition, 'key' | 'state'> & {
  readonly id: string
  readonly event: 'raised' | 'recovered'
  readonly environment: string
  readonly at: string
}
