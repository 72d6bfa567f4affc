import { PagingError } from '../constant-contact/errors.ts'
import type { Engine } from '../engine/engine.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { type FiledPage, fileContacts } from './contacts-file.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import type { Tell } from './run-events.ts'

type Needs = { readonly engine: Engine; readonly directory: DataDirectory }
type Asked = {
  readonly listId: string
  readonly path: string
  readonly signal?: AbortSignal
  readonly tell?: Tell
  /** Reads the values that contacts have too. */
  readonly values?: boolean
}

const attempts = 3
/** How often a long reading tells how far it is, in pages. */
const tellEvery = 20

/**
 * Reads everybody on a list, page by page, into a Parquet file of `contact_id, email, …`, and answers how many they are.
 *
 * The reading counts only when it holds as many contacts as Constant Contact counted, before the first page or after the
 * last: pages that end early, or that skip people because somebody left while they were read, would make us believe that
 * people are gone. A reading that does not fit is made again. Throws PagingError when none fits, and nothing is concluded.
 */
export async function readWholeList(needs: Needs, client: DeliveryAccount, asked: Asked): Promise<number> {
  const { listId, path, signal } = asked
  const query = { listIds: [listId], status: 'all' as const }
  let found = ''
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = await client.countContacts(query, signal)
    const counts = await fileContacts(needs, path, pagesOf(client, asked, before), {
      columns: asked.values ? ['vals'] : [],
    })
    const read = counts[''] ?? 0
    const after = await client.countContacts(query, signal)
    if (before !== undefined && after !== undefined) {
      if (read >= Math.min(before, after) && read <= Math.max(before, after)) return read
      found = `${read} contacts were read and ${after} counted`
    } else {
      // There is nothing to check it against but another reading.
      const uncounted = `${read} contacts were read, and how many there are is not told`
      if (found === uncounted) return read
      found = uncounted
    }
  }
  throw new PagingError(`the contacts of list ${listId}`, found)
}

async function* pagesOf(
  client: DeliveryAccount,
  { listId, signal, tell, values }: Asked,
  counted: number | undefined,
): AsyncGenerator<FiledPage> {
  const include = values ? ({ include: ['custom_fields'] } as const) : {}
  let [pages, read] = [0, 0]
  for await (const page of client.readContacts({ listIds: [listId], status: 'all', ...include }, signal)) {
    yield { contacts: page.contacts }
    pages += 1
    read += page.contacts.length
    if (pages % tellEvery === 0) tell?.({ type: 'reading_list', read, counted: counted ?? null })
  }
}
