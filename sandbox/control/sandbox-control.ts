import type { Account, Privilege } from '../accounts/account.ts'
import { type OptSource, PERMISSIONS, type Permission, UNSUBSCRIBED } from '../contacts/contact-table.ts'
import { deleteContact, leaveList, unsubscribe } from '../contacts/depart.ts'
import { emailKey } from '../contacts/email-key.ts'
import { type CustomField, type FieldType, nameOfLabel, newCustomField } from '../custom-fields/custom-field.ts'
import type { ActivityFaultInput } from '../faults/activity-faults.ts'
import type { FaultInput } from '../faults/request-faults.ts'
import { type Limits, NO_LIMITS } from '../limits/meters.ts'
import type { ContactList } from '../lists/contact-list.ts'
import { deleteList } from '../lists/list-routes.ts'
import { type Application, SCOPES, type TokenAnswer } from '../oauth/grants.ts'
import type { Unknowns } from '../unknowns.ts'
import type { LoggedRequest } from '../wire/request-log.ts'
import { DEFAULT_LIST_ID, type World } from '../world.ts'
import { type ActivityState, activityStates } from './activity-state.ts'
import { type ContactState, contactState } from './contact-state.ts'
import { type ImportState, importStates } from './import-state.ts'
import { membersCsv } from './members-csv.ts'

const MEMBERS_SHOWN = 10_000

export type ListState = {
  listId: string
  name: string
  deleted: boolean
  memberCount: number
  /** Every member with its values, unless there are more than 10,000: then read `members()` or the CSV. */
  members: ContactState[] | null
}

export type RequestState = {
  total: number
  /** Requests of today, UTC, by application. */
  today: Record<string, number>
  /** By method and route, such as `GET /v3/contact_lists/:list_id`. */
  byRoute: Record<string, number>
  log: readonly LoggedRequest[]
}

/**
 * The sandbox's other side, for tests and demonstrations: arms faults, plays the part of contacts and of the account's
 * owner, and tells what the sandbox holds. `accountId` is the default account's when left out, `listId` the default list's.
 */
export class SandboxControl {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  get autoApprove(): boolean {
    return this.#world.autoApprove
  }

  set autoApprove(value: boolean) {
    this.#world.autoApprove = value
  }

  // What it holds

  accounts(): { accountId: string; organizationName: string; contacts: number; lists: ListState[] }[] {
    this.#world.advance()
    return [...this.#world.accounts.values()].map((account) => ({
      accountId: account.id,
      organizationName: account.organizationName,
      contacts: account.table.size,
      lists: [...account.lists.values()].map((list) => ({ ...listState(list), members: null })),
    }))
  }

  list(listId: string = DEFAULT_LIST_ID, accountId?: string): ListState {
    const account = this.#account(accountId)
    const list = this.#list(account, listId)
    const members =
      list.memberCount > MEMBERS_SHOWN ? null : Array.from(list.members(), (place) => contactState(account, place))
    return { ...listState(list), members }
  }

  /** The members of a list one by one, however many there are. */
  *members(listId: string = DEFAULT_LIST_ID, accountId?: string): Generator<ContactState> {
    const account = this.#account(accountId)
    for (const place of this.#list(account, listId).members()) yield contactState(account, place)
  }

  /** A CSV of a list's members in pieces: e-mail, permission, and a column for each value the account holds. */
  *membersCsv(listId: string = DEFAULT_LIST_ID, accountId?: string): Generator<string> {
    const account = this.#account(accountId)
    yield* membersCsv(account, this.#list(account, listId))
  }

  /** Throws unless there is such a list. */
  requireList(listId: string, accountId?: string): void {
    this.#list(this.#account(accountId), listId)
  }

  contact(email: string, accountId?: string): ContactState | undefined {
    const account = this.#account(accountId)
    const place = account.table.find(emailKey(email, this.#world.unknowns))
    return place < 0 ? undefined : contactState(account, place)
  }

  activities(accountId?: string): ActivityState[] {
    return activityStates(this.#account(accountId))
  }

  /** Every import received, oldest first, or those of one file name: two entries mean that a file was sent twice. */
  imports(fileName?: string, accountId?: string): ImportState[] {
    return importStates(this.#account(accountId), fileName)
  }

  /** The bytes of an import as text, or null when newer ones took their room or there is none. */
  importText(activityId: string, accountId?: string): string | null {
    const found = this.#account(accountId).imports.find((one) => one.activity.id === activityId)
    return found?.bytes?.toString('utf8') ?? null
  }

  requests(): RequestState {
    const { log, meters } = this.#world
    return {
      total: log.total,
      today: Object.fromEntries([...meters].map(([clientId, meter]) => [clientId, meter.api.today()])),
      byRoute: Object.fromEntries(log.byRoute),
      log: log.lines(),
    }
  }

  clearRequests(): void {
    this.#world.log.clear()
  }

  // Faults and settings

  fault(input: FaultInput): void {
    this.#world.faults.arm(input)
  }

  activityFault(input: ActivityFaultInput): void {
    this.#world.activityFaults.arm(input)
  }

  clearFaults(): void {
    this.#world.faults.clear()
    this.#world.activityFaults.clear()
  }

  /** Imports refuse an e-mail from now on; `named: false` only counts it. */
  refuseEmail(input: {
    email: string
    message?: string | undefined
    named?: boolean | undefined
    correctable?: boolean | undefined
    accountId?: string | undefined
  }): void {
    this.#account(input.accountId).refusals.set(emailKey(input.email, this.#world.unknowns), {
      message: input.message ?? 'Invalid email address',
      named: input.named ?? true,
      correctable: input.correctable ?? false,
    })
  }

  acceptEmail(email: string, accountId?: string): void {
    this.#account(accountId).refusals.delete(emailKey(email, this.#world.unknowns))
  }

  setUnknown<K extends keyof Unknowns>(name: K, value: Unknowns[K]): void {
    this.#world.unknowns[name] = value
  }

  setUnknowns(changes: Partial<Unknowns>): void {
    Object.assign(this.#world.unknowns, changes)
  }

  setLimits(limits: Partial<Limits> | 'none'): void {
    this.#world.limits = limits === 'none' ? { ...NO_LIMITS } : { ...this.#world.limits, ...limits }
  }

  setPace(pace: { instant?: boolean | undefined; contactsPerSecond?: number | undefined }): void {
    if (pace.instant !== undefined) this.#world.instant = pace.instant
    if (pace.contactsPerSecond !== undefined) this.#world.contactsPerSecond = pace.contactsPerSecond
  }

  /** Lets time pass. */
  advance(ms: number): void {
    this.#world.clock.offsetMs += ms
    this.#world.advance()
  }

  now(): number {
    return this.#world.clock.now()
  }

  /** Lets imports that were made to get stuck go on. */
  release(): void {
    for (const account of this.#world.accounts.values()) account.queue.release(this.#world.clock.now())
  }

  reset(): void {
    this.#world.reset()
  }

  // What people and the account's owner do

  addContact(input: {
    email: string
    values?: Readonly<Record<string, string>> | undefined
    listIds?: readonly string[] | undefined
    permission?: Permission | undefined
    accountId?: string | undefined
  }): ContactState {
    const account = this.#account(input.accountId)
    const at = this.#world.clock.now()
    const key = emailKey(input.email, this.#world.unknowns)
    const permission = PERMISSIONS.indexOf(input.permission ?? 'implicit')
    let place = account.table.find(key)
    if (place < 0) place = account.table.add(input.email, key, permission, 'Account', at)
    else account.table.permission[place] = permission
    account.table.deletedAt[place] = 0
    account.table.updatedAt[place] = at
    if (permission === UNSUBSCRIBED) unsubscribe(account, place, 'Contact', at, this.#world.unknowns)
    for (const [name, value] of Object.entries(input.values ?? {}))
      account.table.column(columnOf(account, name))[place] = value
    for (const listId of input.listIds ?? []) {
      const list = this.#list(account, listId)
      if (list.add(place)) account.table.listCount[place] = (account.table.listCount[place] ?? 0) + 1
      list.noteCount(at)
    }
    return contactState(account, place)
  }

  unsubscribe(email: string, by: OptSource = 'Contact', accountId?: string): void {
    const account = this.#account(accountId)
    unsubscribe(account, this.#place(account, email), by, this.#world.clock.now(), this.#world.unknowns)
  }

  deleteContact(email: string, accountId?: string): void {
    const account = this.#account(accountId)
    deleteContact(account, this.#place(account, email), this.#world.clock.now())
  }

  leaveList(email: string, listId: string = DEFAULT_LIST_ID, accountId?: string): void {
    const account = this.#account(accountId)
    const list = this.#list(account, listId)
    leaveList(account, list, this.#place(account, email), this.#world.clock.now(), this.#world.unknowns)
  }

  /** A new list; unlike the API it also makes a second one of the same name. Answers its id. */
  addList(input: { name: string; id?: string | undefined; accountId?: string | undefined }): string {
    const account = this.#account(input.accountId)
    return this.#world.addList(account, {
      name: input.name,
      ...(input.id !== undefined && { id: input.id.toLowerCase() }),
    }).id
  }

  renameList(listId: string, name: string, accountId?: string): void {
    this.#list(this.#account(accountId), listId).name = name
  }

  deleteList(listId: string = DEFAULT_LIST_ID, accountId?: string): void {
    const account = this.#account(accountId)
    deleteList(account, this.#list(account, listId), this.#world.clock.now())
  }

  addCustomField(input: {
    label: string
    type?: FieldType | undefined
    choices?: readonly string[] | undefined
    accountId?: string | undefined
  }): CustomField {
    const account = this.#account(input.accountId)
    const field = newCustomField(input, this.#world.clock.now())
    account.customFields.set(field.id, field)
    return { ...field }
  }

  /** Gives a custom field a new label; its name follows unless `relabelChangesName` is off. */
  renameCustomField(name: string, label: string, accountId?: string): void {
    const field = this.#field(this.#account(accountId), name)
    field.label = label
    if (this.#world.unknowns.relabelChangesName) field.name = nameOfLabel(label)
    field.updatedAt = this.#world.clock.now()
  }

  deleteCustomField(name: string, accountId?: string): void {
    const account = this.#account(accountId)
    const field = this.#field(account, name)
    account.customFields.delete(field.id)
    account.table.columns.delete(`cf:${field.id}`)
  }

  // Accounts, applications, tokens

  addAccount(accountId: string, organizationName: string): void {
    this.#world.addAccount(accountId, organizationName)
  }

  /** Who is signed in when an application asks for access. */
  signInAs(accountId: string): void {
    this.#world.signedInAs = this.#account(accountId).id
  }

  addApplication(input: {
    clientId: string
    clientSecret: string | null
    redirectUris?: string[] | undefined
    rotating?: boolean | undefined
  }): Application {
    return this.#world.grants.addApplication(input)
  }

  setRotating(rotating: boolean): void {
    for (const application of this.#world.grants.applications.values()) application.rotating = rotating
  }

  /** Tokens without a browser. */
  issueTokens(
    input: {
      clientId?: string | undefined
      accountId?: string | undefined
      scopes?: readonly string[] | undefined
    } = {},
  ): TokenAnswer {
    const application = this.#application(input.clientId)
    return this.#world.grants.open(application, this.#account(input.accountId).id, [...(input.scopes ?? SCOPES)])
  }

  /** Access tokens that were issued so far stop working; refresh tokens still do. */
  expireAccessTokens(): void {
    this.#world.grants.expireAccessTokens()
  }

  /** Every refresh token so far stops working; access tokens still do. */
  spendRefreshTokens(): void {
    this.#world.grants.spendRefreshTokens()
  }

  /** The owner takes all access back: no token works any more. */
  revokeGrants(): void {
    this.#world.grants.revokeAll()
  }

  deactivateApplication(clientId?: string): void {
    this.#application(clientId).active = false
  }

  setPrivileges(privileges: readonly Privilege[], accountId?: string): void {
    this.#account(accountId).privileges = new Set(privileges)
  }

  #account(accountId?: string): Account {
    this.#world.advance()
    const [first] = this.#world.accounts.values()
    const account = accountId === undefined ? first : this.#world.accounts.get(accountId)
    if (!account) throw new UnknownThingError('account', accountId ?? '')
    return account
  }

  #list(account: Account, listId: string): ContactList {
    const list = account.lists.get(listId.toLowerCase())
    if (!list) throw new UnknownThingError('list', listId)
    return list
  }

  #place(account: Account, email: string): number {
    const place = account.table.find(emailKey(email, this.#world.unknowns))
    if (place < 0) throw new UnknownThingError('contact', email)
    return place
  }

  #field(account: Account, name: string): CustomField {
    const field = account.customFields.values().find((one) => one.name === name)
    if (!field) throw new UnknownThingError('custom field', name)
    return field
  }

  #application(clientId?: string): Application {
    const [first] = this.#world.grants.applications.values()
    const application = clientId === undefined ? first : this.#world.grants.applications.get(clientId)
    if (!application) throw new UnknownThingError('application', clientId ?? '')
    return application
  }
}

/** A control call named something that is not there. */
export class UnknownThingError extends Error {
  constructor(kind: string, name: string) {
    super(`The sandbox has no ${kind} ${JSON.stringify(name)}.`)
  }
}

function listState(list: ContactList): Omit<ListState, 'members'> {
  return { listId: list.id, name: list.name, deleted: list.deletedAt > 0, memberCount: list.memberCount }
}

function columnOf(account: Account, name: string): string {
  if (!name.startsWith('cf:')) return name
  const field = account.customFields.values().find((one) => one.name === name.slice(3))
  if (!field) throw new UnknownThingError('custom field', name)
  return `cf:${field.id}`
}
