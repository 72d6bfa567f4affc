import { newUuid } from '../ids.ts'

export type ActivityState = 'initialized' | 'processing' | 'completed' | 'cancelled' | 'failed' | 'timed_out'

export type ActivityKind =
  | 'contacts_file_import'
  | 'contacts_json_import'
  | 'add_list_memberships'
  | 'remove_list_memberships'
  | 'list_delete'
  | 'contact_delete'
  | 'contact_exports'

/**
 * What a job does. It is done in steps, so that a job has a pace and can break off half-way: `step` does the units from
 * one number up to another, at a time; `counters` tells how far it came.
 */
export type Work = {
  readonly total: number
  step(from: number, to: number, at: number): void
  counters(): Record<string, number>
  errors(): string[]
  /** A sentence when the job as a whole can't be done. */
  refusal?(): string | undefined
  resultsPath?(activityId: string): string
}

/** How an activity goes wrong, when a fault was armed for it. */
export type ActivityFault =
  | { kind: 'fail'; at: number; message: string }
  | { kind: 'time-out'; at: number }
  | { kind: 'cancel'; at: number }
  | { kind: 'stuck'; at: number; blocks: boolean }
  | { kind: 'vanish'; works: boolean }
  | { kind: 'no-counters' }

export class Activity {
  readonly id = newUuid()
  readonly kind: ActivityKind
  readonly createdAt: number
  readonly sourceFileName: string | null
  readonly fault: ActivityFault | undefined
  state: ActivityState = 'initialized'
  startedAt = 0
  completedAt = 0
  updatedAt: number
  done = 0
  total: number
  message: string | undefined
  /** Dropped when the job is over, and the bytes of its file with it. */
  work: Work | undefined
  counters: Record<string, number> = {}
  errors: string[] = []
  resultsPath: string | undefined

  constructor(input: {
    kind: ActivityKind
    at: number
    work: Work
    sourceFileName?: string | null
    fault?: ActivityFault | undefined
  }) {
    this.kind = input.kind
    this.createdAt = input.at
    this.updatedAt = input.at
    this.work = input.work
    this.total = input.work.total
    this.sourceFileName = input.sourceFileName ?? null
    this.fault = input.fault
  }

  get isOver(): boolean {
    return this.state !== 'initialized' && this.state !== 'processing'
  }

  get isVisible(): boolean {
    return this.fault?.kind !== 'vanish'
  }

  start(at: number): void {
    this.state = 'processing'
    this.startedAt = at
    this.updatedAt = at
  }

  advanceTo(unit: number, at: number): void {
    if (unit <= this.done || !this.work) return
    this.work.step(this.done, unit, at)
    this.done = unit
    this.updatedAt = at
  }

  end(state: ActivityState, at: number, message?: string): void {
    this.state = state
    this.completedAt = at
    this.updatedAt = at
    this.message = message
    this.counters = this.work?.counters() ?? {}
    this.errors = this.work?.errors() ?? []
    if (state === 'completed') this.resultsPath = this.work?.resultsPath?.(this.id)
    if (message) this.errors = [...this.errors, message]
    this.work = undefined
  }
}
