import { join } from 'node:path'
import type { ContactPage } from '../../constant-contact/contacts.ts'
import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { newId } from '../../lib/ids.ts'
import { said } from '../../lib/said.ts'
import { type FiledPage, fileContacts } from './contacts-file.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { readWhole } from './read-whole.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

/** The ways of leaving an account that a read shows. An import would revive the deleted; the unsubscribed it cannot add. */
const kinds = ['unsubscribed', 'deleted'] as const
type Kind = (typeof kinds)[number]
/** How many contacts of each kind the account counts; undefined where it does not tell. */
type Counts = Partial<Record<Kind, number | undefined>>

const columns = ['kind', 'since', 'lists'] as const
/** Whether who unsubscribed stays on the lists is unknown, so the memberships are read along. */
const memberships = ['list_memberships'] as const

/** Changes are read again from a little before the last reading, for clocks that differ and answers that lag. */
const overlapMs = 10 * 60_000
/** The whole is read again this often, since nothing tells us that somebody came back but an account's own count. */
const wholeEveryMs = 7 * 24 * 3_600_000

/**
 * Brings what we know of the unsubscribed and the deleted of an account up to date, and answers the file (absolute) that
 * holds them: all of them the first time and weekly, otherwise only the changes. The account's own counts are the tripwire:
 * where they moved by more than the changes explain, the whole is read again (constant-contact.md, 13).
 */
export async function readDepartures(needs: Needs, client: DeliveryAccount, signal?: AbortSignal): Promise<string> {
  const { db, directory, clock } = needs
  const started = clock.now()
  const known = await db
    .selectFrom('departures')
    .selectAll()
    .where('account_id', '=', client.accountId)
    .executeTakeFirst()
  const path = join(directory.account(client.accountId), `departures-${newId(started)}.parquet`)

  if (known && started.getTime() - known.whole_at.getTime() < wholeEveryMs) {
    const since = new Date(known.read_up_to.getTime() - overlapMs)
    const held = await fileContacts(needs, path, changes(client, since, signal), {
      columns,
      onTopOf: directory.absolute(known.file),
    })
    const surplus = surplusOver(held, await countKinds(client, signal))
    if (kinds.every((kind) => surplus[kind] === known.surplus[kind])) {
      await store(known.whole_at, surplus)
      return path
    }
  }
  await store(started, await readEverybody(needs, client, path, signal))
  return path

  async function store(wholeAt: Date, surplus: Record<string, number>): Promise<void> {
    const values = {
      file: directory.stored(path),
      read_up_to: started,
      whole_at: wholeAt,
      surplus: JSON.stringify(surplus),
    }
    await db
      .insertInto('departures')
      .values({ account_id: client.accountId, ...values })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
      .execute()
  }
}

/** Files all who departed, and answers by how many the account's counts exceed them. Throws PagingError. */
async function readEverybody(
  needs: Needs,
  client: DeliveryAccount,
  path: string,
  signal?: AbortSignal,
): Promise<Record<Kind, number>> {
  let held: Record<string, number> = {}
  let counts: Counts = {}
  await readWhole({
    about: said`the account's unsubscribed and deleted contacts`,
    count: async () => {
      counts = await countKinds(client, signal)
      const { unsubscribed, deleted } = counts
      return unsubscribed === undefined || deleted === undefined ? undefined : unsubscribed + deleted
    },
    read: async () => {
      let came = 0
      const pages = async function* () {
        for await (const page of whole(client, signal)) {
          came += page.contacts.length
          yield page
        }
      }
      held = await fileContacts(needs, path, pages(), { columns })
      return came
    },
  })
  return surplusOver(held, counts)
}

async function* whole(client: DeliveryAccount, signal?: AbortSignal): AsyncIterable<FiledPage> {
  for (const kind of kinds) yield* filed(kind, client.readContacts({ status: kind, include: memberships }, signal))
}

async function* changes(client: DeliveryAccount, since: Date, signal?: AbortSignal): AsyncIterable<FiledPage> {
  yield* filed(
    'unsubscribed',
    client.readContacts({ status: 'unsubscribed', optOutAfter: since, include: memberships }, signal),
  )
  yield* filed('deleted', client.readContacts({ status: 'deleted', updatedAfter: since, include: memberships }, signal))
}

async function* filed(kind: Kind, pages: AsyncIterable<ContactPage>): AsyncIterable<FiledPage> {
  for await (const { contacts } of pages) yield { contacts, kind }
}

async function countKinds(client: DeliveryAccount, signal?: AbortSignal): Promise<Counts> {
  const unsubscribed = await client.countContacts({ status: 'unsubscribed' }, signal)
  return { unsubscribed, deleted: await client.countContacts({ status: 'deleted' }, signal) }
}

/** An account that does not count trips nothing: the weekly whole reading is then what mends. */
function surplusOver(held: Record<string, number>, counts: Counts): Record<Kind, number> {
  const over = (kind: Kind) => (counts[kind] ?? held[kind] ?? 0) - (held[kind] ?? 0)
  return { unsubscribed: over('unsubscribed'), deleted: over('deleted') }
}

/** The file of what was last read, for a look that may not ask Constant Contact. */
export async function knownDepartures({ db, directory }: Pick<Needs, 'db' | 'directory'>, accountId: string) {
  const known = await db.selectFrom('departures').selectAll().where('account_id', '=', accountId).executeTakeFirst()
  return known && { file: directory.absolute(known.file), readAt: known.read_up_to }
}
