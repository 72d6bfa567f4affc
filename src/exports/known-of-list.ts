import type { Db } from '../db/database.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import type { RunRow } from './run-store.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/** The files of what an export delivered to a list, and of what the list refused, absolute; undefined where there is none yet. */
export async function knownOfList(
  { db, directory }: Needs,
  place: Pick<RunRow, 'account_id' | 'list_id' | 'export_name'>,
): Promise<{ claims: string | undefined; refusals: string | undefined }> {
  const list = await db
    .selectFrom('lists')
    .select('refusals_file')
    .where('account_id', '=', place.account_id ?? '')
    .where('list_id', '=', place.list_id ?? '')
    .executeTakeFirst()
  const claims = await db
    .selectFrom('claims')
    .select('file')
    .where('account_id', '=', place.account_id ?? '')
    .where('list_id', '=', place.list_id ?? '')
    .where('export_name', '=', place.export_name)
    .executeTakeFirst()
  return {
    claims: claims && directory.absolute(claims.file),
    refusals: list?.refusals_file ? directory.absolute(list.refusals_file) : undefined,
  }
}
