import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'

type Moment = ColumnType<Date, string | Date, string | Date>
type MaybeMoment = ColumnType<Date | null, string | Date | null | undefined, string | Date | null>

/** Something that needs a person, since when, and what it is like; another `state` is told anew. */
export type AlertStatesTable = {
  key: string
  kind: string
  subject: string
  state: string
  reason: string
  message: string | null
  since: Moment
}

/** An alert to one recipient, until it was sent. */
export type AlertOutboxTable = {
  id: string
  seq: GeneratedAlways<number>
  channel: 'mail' | 'webhook'
  recipient: string
  alert: JSONColumnType<object>
  created_at: Moment
  attempts: Generated<number>
  next_attempt_at: Moment
  sent_at: MaybeMoment
  given_up_at: MaybeMoment
  last_error: string | null
}
