import type { SandboxControl } from '../../sandbox/control/sandbox-control.ts'
import type { Act, Deed } from './scenario.ts'

/** What really is with one e-mail in the account, and how it came about. */
export type Known = {
  readonly exists: boolean
  readonly on: boolean
  readonly permission: string | undefined
  readonly deleted: boolean
  /** Who put them on the list, where somebody is on it. `unknown` where no reading of the account could tell. */
  readonly owner: 'us' | 'others' | 'unknown'
  /** Off the list by somebody else's doing, and not on it again since. */
  readonly left: boolean
  /** On the list as far as a look at it can tell; and left before any look could have seen them on it. */
  readonly seen: boolean
  readonly traceless: boolean
  /** Whether imports refuse the address, or once did. */
  readonly refused: boolean
  readonly everRefused: boolean
  /** The step in which somebody else last did something about them; -1 for never. */
  readonly actedAt: number
  readonly lastDeed?: Deed
}

/** The account as it stood at the start of a step. */
export type Standing = {
  readonly known: ReadonlyMap<string, Known>
  /** Whose coming and going leaves no trace that a run has to find: neither a change nor a count that moved. */
  readonly opaque: ReadonlySet<string>
}

/** What we may hold of somebody: nothing, a place on the list that we gave, or an import of which nobody knows the end. */
export type Hold = 'nothing' | 'claim' | 'pending'

type Hidden = { readonly by: 1 | -1; readonly step: number; readonly meanwhile: boolean }

const stranger: Known = {
  exists: false,
  on: false,
  permission: undefined,
  deleted: false,
  owner: 'others',
  left: false,
  seen: false,
  traceless: false,
  refused: false,
  everRefused: false,
  actedAt: -1,
}

/** Acts that change who is on the list and, as the contract may be read, nothing else. */
const quiet: ReadonlySet<Deed> = new Set(['leaves', 'is-taken-off', 'is-put-on'])
const weekHours = 7 * 24
/** States of a job that has not done its work. */
const isWaiting: ReadonlySet<string> = new Set(['initialized', 'processing'])

/**
 * Keeps account of everything that happens in the sandbox's account. Whatever changed without an act of the others was done
 * by the program under test.
 */
export class Truth {
  readonly problems: string[] = []
  readonly #control: SandboxControl
  readonly #listId: string
  readonly #touches: boolean
  readonly #holdOf: (email: string) => Hold
  readonly #known = new Map<string, Known>()
  readonly #hidden = new Map<string, Hidden[]>()
  #unseen = new Set<string>()
  #observedAt = -1
  #hoursSinceObserved = 0
  #takenOff: { email: string; owner: Known['owner'] }[] = []

  constructor(control: SandboxControl, { touches, holdOf }: { touches: boolean; holdOf: (email: string) => Hold }) {
    this.#control = control
    this.#listId = control.list().listId
    this.#touches = touches
    this.#holdOf = holdOf
  }

  /** E-mails to keep an eye on. */
  watch(emails: Iterable<string>): void {
    for (const email of emails) if (!this.#known.has(email)) this.#known.set(email, this.#look(email, stranger))
  }

  of(email: string): Known {
    return this.#known.get(email) ?? stranger
  }

  /** What the account holds of somebody, by import column. */
  valuesOf(email: string): Readonly<Record<string, string>> {
    return this.#control.contact(email)?.values ?? {}
  }

  someRefused(): boolean {
    return [...this.#known.values()].some(({ everRefused }) => everRefused)
  }

  /**
   * The program told of somebody as departed: that much it has seen. Of whom others put on the list meanwhile, and an import of ours
   * was refused, it has seen that they departed from the account, and cannot know that they were on the list.
   */
  told(email: string): void {
    const known = this.of(email)
    if (known.left && known.owner !== 'others' && hasJustDeparted(known))
      this.#known.set(email, { ...known, traceless: false })
  }

  standing(): Standing {
    this.sync()
    const opaque = new Set(this.#unseen)
    if (!this.#rings()) for (const email of this.#hidden.keys()) opaque.add(email)
    for (const [email, { traceless }] of this.#known) if (traceless) opaque.add(email)
    return { known: new Map(this.#known), opaque }
  }

  waited(hours: number): void {
    this.#hoursSinceObserved += hours
  }

  /** A look at the whole account was taken in this step, before anything else happened in it. */
  observed(step: number): void {
    if (this.#rings(step)) this.#unseen = new Set()
    for (const [email, all] of this.#hidden) {
      const later = all.filter((each) => each.step >= step)
      if (later.length < all.length && !this.#rings(step)) this.#unseen.add(email)
      if (later.length === 0) this.#hidden.delete(email)
      else this.#hidden.set(email, later)
    }
    for (const [email, known] of this.#known) {
      if (known.on && known.actedAt < step && !this.#unseen.has(email)) this.#known.set(email, { ...known, seen: true })
    }
    this.#observedAt = step
    this.#hoursSinceObserved = 0
  }

  /** Somebody else does something; `meanwhile` a run is at work. Answers whether there was anything to do. */
  act({ email, deed }: Act, step: number, meanwhile: boolean): boolean {
    this.watch([email])
    this.sync()
    const before = this.of(email)
    if (!this.#does(email, deed, before)) return false
    const after = this.#look(email, before)
    const refused = deed === 'is-refused' || deed === 'is-refused-unnamed' || (before.refused && deed !== 'is-accepted')
    const joined = after.on && !before.on
    const leaves = before.on && !after.on
    this.#known.set(email, {
      ...after,
      owner: joined ? this.#ownerOf(email, before) : before.owner,
      left: leaves || (before.left && !after.on),
      seen: before.seen && after.on,
      traceless: leaves ? !before.seen || this.#isOvertaken(email, deed) : before.traceless && !after.on,
      refused,
      everRefused: before.everRefused || refused,
      actedAt: step,
      lastDeed: deed,
    })
    if (before.on !== after.on && !this.#touches && quiet.has(deed) && !before.deleted) {
      const all = this.#hidden.get(email) ?? []
      this.#hidden.set(email, [...all, { by: after.on ? 1 : -1, step, meanwhile }])
    }
    return true
  }

  /** Takes in what was done since the last look: by us, since the others' acts are taken in as they come. */
  sync(): void {
    for (const [email, before] of this.#known) {
      const after = this.#look(email, before)
      if (before.exists && after.permission !== before.permission) {
        this.problems.push(
          `the permission of ${email} went from ${before.permission} to ${after.permission} by our doing`,
        )
      }
      if (!before.exists && after.exists && after.permission !== 'implicit') {
        this.problems.push(`${email} came into the account by our doing as ${after.permission}`)
      }
      if (!before.deleted && after.deleted) this.problems.push(`${email} was deleted by our doing`)
      if (before.on && !after.on) this.#takenOff.push({ email, owner: before.owner })
      const joined = after.on && !before.on
      // Whom an import of ours had put back although they had departed, and who is off again: whether anybody saw is not sure.
      const mended = before.on && !after.on && hasJustDeparted(before)
      this.#known.set(email, {
        ...after,
        // Nobody may have seen that somebody whom others had put there was gone before our import came.
        owner: !joined ? before.owner : before.left && before.owner === 'others' ? 'unknown' : 'us',
        left: mended || (before.left && !after.on),
        seen: after.on && (joined || before.seen),
        traceless: mended || (before.traceless && !after.on),
      })
    }
  }

  /** Closes a step: `imported` is who was in the imports received in it, `step` which one it is. */
  endOf(step: number, imported: ReadonlySet<string>, opaque: ReadonlySet<string>): void {
    this.sync()
    const blurred = (email: string) =>
      imported.has(email) && (this.of(email).actedAt === step || opaque.has(email) || this.#hidden.has(email))
    for (const { email, owner } of this.#takenOff) {
      if (owner === 'others' && !blurred(email)) this.problems.push(`${email} was taken off, whom others had put there`)
    }
    this.#takenOff = []
    for (const [email, known] of this.#known) {
      if (known.on && known.owner === 'others' && blurred(email)) this.#known.set(email, { ...known, owner: 'unknown' })
    }
  }

  /** Somebody put on the list by others belongs to them, unless we had no way to see that we did not put them there. */
  #ownerOf(email: string, before: Known): Known['owner'] {
    const hold = this.#holdOf(email)
    if (hold === 'nothing') return 'others'
    if (hold === 'pending') return 'unknown'
    const seenGone = before.left && before.actedAt < this.#observedAt && !this.#unseen.has(email)
    return seenGone ? 'others' : 'unknown'
  }

  /** Whether the count of the list tells of what happened up to a step without another trace. */
  #rings(step = Number.POSITIVE_INFINITY): boolean {
    if (this.#hoursSinceObserved > weekHours) return true
    const all = [...this.#hidden.values()].flat().filter((each) => each.step < step)
    if (all.length === 0) return false
    // What happened while a run was at work it may have seen or not, so that it counts or does not.
    let sums = [0]
    for (const { by, meanwhile } of all) {
      sums = meanwhile ? [...new Set([...sums, ...sums.map((sum) => sum + by)])] : sums.map((sum) => sum + by)
    }
    return !sums.includes(0)
  }

  /** Whether an import of theirs waits that will put them on the list again: who left it by nothing else has left no trace then. */
  #isOvertaken(email: string, deed: Deed): boolean {
    return (
      quiet.has(deed) &&
      this.#control
        .imports()
        .some(({ state, activityId }) => isWaiting.has(state) && this.#control.importText(activityId)?.includes(email))
    )
  }

  #look(email: string, before: Known): Known {
    const contact = this.#control.contact(email)
    if (!contact) return { ...before, exists: false, on: false, permission: undefined, deleted: false }
    const { permission, deleted, lists } = contact
    return { ...before, exists: true, on: lists.includes(this.#listId), permission, deleted }
  }

  #does(email: string, deed: Deed, { exists, on, permission, deleted }: Known): boolean {
    const control = this.#control
    const listIds = [this.#listId]
    const values = exists ? {} : { first_name: 'Elsewhere', last_name: 'Elsewhere' }
    const unsubscribed = permission === 'unsubscribed'
    switch (deed) {
      case 'signs-up':
        if (on && !unsubscribed) return false
        control.addContact({ email, values, listIds, permission: 'explicit' })
        return true
      case 'leaves':
        if (!on) return false
        control.leaveList(email)
        return true
      case 'is-taken-off':
        if (!on) return false
        control.removeFromList(email)
        return true
      case 'is-put-on':
        if (!exists || on) return false
        control.addToList(email)
        return true
      case 'unsubscribes':
      case 'is-opted-out':
        if (!exists || deleted || unsubscribed) return false
        control.unsubscribe(email, deed === 'unsubscribes' ? 'Contact' : 'Account')
        return true
      case 'resubscribes':
        if (!exists || deleted || !unsubscribed) return false
        control.addContact({ email, permission: 'explicit' })
        return true
      case 'is-deleted':
        if (!exists || deleted) return false
        control.deleteContact(email)
        return true
      case 'is-restored':
        if (!deleted || unsubscribed) return false
        control.addContact({ email, permission: 'implicit' })
        return true
      case 'turns-up':
        if (exists) return false
        control.addContact({ email, values })
        return true
      case 'is-refused':
        control.refuseEmail({ email })
        return true
      case 'is-refused-unnamed':
        control.refuseEmail({ email, named: false })
        return true
      case 'is-accepted':
        control.acceptEmail(email)
        return true
      default:
        deed satisfies never
        return false
    }
  }
}

const departures: ReadonlySet<Deed | undefined> = new Set<Deed>([
  'leaves',
  'is-taken-off',
  'unsubscribes',
  'is-opted-out',
  'is-deleted',
])

/** Whether the last that others did about somebody was to depart. */
export function hasJustDeparted({ lastDeed }: Known): boolean {
  return departures.has(lastDeed)
}

/** Whether somebody may not be sent, as far as their account shows it. */
export function isDeparted({ deleted, permission, left }: Known): boolean {
  return deleted || permission === 'unsubscribed' || left
}
