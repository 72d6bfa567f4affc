import { createHash } from 'node:crypto'
import { Account, type Organization } from './accounts/account.ts'
import { Activity, type ActivityKind, type Work } from './activities/activity.ts'
import { ActivityQueue, type Pace } from './activities/activity-queue.ts'
import { SandboxClock } from './clock.ts'
import { ContactTable } from './contacts/contact-table.ts'
import { Faults } from './faults/fault.ts'
import { DEFAULT_LIMITS, type Limits, RateLimits } from './limits/rate-limits.ts'
import { RequestLog } from './limits/request-log.ts'
import type { ImportRecord } from './imports/import-record.ts'
import type { Application } from './oauth/application.ts'
import { Grants } from './oauth/grants.ts'
import { type Unknowns, unknownsWith } from './unknowns.ts'
import { queueFull } from './wire/api-error.ts'

export const DEFAULT_PACE: Pace = { contactsPerSecond: 280, startsAfterSeconds: 1 }

export type WorldOptions = {
  instant: boolean
  pace: Pace
  limits: Limits
  unknowns: Partial<Unknowns>
  clock: () => number
}

/** Everything the sandbox knows, in memory: gone when it stops. */
export class World {
  readonly clock: SandboxClock
  readonly accounts = new Map<string, Account>()
  readonly applications = new Map<string, Application>()
  grants = new Grants()
  rates = new RateLimits()
  readonly log = new RequestLog()
  readonly faults = new Faults()
  readonly imports: ImportRecord[] = []
  unknowns: Unknowns
  limits: Limits
  pace: Pace
  instant: boolean
  /** The account that is signed in and approved without a page, when one is set; null denies without a page. */
  autoApprove: string | null | undefined = undefined
  importNumber = 0

  constructor(options: Partial<WorldOptions> = {}) {
    this.clock = new SandboxClock(options.clock)
    this.unknowns = unknownsWith(options.unknowns)
    this.limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.pace = options.pace ?? DEFAULT_PACE
    this.instant = options.instant ?? false
  }

  addAccount(organization: Organization): Account {
    const tail = createHash('sha256').update(organization.id).digest('hex').slice(0, 12)
    const account = new Account({
      organization,
      contacts: new ContactTable(tail),
      queue: new ActivityQueue(() => this),
      unknowns: () => this.unknowns,
    })
    this.accounts.set(organization.id, account)
    return account
  }

  /** The time, with every job that is due by it done. Whoever reads or changes an account asks for the time here. */
  now(account?: Account): number {
    const now = this.clock.now()
    for (const each of account ? [account] : this.accounts.values()) if (each.queue.advance(now)) each.noteCounts(now)
    return now
  }

  /** Queues a job, or throws the 429 of a full queue. An instant sandbox does it right after the answer. */
  submit(account: Account, input: { kind: ActivityKind; work: Work; sourceFileName?: string | null }): Activity {
    const { queuedActivities } = this.limits
    if (queuedActivities !== null && account.queue.queued >= queuedActivities) throw queueFull(this.unknowns.queueFullKey)
    const fault = this.faults.forActivity(input.kind, input.sourceFileName ?? null)
    const activity = new Activity({ ...input, at: this.clock.now(), fault })
    account.queue.push(activity)
    if (this.instant) setImmediate(() => this.now(account))
    return activity
  }
}
