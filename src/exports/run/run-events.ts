import type { WaitEvent } from '../../constant-contact/session.ts'
import type { Pace } from '../deliver/pace.ts'
import type { Leaving } from '../plan/judge-leavers.ts'
import type { Standing } from '../plan/plan-figures.ts'
import type { Stage, Status } from './run-store.ts'

/**
 * What a run waits for: an answer that was lost to show up, another run to leave the list, another process to leave the run, or
 * what Constant Contact asks for.
 */
export type Wait = 'lost_answer' | 'list_busy' | 'run_busy' | WaitEvent['kind']

/** How far a stage is: people done of all, the pace, and what is left of the day's requests. */
type Progress = Pace & {
  readonly peopleDone: number
  readonly peopleInAll: number
  readonly requestsLeftToday: number
}

/** What a run tells while it works; `--events` prints each as a line. */
export type RunEvent =
  | { readonly type: 'started'; readonly run: string; readonly export: string; readonly resumed: boolean }
  | { readonly type: 'stage'; readonly stage: Stage }
  | { readonly type: 'reading_list'; readonly read: number; readonly counted: number | null }
  | { readonly type: 'planned'; readonly standing: Standing; readonly leaving: Leaving; readonly batches: number }
  | ({
      readonly type: 'batch_sent'
      readonly number: number
      readonly people: number
      readonly sent: number
      readonly batches: number
    } & Progress)
  | ({
      readonly type: 'removal_sent'
      readonly number: number
      readonly people: number
      readonly sent: number
      readonly batches: number
    } & Progress)
  | { readonly type: 'batch_adopted'; readonly number: number }
  | ({
      readonly type: 'settling'
      readonly jobs: 'import' | 'removal'
      readonly settled: number
      readonly batches: number
    } & Progress)
  | { readonly type: 'waiting'; readonly what: Wait; readonly until: Date }
  | { readonly type: 'finished'; readonly run: string; readonly status: Status; readonly message: string | null }

export type Tell = (event: RunEvent) => void
