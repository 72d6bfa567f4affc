import { newUuid } from '../ids.ts'

const ABSENT = 0
const MEMBER = 1
const OPTED_OUT = 2

/** One contact list. Its members are a byte for each contact of the account: on it, not on it, or left it themselves. */
export class ContactList {
  readonly id: string
  readonly sequenceId: number
  readonly createdAt: number
  name: string
  description: string
  favorite = false
  updatedAt: number
  deletedAt = 0
  memberCount = 0
  #state = new Uint8Array(1024)
  /** Counts with the time they were reached, for a membership_count that lags. */
  #history: { at: number; count: number }[] = []

  constructor(input: {
    id?: string | undefined
    name: string
    description?: string | undefined
    sequenceId: number
    at: number
  }) {
    this.id = input.id ?? newUuid()
    this.name = input.name
    this.description = input.description ?? ''
    this.sequenceId = input.sequenceId
    this.createdAt = input.at
    this.updatedAt = input.at
  }

  /** All of it, to be kept (see keep/kept-world.ts). */
  kept() {
    const { id, sequenceId, createdAt, name, description, favorite, updatedAt, deletedAt, memberCount } = this
    const told = { id, sequenceId, createdAt, name, description, favorite, updatedAt, deletedAt, memberCount }
    return { ...told, state: this.#state, history: this.#history }
  }

  static restored(kept: ReturnType<ContactList['kept']>): ContactList {
    const list = new ContactList({ ...kept, at: kept.createdAt })
    list.favorite = kept.favorite
    list.updatedAt = kept.updatedAt
    list.deletedAt = kept.deletedAt
    list.memberCount = kept.memberCount
    list.#state = kept.state
    list.#history = kept.history
    return list
  }

  has(place: number): boolean {
    return this.#state[place] === MEMBER
  }

  hasOptedOut(place: number): boolean {
    return this.#state[place] === OPTED_OUT
  }

  /** Puts a contact on the list, whatever it said before; answers whether it was not on it. */
  add(place: number): boolean {
    if (this.#state[place] === MEMBER) return false
    if (place >= this.#state.length) this.#grow(place)
    this.#state[place] = MEMBER
    this.memberCount++
    return true
  }

  /** Takes a contact off the list; answers whether it was on it. */
  remove(place: number): boolean {
    if (this.#state[place] !== MEMBER) return false
    this.#state[place] = ABSENT
    this.memberCount--
    return true
  }

  /** The contact leaves this one list by its own act. */
  optOut(place: number): boolean {
    const was = this.remove(place)
    if (place >= this.#state.length) this.#grow(place)
    this.#state[place] = OPTED_OUT
    return was
  }

  /** The places of the members, from a place on, in the order of the table. */
  *members(from = 0): Generator<number> {
    for (let place = from; place < this.#state.length; place++) if (this.#state[place] === MEMBER) yield place
  }

  noteCount(at: number): void {
    const last = this.#history.at(-1)
    if (last?.count === this.memberCount) return
    this.#history.push({ at, count: this.memberCount })
    if (this.#history.length > 10_000) this.#history.splice(0, 5_000)
  }

  countAt(time: number): number {
    return this.#history.findLast((entry) => entry.at <= time)?.count ?? 0
  }

  #grow(place: number): void {
    const state = new Uint8Array(Math.max(place + 1, this.#state.length * 2))
    state.set(this.#state)
    this.#state = state
  }
}
