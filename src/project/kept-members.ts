import type { ExportDefinition } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { keptList } from '../exports/plan/resolve-target.ts'
import { said } from '../lib/said.ts'

/**
 * What becomes of those whom an export put on lists, in sentences, when it is removed (`definition` is undefined), detached, or leads
 * elsewhere or back: lists keep people, and they are the export's own wherever it delivers to the list they are on.
 */
export async function keptMembers(
  db: Db,
  exportName: string,
  definition: ExportDefinition | undefined,
): Promise<string[]> {
  const claims = await db
    .selectFrom('claims')
    .innerJoin('lists', (join) =>
      join.onRef('lists.account_id', '=', 'claims.account_id').onRef('lists.list_id', '=', 'claims.list_id'),
    )
    .select(['lists.name', 'claims.account_id', 'claims.list_id', 'claims.entries'])
    .where('claims.export_name', '=', exportName)
    .where('claims.entries', '>', 0)
    .execute()
  if (claims.length === 0) return []
  const target = definition && (await targetOf(db, exportName, definition))
  return claims.map(({ name, account_id, list_id, entries }) => {
    const people = entries === 1 ? said`1 person` : said`${entries.toLocaleString('en-US')} people`
    if (target?.accountId === account_id && target.isList({ id: list_id, name })) {
      return said`Export "${exportName}" goes on with ${people} whom it put on the list "${name}".`
    }
    const how = !definition
      ? said`To take them off, do it before the export is removed: postbud clean-up ${exportName} --list ${list_id}`
      : definition.connection === undefined
        ? said`Nothing is done about them until the export has a connection again.`
        : said`To take them off, once the export has run on its new list: postbud clean-up ${exportName}`
    return said`The list "${name}" keeps ${people} whom export "${exportName}" put there. ${how}`
  })
}

type Target = {
  readonly accountId: string
  readonly isList: (list: { readonly id: string; readonly name: string }) => boolean
}

/** Where a run would deliver, as far as it is known without asking Constant Contact. */
async function targetOf(
  db: Db,
  exportName: string,
  { connection, list }: ExportDefinition,
): Promise<Target | undefined> {
  if (connection === undefined) return undefined
  const state = await db
    .selectFrom('connection_states')
    .select('account')
    .where('name', '=', connection)
    .executeTakeFirst()
  const accountId = state?.account?.id
  if (accountId === undefined) return undefined
  const kept = await keptList(db, { accountId }, exportName, { list })
  return {
    accountId,
    isList: ({ id, name }) => (kept ? kept.list_id === id : list === name || list.includes(id)),
  }
}
