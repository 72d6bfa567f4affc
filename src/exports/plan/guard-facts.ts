import type { Definitions, ExportDefinition } from '../../contract/definitions.ts'
import type { Db } from '../../db/database.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { type GuardFacts, guardDefaults } from './guards.ts'
import type { Leaving } from './judge-leavers.ts'
import type { Standing } from './plan-figures.ts'
import { connectionOf } from './require-connection.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

type Planned = {
  readonly exportName: string
  readonly listId: string
  readonly definition: ExportDefinition
  readonly connections: Definitions['connections']
  readonly figures: { readonly all: Standing; readonly segments: Readonly<Record<string, Standing>> }
  readonly leaving: Leaving
  readonly signal?: AbortSignal
}

/**
 * What the guards look at, of the plan that `judgePeople` and `judgeLeavers` left in the session with the tables of
 * `layOutList`. The account's size is asked for (one request) only where a contract limits it, and who is ours or new to the
 * account counted only where it may matter.
 */
export async function guardFacts(
  needs: Needs,
  client: DeliveryAccount,
  session: EngineSession,
  planned: Planned,
): Promise<GuardFacts> {
  const { db, directory } = needs
  const { exportName, listId, definition, connections, figures, leaving, signal } = planned
  const contractLimit = connectionOf({ connections }, definition)?.contractLimit ?? null
  const claim = await db
    .selectFrom('claims')
    .select('file')
    .where('account_id', '=', client.accountId)
    .where('list_id', '=', listId)
    .where('export_name', '=', exportName)
    .executeTakeFirst()
  const before = await membersBefore(db, exportName)
  const segments = Object.fromEntries(
    Object.entries(figures.segments).map(([name, { members }]) => [name, { members, before: before[name] ?? null }]),
  )
  const most = definition.guards?.newContacts ?? guardDefaults.newContacts
  const matters = contractLimit !== null || figures.all.new > most
  return {
    removals: leaving.guarded,
    owned: claim && leaving.guarded > 0 ? await countOwned(session, directory.absolute(claim.file)) : 0,
    segments,
    contractLimit,
    contacts: contractLimit === null ? null : ((await client.countContacts({ status: 'active' }, signal)) ?? null),
    newContacts: matters ? await countNewToAccount(needs, session, client.accountId) : figures.all.new,
  }
}

/** Of whom an export keeps on the list, those who are there by our doing: who belongs to the others is never taken off. */
async function countOwned(session: EngineSession, claims: string): Promise<number> {
  const [row] = await session.rows<{ people: number }>(
    `select count(*) as people from ${readSnapshot([claims])} anti join (select email from others where email is not null) o using (email)`,
  )
  return row?.people ?? 0
}

/** Members of each segment at the last run of the export that ended well. */
async function membersBefore(db: Db, exportName: string): Promise<Readonly<Record<string, number>>> {
  const last = await db
    .selectFrom('runs')
    .select('figures')
    .where('export_name', '=', exportName)
    .where('kind', 'in', ['export', 'repair'])
    .where('status', 'in', ['Successful', 'Completed with warnings'])
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { segments = {} } = (last?.figures ?? {}) as { segments?: Record<string, Standing> }
  return Object.fromEntries(Object.entries(segments).map(([name, { members }]) => [name, members]))
}

/**
 * How many of the new in the session's `judged` are, as far as we know, not in the account yet: at most so many are. Known
 * are those whom we or others put on any list that we deliver to, and those who departed.
 */
export async function countNewToAccount(
  { db, directory }: Needs,
  session: EngineSession,
  accountId: string,
): Promise<number> {
  const claims = await db.selectFrom('claims').select('file').where('account_id', '=', accountId).execute()
  const lists = await db.selectFrom('lists').select('others_file').where('account_id', '=', accountId).execute()
  const departures = await db.selectFrom('departures').select('file').where('account_id', '=', accountId).execute()
  const files = [
    ...claims.map(({ file }) => file),
    ...lists.flatMap(({ others_file }) => others_file ?? []),
    ...departures.map(({ file }) => file),
  ].map(directory.absolute)
  const known = files.map((file) => `select email from ${readSnapshot([file])} where email is not null`)
  const [row] = await session.rows<{ people: number }>(
    `select count(*) as people from (select email from judged where standing = 'new')
     ${known.length > 0 ? `anti join (${known.join(' union all ')}) known using (email)` : ''}`,
  )
  return row?.people ?? 0
}
