import type { Selectable } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { ListsTable } from '../../db/tables/exports.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import type { RunRow } from '../run/run-store.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }
export type ListRow = Selectable<ListsTable>

/** The files of what is known of a list, absolute; undefined where there is none yet. */
export type KnownOfList = {
  /** What the export delivered to it, and what every other export did that still delivers there and so keeps people on it. */
  readonly claims: string | undefined
  readonly otherClaims: readonly string[]
  /** What exports did that keep nobody there any more. */
  readonly formerClaims: readonly { readonly exportName: string; readonly file: string }[]
  readonly refusals: string | undefined
  readonly others: string | undefined
  readonly ids: string | undefined
  readonly unsure: string | undefined
  readonly listDepartures: string | undefined
}

/** What is known of an export's list, and of whom the export keeps there. */
export async function knownOfList(
  { db, directory }: Needs,
  place: Pick<RunRow, 'account_id' | 'list_id' | 'export_name'>,
): Promise<KnownOfList> {
  const [accountId, listId] = [place.account_id ?? '', place.list_id ?? '']
  const list = await findListRow(db, accountId, listId)
  const claims = await claimsOn(db, accountId, listId)
  const keeping = await exportsOn(db, accountId, listId)
  const file = (stored: string | null | undefined) => (stored ? directory.absolute(stored) : undefined)
  const own = claims.find(({ export_name }) => export_name === place.export_name)
  const others = claims
    .filter((claim) => claim !== own)
    .map((claim) => ({ exportName: claim.export_name, file: directory.absolute(claim.file) }))
  return {
    claims: file(own?.file),
    otherClaims: others.filter(({ exportName }) => keeping.has(exportName)).map((claim) => claim.file),
    formerClaims: others.filter(({ exportName }) => !keeping.has(exportName)),
    refusals: file(list?.refusals_file),
    others: file(list?.others_file),
    ids: file(list?.ids_file),
    unsure: file(list?.unsure_file),
    listDepartures: file(list?.departures_file),
  }
}

export function findListRow(db: Db, accountId: string, listId: string): Promise<ListRow | undefined> {
  return db
    .selectFrom('lists')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('list_id', '=', listId)
    .executeTakeFirst()
}

/** The claims of every export on a list. */
export function claimsOn(db: Db, accountId: string, listId: string) {
  return db
    .selectFrom('claims')
    .select(['export_name', 'file'])
    .where('account_id', '=', accountId)
    .where('list_id', '=', listId)
    .orderBy('export_name')
    .execute()
}

/** The files of what every other export delivered to an account, to whichever of its lists, absolute. */
export async function claimsOfOthers(
  { db, directory }: Needs,
  { accountId, exportName }: { readonly accountId: string; readonly exportName: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom('claims')
    .select('file')
    .where('account_id', '=', accountId)
    .where('export_name', '<>', exportName)
    .orderBy('file')
    .execute()
  return rows.map(({ file }) => directory.absolute(file))
}

/** The exports that deliver to a list today; one that was removed, or delivers elsewhere by now, keeps nobody there. */
async function exportsOn(db: Db, accountId: string, listId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('export_lists')
    .select('export_name')
    .where('account_id', '=', accountId)
    .where('list_id', '=', listId)
    .execute()
  return new Set(rows.map(({ export_name }) => export_name))
}

/** The lists on which an export keeps people although it delivers elsewhere by now. */
export async function formerLists(
  db: Db,
  exportName: string,
): Promise<{ account_id: string; list_id: string; name: string; entries: number }[]> {
  return await db
    .selectFrom('claims')
    .innerJoin('lists', (join) =>
      join.onRef('lists.account_id', '=', 'claims.account_id').onRef('lists.list_id', '=', 'claims.list_id'),
    )
    .leftJoin('export_lists', (join) =>
      join
        .onRef('export_lists.export_name', '=', 'claims.export_name')
        .onRef('export_lists.account_id', '=', 'claims.account_id')
        .onRef('export_lists.list_id', '=', 'claims.list_id'),
    )
    .select(['claims.account_id', 'claims.list_id', 'lists.name', 'claims.entries'])
    .where('claims.export_name', '=', exportName)
    .where('claims.entries', '>', 0)
    .where('export_lists.export_name', 'is', null)
    .orderBy('lists.name')
    .execute()
}

/** What the lists are called to which these exports have delivered, by the export: none whose definition names another list by now. */
export async function deliveredTo(
  db: Db,
  exports: Readonly<Record<string, { readonly list: string }>>,
): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>> {
  const rows = await db
    .selectFrom('export_lists')
    .innerJoin('lists', (join) =>
      join
        .onRef('lists.account_id', '=', 'export_lists.account_id')
        .onRef('lists.list_id', '=', 'export_lists.list_id'),
    )
    .select(['export_lists.export_name', 'export_lists.list_text', 'lists.list_id', 'lists.name'])
    .execute()
  const theirs = rows.filter((row) => exports[row.export_name]?.list === row.list_text)
  return new Map(theirs.map((row) => [row.export_name, { id: row.list_id, name: row.name }]))
}
