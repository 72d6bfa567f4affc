import type { Change } from './town.ts'

export type ExportName = 'news' | 'club'
export type SegmentName = 'north' | 'gold'

/** What an export delivers, to whom, and who leaves. */
export type Rules = {
  readonly segments: readonly SegmentName[]
  readonly leavers: 'keep' | 'remove'
  readonly consent: boolean
  readonly suppress: boolean
}

/** What somebody else does in the account to one person of an e-mail. */
export type Deed =
  /** Puts themselves, or is put by another program, on the list; the permission is theirs. */
  | 'signs-up'
  /** Leaves the list by their own hand. */
  | 'leaves'
  /** Is taken off the list by the account's owner. */
  | 'is-taken-off'
  /** Is put on the list by the account's owner, as they are. */
  | 'is-put-on'
  | 'unsubscribes'
  | 'is-opted-out'
  /** Comes back to the account by their own hand, on no list. */
  | 'resubscribes'
  | 'is-deleted'
  /** The contact is restored, on no list. */
  | 'is-restored'
  /** Gets into the account, on no list. */
  | 'turns-up'
  /** Imports refuse the address from now on, and say so; or only count it. */
  | 'is-refused'
  | 'is-refused-unnamed'
  | 'is-accepted'

export type Act = { readonly email: string; readonly deed: Deed }

export type Wanted = { readonly method?: 'GET' | 'POST'; readonly path?: string; readonly nth: number }

/** So late, in milliseconds of the real clock, a request or an answer is where it is. */
export const lateMs = 300

export type RequestTrouble = Wanted & {
  readonly times: number
  readonly action:
    | string
    | { readonly status: number; readonly handled?: true }
    | { readonly delayMs: number; readonly handled?: true }
}
export type JobTrouble = {
  readonly kind: 'import' | 'removal'
  readonly job: 'failed' | 'timed_out' | 'cancelled' | 'stuck' | 'vanished' | 'no-counters'
  readonly nth: number
  readonly times: number
  readonly share?: number
}
export type Trouble = RequestTrouble | JobTrouble | { readonly spend: number }

/** What happens while a run is at work. */
export type Meanwhile = Wanted & { readonly when: 'before' | 'after'; readonly act: Act }

/** Where a run is stopped by hand, or its process killed. */
export type Halt =
  | { readonly event: number }
  | (Wanted & { readonly when: 'before' | 'after' })
  | { readonly ms: number }

export type RunStep = {
  readonly do: 'run'
  readonly export: ExportName
  readonly troubles?: readonly Trouble[]
  readonly meanwhile?: readonly Meanwhile[]
  readonly halt?: Halt
}

export type Step =
  | { readonly do: 'change'; readonly changes: readonly Change[] }
  | { readonly do: 'others'; readonly acts: readonly Act[] }
  | RunStep
  | { readonly do: 'preview'; readonly export: ExportName; readonly troubles?: readonly Trouble[] }
  /** A person looks at the runs that wait for approval. */
  | { readonly do: 'decide'; readonly how: 'approve' | 'reject' }
  | { readonly do: 'define'; readonly export: ExportName; readonly leavers: Rules['leavers'] }
  | { readonly do: 'wait'; readonly hours: number }
  /** Jobs that were stuck go on. */
  | { readonly do: 'release' }

export type Settings = {
  /** `killed` runs the real program as a process, and kills it; `stopped` runs it here, and stops it by hand. */
  readonly mode: 'stopped' | 'killed'
  readonly rules: Readonly<Record<ExportName, Rules>>
  readonly guards: 'wide' | 'tight'
  /** How far our clock is ahead of theirs. */
  readonly skewMs: number
  readonly ownPerDay: number
  /** Contacts a second of a job; null is at once. */
  readonly pace: number | null
  readonly unknowns: {
    readonly pageCap: number
    readonly listChangeTouchesUpdatedAt: boolean
    readonly unsubscribeLeavesLists: boolean
    readonly personCount: 'without-refused-and-not-added' | 'without-refused' | 'all'
    readonly countersBeforeDone: 'absent' | 'zero'
    readonly errorLineCap: number
    readonly vanishedCursor: 'end' | 'continue' | '400'
    readonly filterBounds: 'exclusive' | 'inclusive'
    readonly accountOptOut: 'added' | 'refused'
    readonly activityOrder: 'shuffled' | 'newest-first' | 'oldest-first'
    readonly blankCell: 'erase' | 'keep'
  }
}

/** One seed, as data: played again it is the same. */
export type Scenario = {
  readonly seed: number
  readonly settings: Settings
  readonly steps: readonly Step[]
}
