import { type Account, accountRequest, judgeAccount, judgePrivileges, privilegesRequest } from './account.ts'
import { findActivitiesByFileName, readActivities } from './activities.ts'
import type { Activity } from './activity.ts'
import {
  type Contact,
  type ContactPage,
  type ContactQuery,
  countContacts,
  findContact,
  readContactById,
  readContacts,
} from './contacts.ts'
import { createList } from './create-list.ts'
import { type CustomField, readCustomFields } from './custom-fields.ts'
import { type ExportPatience, exportListToFile, type ListExportOutcome } from './export-list-to-file.ts'
import { findList, readList, readLists } from './find-list.ts'
import { type CsvBytes, type ImportOutcome, importCsv } from './import-csv.ts'
import type { ContactList } from './lists.ts'
import { type RemovalOutcome, removeFromLists } from './remove-memberships.ts'
import { ask } from './send.ts'
import type { Session } from './session.ts'

/**
 * What can be asked of Constant Contact for one connection. Every call spends the application's budget, waits for its
 * slot, and stops waiting when its signal is aborted. Disposing gives back what was reserved and not spent.
 */
export type ConstantContact = AsyncDisposable & {
  readonly readAccount: (signal?: AbortSignal) => Promise<Account>
  readonly readPrivileges: (signal?: AbortSignal) => Promise<string[]>
  /** Every list that is not deleted, with its members when asked. */
  readonly readLists: (query?: { name?: string; members?: boolean }, signal?: AbortSignal) => Promise<ContactList[]>
  /** The list of that id (a deleted one may be answered, with deletedAt), or undefined. */
  readonly readList: (listId: string, signal?: AbortSignal) => Promise<ContactList | undefined>
  /** The list that an id, an address, an old number or an exact name points at. */
  readonly findList: (reference: string, signal?: AbortSignal) => Promise<ContactList>
  /** Makes a list of that name. */
  readonly createList: (name: string, signal?: AbortSignal) => Promise<ContactList>
  readonly readCustomFields: (signal?: AbortSignal) => Promise<CustomField[]>
  readonly importCsv: (
    listIds: readonly string[],
    fileName: string,
    bytes: CsvBytes,
    signal?: AbortSignal,
  ) => Promise<ImportOutcome>
  /** Takes 1 to 500 contacts off 1 to 50 lists; they stay in the account. */
  readonly removeFromList: (
    listIds: readonly string[],
    contactIds: readonly string[],
    signal?: AbortSignal,
  ) => Promise<RemovalOutcome>
  readonly readActivities: (ids: readonly string[], signal?: AbortSignal) => Promise<Map<string, Activity | 'gone'>>
  readonly findActivitiesByFileName: (
    fileNames: readonly string[],
    since: Date,
    signal?: AbortSignal,
  ) => Promise<Map<string, Activity>>
  readonly findActivityByFileName: (
    fileName: string,
    since: Date,
    signal?: AbortSignal,
  ) => Promise<Activity | undefined>
  readonly readContacts: (query: ContactQuery, signal?: AbortSignal) => AsyncGenerator<ContactPage>
  readonly countContacts: (query: ContactQuery, signal?: AbortSignal) => Promise<number | undefined>
  readonly findContact: (email: string, signal?: AbortSignal) => Promise<Contact | undefined>
  /** The contact of that id (a deleted one is answered with deletedAt) with the lists it is on, or undefined. */
  readonly readContactById: (contactId: string, signal?: AbortSignal) => Promise<Contact | undefined>
  /**
   * Everybody on a list as a CSV file at `path`, for a few requests however many they are; no file unless `done`. What its
   * columns are called is not documented, and contact ids are not in it.
   */
  readonly exportListToFile: (listId: string, path: string, patience: ExportPatience) => Promise<ListExportOutcome>
  readonly requestsLeftToday: () => Promise<number>
}

/** The operations bound to one session. */
export function constantContactClient(session: Session): ConstantContact {
  return {
    readAccount: async (signal) => judgeAccount(await ask(session, accountRequest(), signal)),
    readPrivileges: async (signal) => judgePrivileges(await ask(session, privilegesRequest(), signal)),
    readLists: (query = {}, signal) => readLists(session, query, signal),
    readList: (listId, signal) => readList(session, listId, signal),
    findList: (reference, signal) => findList(session, reference, signal),
    createList: (name, signal) => createList(session, name, signal),
    readCustomFields: (signal) => readCustomFields(session, signal),
    importCsv: (listIds, fileName, bytes, signal) => importCsv(session, listIds, fileName, bytes, signal),
    removeFromList: (listIds, contactIds, signal) => removeFromLists(session, contactIds, listIds, signal),
    readActivities: (ids, signal) => readActivities(session, ids, signal),
    findActivitiesByFileName: (names, since, signal) => findActivitiesByFileName(session, names, since, signal),
    findActivityByFileName: async (name, since, signal) =>
      (await findActivitiesByFileName(session, [name], since, signal)).get(name),
    readContacts: (query, signal) => readContacts(session, query, signal),
    countContacts: (query, signal) => countContacts(session, query, signal),
    findContact: (email, signal) => findContact(session, email, signal),
    readContactById: (contactId, signal) => readContactById(session, contactId, signal),
    exportListToFile: (listId, path, patience) => exportListToFile(session, listId, path, patience),
    requestsLeftToday: session.budget.leftToday,
    [Symbol.asyncDispose]: () => session.budget[Symbol.asyncDispose](),
  }
}
