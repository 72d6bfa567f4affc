import type { ConstantContact } from '../constant-contact/client.ts'
import { AmbiguousListError, ListDeletedError, ListNotFoundError } from '../constant-contact/errors.ts'
import type { ContactList } from '../constant-contact/lists.ts'
import type { AppError } from '../lib/app-error.ts'
import { referencesIn, VariableUnsetError } from '../lib/variables.ts'

/** Where an export delivers: the list's id once it is known, else what its `list:` says. */
export type ListOfExport = { readonly export: string; readonly list: string }

export type CheckedList = {
  readonly list: string
  /** The list's own id and name, when it was found. */
  readonly id?: string
  readonly name?: string
  readonly exports: readonly string[]
  /** `reachable`, or the code of what is wrong with it. */
  readonly state: string
}

type Lists = Pick<ConstantContact, 'findList' | 'readLists'>

/**
 * Looks up each list once, with the error where it is not there, deleted or not the only one of its name; what else goes
 * wrong is thrown. Several cost no more than the pages of the account's lists, since those that are found there need no
 * request of their own.
 */
export async function* checkLists(
  client: Lists,
  wanted: readonly ListOfExport[],
  signal?: AbortSignal,
): AsyncGenerator<{ list: CheckedList; error?: AppError }> {
  const byReference = Map.groupBy(wanted, ({ list }) => list)
  const all = byReference.size > 1 ? await client.readLists({}, signal) : []
  for (const [list, users] of byReference) {
    const about = { list, exports: users.map((user) => user.export) }
    try {
      const known = all.find(({ id, deletedAt }) => id === list && !deletedAt)
      const { id, name } = known ?? (await lookUp(client, about, signal))
      yield { list: { ...about, id, name, state: 'reachable' } }
    } catch (thrown) {
      if (!isAboutList(thrown)) throw thrown
      yield { list: { ...about, state: thrown.code }, error: thrown }
    }
  }
}

async function lookUp(
  client: Lists,
  { list, exports }: Pick<CheckedList, 'list' | 'exports'>,
  signal?: AbortSignal,
): Promise<ContactList> {
  const [unset] = referencesIn(list)
  if (unset !== undefined) throw new VariableUnsetError(unset, `exports.${exports[0]}.list`)
  return client.findList(list, signal)
}

function isAboutList(thrown: unknown): thrown is AppError {
  return [ListNotFoundError, ListDeletedError, AmbiguousListError, VariableUnsetError].some(
    (kind) => thrown instanceof kind,
  )
}
