import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { said } from '../../lib/said.ts'
import type { Tell } from '../run/run-events.ts'
import { type FiledPage, fileContacts } from './contacts-file.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { readWhole } from './read-whole.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }
type Asked = {
  readonly listId: string
  readonly path: string
  readonly signal?: AbortSignal
  readonly tell?: Tell
  /** Reads the values that contacts have too. */
  readonly values?: boolean
}

/** How often a long reading tells how far it is, in pages. */
const tellEvery = 20

/**
 * Reads everybody on a list, page by page, into a Parquet file of `contact_id, email, …`, and answers how many they are. Throws
 * PagingError when no reading is whole.
 */
export async function readWholeList(needs: Needs, client: DeliveryAccount, asked: Asked): Promise<number> {
  const { listId, path, signal } = asked
  return readWhole({
    about: said`the contacts of list ${listId}`,
    count: () => client.countContacts({ listIds: [listId], status: 'all' }, signal),
    read: async (counted) => {
      const columns = asked.values ? (['vals'] as const) : []
      const held = await fileContacts(needs, path, pagesOf(client, asked, counted), { columns })
      return held[''] ?? 0
    },
  })
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
