import type { ListOfExport } from '../../connections/check-lists.ts'
import { readConnectionState } from '../../connections/connection-state.ts'
import type { Definitions } from '../../contract/definitions.ts'
import type { Db } from '../../db/database.ts'
import { resolveWhereSet } from '../../definitions/resolve-definitions.ts'
import type { Variables } from '../../lib/variables.ts'

type Needs = { readonly db: Db; readonly variables: Variables }

/**
 * Where the exports of a connection deliver: the id of the list where a run or a preview has found one for what `list:` says
 * now, else what it says. A reference to a variable that is not set stays in the text.
 */
export async function listsOfConnection(
  { db, variables }: Needs,
  written: Definitions,
  connection: string,
): Promise<ListOfExport[]> {
  const { account } = await readConnectionState(db, connection)
  const found = await db
    .selectFrom('export_lists')
    .select(['export_name', 'list_text', 'list_id'])
    .where('account_id', '=', account?.id ?? '')
    .execute()
  const exports = Object.entries(resolveWhereSet(written, variables).exports)
  return exports
    .filter(([, definition]) => definition.connection === connection)
    .map(([name, { list }]) => {
      const known = found.find(({ export_name, list_text }) => export_name === name && list_text === list)
      return { export: name, list: known?.list_id ?? list }
    })
}
