import { Account } from './accounts/account.ts'
import type { Activity } from './activities/activity.ts'
import { SandboxClock } from './clock.ts'
import { newCustomField } from './custom-fields/custom-field.ts'
import { ActivityFaults } from './faults/activity-faults.ts'
import { RequestFaults } from './faults/request-faults.ts'
import { RequestMoments } from './faults/request-moments.ts'
import { DOCUMENTED_LIMITS, type Limits, Meter } from './limits/meters.ts'
import { ContactList } from './lists/contact-list.ts'
import { Grants } from './oauth/grants.ts'
import { type Unknowns, unknownsWith } from './unknowns.ts'
import { RequestLog } from './wire/request-log.ts'

export const DEFAULT_ACCOUNT_ID = 'p07e1l8cdif9dl'
export const DEFAULT_LIST_ID = '06526938-56dd-11e9-932a-fa163ea075fa'

export type WorldOptions = {
  instant?: boolean | undefined
  contactsPerSecond?: number | undefined
  limits?: Partial<Limits> | undefined
  unknowns?: Partial<Unknowns> | undefined
  rotating?: boolean | undefined
}

/** Everything the sandbox knows: one Constant Contact with its accounts, applications and armed faults. */
export class World {
  readonly clock = new SandboxClock()
  readonly options: WorldOptions
  unknowns: Unknowns = unknownsWith()
  limits: Limits = DOCUMENTED_LIMITS
  instant = false
  contactsPerSecond = 10_000
  accounts = new Map<string, Account>()
  grants = new Grants(this.clock)
  faults = new RequestFaults()
  activityFaults = new ActivityFaults()
  /** What waits for a request: right before its work, and between its work and the answer. */
  beforeWork = new RequestMoments()
  afterWork = new RequestMoments()
  meters = new Map<string, { api: Meter; token: Meter }>()
  log = new RequestLog()
  /** Whether the authorize page approves by itself. */
  autoApprove = false
  /** Who is signed in in the browser. */
  signedInAs = DEFAULT_ACCOUNT_ID

  constructor(options: WorldOptions = {}) {
    this.options = options
    this.reset()
  }

  /** Back to how it started: settings, one account with an empty list and a custom field, nobody signed in, the real time. */
  reset(): void {
    const { options } = this
    this.clock.offsetMs = 0
    this.unknowns = unknownsWith(options.unknowns)
    this.limits = { ...DOCUMENTED_LIMITS, ...definedOf(options.limits) }
    this.instant = options.instant ?? false
    this.contactsPerSecond = options.contactsPerSecond ?? 10_000
    this.accounts = new Map()
    this.grants = new Grants(this.clock)
    this.faults.clear()
    this.activityFaults.clear()
    this.beforeWork.clear()
    this.afterWork.clear()
    this.meters = new Map()
    this.log = new RequestLog()
    this.signedInAs = DEFAULT_ACCOUNT_ID
    this.grants.addApplication({
      clientId: 'sandbox-client',
      clientSecret: 'sandbox-secret',
      rotating: options.rotating,
    })
    this.grants.addApplication({ clientId: 'sandbox-pkce', clientSecret: null, rotating: options.rotating })
    const account = this.addAccount(DEFAULT_ACCOUNT_ID, 'Sandbox Outfitters')
    this.addList(account, { id: DEFAULT_LIST_ID, name: 'Newsletter' })
    const tier = newCustomField({ label: 'loyalty_tier' }, this.clock.now())
    account.customFields.set(tier.id, tier)
  }

  addAccount(id: string, organizationName: string): Account {
    const tail = `fa163e${(this.accounts.size + 0xa075fa).toString(16).padStart(6, '0')}`
    const account = new Account(id, organizationName, tail)
    this.accounts.set(id, account)
    return account
  }

  addList(
    account: Account,
    input: { id?: string; name: string; description?: string; favorite?: boolean },
  ): ContactList {
    const list = new ContactList({ ...input, sequenceId: account.lists.size + 1, at: this.clock.now() })
    list.favorite = input.favorite ?? false
    account.lists.set(list.id, list)
    return list
  }

  meter(clientId: string): { api: Meter; token: Meter } {
    let meter = this.meters.get(clientId)
    if (!meter) {
      meter = { api: new Meter(this.clock), token: new Meter(this.clock) }
      this.meters.set(clientId, meter)
    }
    return meter
  }

  /** How long the service takes for so many contacts. */
  durationMs(contacts: number): number {
    return this.instant ? 0 : Math.ceil((contacts / this.contactsPerSecond) * 1000)
  }

  enqueue(account: Account, activity: Activity): void {
    account.activities.set(activity.id, activity)
    account.queue.push(activity)
  }

  /** Brings every queue up to the present. */
  advance(): void {
    const now = this.clock.now()
    for (const account of this.accounts.values()) account.queue.advance(now)
  }
}

function definedOf(limits: Partial<Limits> | undefined): Partial<Limits> {
  return Object.fromEntries(Object.entries(limits ?? {}).filter(([, value]) => value !== undefined))
}
