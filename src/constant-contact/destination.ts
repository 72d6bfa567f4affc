import type { ImportField } from './import-fields.ts'
import { importFields } from './import-fields.ts'
import type { Patience } from './retry-policy.ts'

/** What Postbud knows about sending to Constant Contact, as data. */
export type Destination = {
  readonly id: string
  readonly title: string
  readonly scopes: readonly string[]
  readonly privileges: readonly string[]
  readonly limits: Limits
  readonly retry: RetryPolicy
  readonly timeouts: { readonly requestMs: number; readonly uploadMs: number }
  readonly fields: Readonly<Record<string, ImportField>>
}

export type Limits = {
  readonly profiles: number
  readonly requestsPerSecond: number
  readonly requestsPerDay: number
  readonly tokenRequestsPerSecond: number
  readonly refreshTokenDays: number
  readonly contactsPerSecond: number
  readonly batchRows: number
  readonly batchBytes: number
  readonly emailLength: number
  readonly customFieldsPerContact: number
  readonly contactIdsPerRequest: number
  readonly pageSize: number
  readonly queuedActivities: number
  readonly listsPerImport: number
  readonly listsPerRemoval: number
}

export type RetryPolicy = {
  readonly unavailable: Patience
  readonly throttled: Patience
  readonly queueFull: Patience
}

export const constantContact = {
  id: 'constant-contact',
  title: 'Constant Contact',
  // offline_access brings the refresh token; without account_read the account cannot be told from another.
  scopes: ['account_read', 'contact_data', 'offline_access'],
  // Every call below /activities asks for contacts:write, the reading ones too.
  privileges: ['account:read', 'contacts:read', 'contacts:write', 'contacts:lists:read'],
  limits: {
    // Deliverable people an export may have (S5 of the source document; decision Q1).
    profiles: 1_000_000,
    // Counted per application (client id), not per account or token. Whether the second is a fixed window or a sliding one
    // is unknown, so requests keep an even distance with a little to spare (275 ms at 4 a second).
    requestsPerSecond: 4,
    // Reset at 00:00 UTC. No header tells what is left; refused requests are taken to count.
    requestsPerDay: 10_000,
    tokenRequestsPerSecond: 1,
    // A refresh token of either kind lapses when nothing was renewed with it for this long (its support, "Refresh token expiry").
    refreshTokenDays: 180,
    // What imports were reported to go at: an hour for a million. One account's jobs are worked off one after another.
    contactsPerSecond: 280,
    // An import takes 40,000 lines, the header being one; what is above is dropped without an error.
    batchRows: 39_999,
    // "Less than 4 MB", and what is above is dropped without an error; whether that is 4,000,000 bytes is unknown.
    batchBytes: 3_900_000,
    // Longest e-mail an import takes; single contacts may have 80.
    emailLength: 50,
    customFieldsPerContact: 25,
    // Most contact ids one removal takes.
    contactIdsPerRequest: 500,
    pageSize: 500,
    // Jobs that may wait in one account before more are refused.
    queuedActivities: 1_000,
    listsPerImport: 50,
    // The guide says 100, the contract's prose 50, its schema 0.
    listsPerRemoval: 50,
  },
  retry: {
    // A 5xx, a time-out or a broken answer to a question that changes nothing.
    unavailable: { attempts: 6, firstDelayMs: 1_000, growth: 2, maxDelayMs: 30_000, jitter: 0.5 },
    // "throttled": 1 to 2 s, then ever more, while the application as a whole slows down.
    throttled: { attempts: 10, firstDelayMs: 1_000, growth: 1.5, maxDelayMs: 20_000, jitter: 1 },
    // A full queue drains at the pace of Constant Contact's jobs: minutes, an hour at most for a million contacts. Who waits
    // that long asks anew every few minutes, since people depart meanwhile.
    queueFull: { attempts: 4, firstDelayMs: 30_000, growth: 1.5, maxDelayMs: 120_000, jitter: 0.2 },
  },
  timeouts: { requestMs: 30_000, uploadMs: 120_000 },
  fields: importFields,
} as const satisfies Destination
