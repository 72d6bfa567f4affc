import type { ColumnType, Generated, JSONColumnType } from 'kysely'

type Moment = ColumnType<Date, string | Date, string | Date>
type MaybeMoment = ColumnType<Date | null, string | Date | null | undefined, string | Date | null>
type MaybeJson<T extends object> = JSONColumnType<T | null, string | null | undefined, string | null>

/** What keeps an erasure from its end. */
export type ErasureWait = { readonly code: string; readonly sentence: string }

/** How many entries of a person were erased, by kind of place. */
export type ErasedCounts = Readonly<Record<string, number>>

/** What we know, when it is whole, that an erasure could not reach. */
export type Remaining = {
  /** `contact_list`, `account`, `source`, `definition`, `backup`. */
  readonly kind: string
  readonly name: string
  readonly sentence: string
}

/** What an erasure did, for whoever asked for it. It holds neither an e-mail nor a key. */
export type Certificate = {
  readonly erasure: string
  readonly askedBy: string
  /** ISO 8601. */
  readonly askedAt: string
  readonly endedAt: string
  readonly reason: string | null
  readonly erased: ErasedCounts
  readonly remains: readonly Remaining[]
  /** Lists that they were taken off, as names. */
  readonly removedFrom: readonly string[]
  readonly hashes: readonly { readonly kind: string; readonly hash: string }[]
}

export type ErasuresTable = {
  id: string
  state: 'under_way' | 'whole' | 'lifted'
  remove_from_lists: boolean
  reason: string | null
  asked_by: string
  asked_at: Moment
  lists_done_at: MaybeMoment
  waits_for: MaybeJson<ErasureWait>
  /** Before this workers leave it alone. */
  next_attempt_at: MaybeMoment
  certificate: MaybeJson<Certificate>
  ended_at: MaybeMoment
  lifted_by: string | null
  lifted_at: MaybeMoment
  lift_reason: string | null
}

export type ErasedHashesTable = { erasure_id: string; kind: string; hash: string }

/** When what is past its time was last removed; one row at most. */
export type DataSweepsTable = { only_row: Generated<boolean>; swept_at: Moment }

export type ErasureGenerationTable = { only_row: Generated<boolean>; generation: number }
