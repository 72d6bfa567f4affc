import { matches } from './matches.ts'

export const ACTIVITY_FAULTS = ['failed', 'timed_out', 'cancelled', 'stuck', 'vanished', 'no-counters'] as const
export type ActivityFaultAction = (typeof ACTIVITY_FAULTS)[number]

/** The jobs that can be struck: imports of both forms, remove_list_memberships, contact_exports. */
export const STRUCK_KINDS = ['import', 'removal', 'export'] as const
export type StruckKind = (typeof STRUCK_KINDS)[number]

export type ActivityFaultInput = {
  action: ActivityFaultAction
  /** Which jobs it strikes, imports unless told. */
  kind?: StruckKind | undefined
  /** Only imports whose source_file_name contains this text or matches this expression: no other job has one. */
  fileName?: string | RegExp | undefined
  /** The first job it strikes, counted from 1 among those that match since it was armed. */
  nth?: number | undefined
  /** How many jobs it strikes; `Infinity` is every one. */
  times?: number | undefined
  /** Which share of the work is done all the same, 0 to 1: the first rows of an import or an export, the first ids of a removal. */
  share?: number | undefined
}

export type ActivityFault = { action: ActivityFaultAction; share: number }

// A job that failed or was cancelled did nothing, one that timed out got half way, the others did their work and only tell it badly.
const SHARES: Readonly<Record<ActivityFaultAction, number>> = {
  failed: 0,
  timed_out: 0.5,
  cancelled: 0,
  stuck: 0,
  vanished: 1,
  'no-counters': 1,
}

/** The activity faults that are armed. */
export class ActivityFaults {
  #armed: { input: ActivityFaultInput; seen: number; struck: number }[] = []

  arm(input: ActivityFaultInput): void {
    this.#armed.push({ input, seen: 0, struck: 0 })
  }

  clear(): void {
    this.#armed = []
  }

  /** The fault a job that just came in is struck by, if any. */
  next(kind: StruckKind, fileName: string | null = null): ActivityFault | null {
    let found: ActivityFault | null = null
    for (const armed of this.#armed) {
      const { action, kind: wantedKind = 'import', fileName: wantedName, nth = 1, times = 1, share } = armed.input
      if (kind !== wantedKind) continue
      if (wantedName !== undefined && !matches(wantedName, fileName ?? '')) continue
      armed.seen++
      if (found || armed.seen < nth || armed.struck >= times) continue
      armed.struck++
      found = { action, share: share ?? SHARES[action] }
    }
    return found
  }
}
