import { emailKey } from '../contacts/email-key.ts'
import type { ContactList } from '../lists/contact-list.ts'
import type { LoggedRequest } from '../wire/request-log.ts'
import { DEFAULT_LIST_ID, type World } from '../world.ts'
import { type ActivityState, activityStates } from './activity-state.ts'
import { type ContactState, contactState } from './contact-state.ts'
import { type ImportState, importStates } from './import-state.ts'
import { membersCsv } from './members-csv.ts'
import { accountOf, listOf } from './named-things.ts'

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

/** What the sandbox holds, and what it was asked. */
export function holdings(world: World) {
  return {
    accounts(): { accountId: string; organizationName: string; contacts: number; lists: ListState[] }[] {
      world.advance()
      return [...world.accounts.values()].map((account) => ({
        accountId: account.id,
        organizationName: account.organizationName,
        contacts: account.table.size,
        lists: [...account.lists.values()].map((list) => ({ ...listState(list), members: null })),
      }))
    },

    list(listId: string = DEFAULT_LIST_ID, accountId?: string): ListState {
      const account = accountOf(world, accountId)
      const list = listOf(account, listId)
      const members =
        list.memberCount > MEMBERS_SHOWN ? null : Array.from(list.members(), (place) => contactState(account, place))
      return { ...listState(list), members }
    },

    /** The members of a list one by one, however many there are. */
    *members(listId: string = DEFAULT_LIST_ID, accountId?: string): Generator<ContactState> {
      const account = accountOf(world, accountId)
      for (const place of listOf(account, listId).members()) yield contactState(account, place)
    },

    /** A CSV of a list's members in pieces: e-mail, permission, and a column for each value the account holds. */
    *membersCsv(listId: string = DEFAULT_LIST_ID, accountId?: string): Generator<string> {
      const account = accountOf(world, accountId)
      yield* membersCsv(account, listOf(account, listId))
    },

    /** Throws unless there is such a list. */
    requireList(listId: string, accountId?: string): void {
      listOf(accountOf(world, accountId), listId)
    },

    contact(email: string, accountId?: string): ContactState | undefined {
      const account = accountOf(world, accountId)
      const place = account.table.find(emailKey(email, world.unknowns))
      return place < 0 ? undefined : contactState(account, place)
    },

    activities(accountId?: string): ActivityState[] {
      return activityStates(accountOf(world, accountId))
    },

    /** Every import received, oldest first, or those of one file name: two entries mean that a file was sent twice. */
    imports(fileName?: string, accountId?: string): ImportState[] {
      return importStates(accountOf(world, accountId), fileName)
    },

    /** The bytes of an import as text, or null when newer ones took their room or there is none. */
    importText(activityId: string, accountId?: string): string | null {
      const found = accountOf(world, accountId).imports.find((one) => one.activity.id === activityId)
      return found?.bytes?.toString('utf8') ?? null
    },

    requests(): RequestState {
      const { log, meters } = world
      return {
        total: log.total,
        today: Object.fromEntries([...meters].map(([clientId, meter]) => [clientId, meter.api.today()])),
        byRoute: Object.fromEntries(log.byRoute),
        log: log.lines(),
      }
    },

    clearRequests(): void {
      world.log.clear()
    },
  }
}

function listState(list: ContactList): Omit<ListState, 'members'> {
  return { listId: list.id, name: list.name, deleted: list.deletedAt > 0, memberCount: list.memberCount }
}
