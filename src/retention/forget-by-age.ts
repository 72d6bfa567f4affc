import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Definitions } from '../contract/definitions.ts'
import type { ControlDatabase, Db } from '../db/database.ts'
import { tryLockList } from '../exports/list/lock-list.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'

type Needs = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly directory: DataDirectory
  readonly clock: Clock
}

/**
 * Days, where the environment does not say. Runs without people are kept for three years and the month in which somebody compares them. What an export that is gone put on lists is kept as long as receipts.
 */
const defaults = { receiptDays: 400, runDays: 1_100, corruptRowDays: 90, departureEndingDays: 400 }
/** How long it is told how many requests were made in an hour, which nothing is decided by. */
const requestHourDays = 31
const dayMs = 24 * 60 * 60_000

/**
 * Forgets what has come of age: runs and refreshes, rows that could not be used, acts by which departures ended, and what exports that are
 * declared no more put on lists, with all that is known of lists and accounts that nobody delivers to any more.
 */
export async function forgetByAge(needs: Needs, definitions: Definitions): Promise<void> {
  const { receiptDays, runDays, corruptRowDays, departureEndingDays } = { ...defaults, ...definitions.environment }
  const daysAgo = (days: number) => new Date(needs.clock.now().getTime() - days * dayMs)
  await forgetRuns(needs, daysAgo(runDays))
  await needs.db.deleteFrom('refreshes').where('finished_at', '<', daysAgo(runDays)).execute()
  await needs.db.deleteFrom('segment_sizes').where('refreshed_at', '<', daysAgo(runDays)).execute()
  await needs.db.deleteFrom('profile_sizes').where('refreshed_at', '<', daysAgo(runDays)).execute()
  await removeCorruptRows(needs, daysAgo(corruptRowDays))
  await needs.db.deleteFrom('departure_endings').where('ended_at', '<', daysAgo(departureEndingDays)).execute()
  await needs.db.deleteFrom('request_hours').where('hour', '<', daysAgo(requestHourDays)).execute()
  await forgetFormerExports(needs, definitions, daysAgo(receiptDays))
  await forgetFormerLists(needs, definitions, daysAgo(receiptDays))
  await forgetFormerAccounts(needs, daysAgo(receiptDays))
}

/** But for the last run of each export that ended well, by which guards judge the next. */
async function forgetRuns({ db }: Needs, limit: Date): Promise<void> {
  await db
    .deleteFrom('runs')
    .where('finished_at', '<', limit)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(
            selectFrom('runs as each')
              .select(['each.id'])
              .distinctOn('each.export_name')
              .where('each.status', 'in', ['Successful', 'Completed with warnings'])
              .where('each.kind', 'in', ['export', 'repair'])
              .orderBy('each.export_name')
              .orderBy('each.finished_at', 'desc')
              .as('last'),
          )
            .select('last.id')
            .whereRef('last.id', '=', 'runs.id'),
        ),
      ),
    )
    .execute()
}

async function removeCorruptRows({ directory }: Needs, limit: Date): Promise<void> {
  for (const source of await readdir(directory.roots.tables).catch(() => [])) {
    for (const version of await readdir(join(directory.roots.tables, source)).catch(() => [])) {
      const path = join(directory.table(source, version), 'corrupt.parquet')
      const made = await stat(path).catch(() => undefined)
      if (made && made.mtime < limit) await rm(path, { force: true })
    }
  }
}

/** Whom they put on a list belongs to the others from then on, and is never taken off by us. */
async function forgetFormerExports({ db, database }: Needs, { exports }: Definitions, limit: Date): Promise<void> {
  const claims = await db
    .selectFrom('claims')
    .select(['account_id', 'list_id', 'export_name'])
    .where('updated_at', '<', limit)
    .execute()
  for (const { account_id, list_id, export_name } of claims) {
    if (Object.hasOwn(exports, export_name)) continue
    // Nobody else sends to the list meanwhile, so nobody reads the file that goes.
    await using lock = await tryLockList(database, { accountId: account_id, listId: list_id })
    if (!lock) continue
    await db.transaction().execute(async (tx) => {
      await tx
        .deleteFrom('claims')
        .where('account_id', '=', account_id)
        .where('list_id', '=', list_id)
        .where('export_name', '=', export_name)
        .where('updated_at', '<', limit)
        .execute()
      // What is known of the list is short of them: it is read whole before anything is sent to it again.
      await tx
        .updateTable('lists')
        .set({ surplus: null })
        .where('account_id', '=', account_id)
        .where('list_id', '=', list_id)
        .execute()
    })
  }
}

/**
 * Of a list that nobody delivers to any more only who left it is kept, lest they are put back by an export to come; whoever is on it
 * is read anew then.
 */
async function forgetFormerLists(
  { db, database, directory }: Needs,
  { exports }: Definitions,
  limit: Date,
): Promise<void> {
  for (const list of await db.selectFrom('lists').selectAll().execute()) {
    const place = { account_id: list.account_id, list_id: list.list_id }
    const files = known.flatMap((name) => list[name] ?? [])
    const used = [list.whole_read_at, list.changes_read_to, list.baseline_read_at]
    if (files.length === 0 || used.some((at) => at !== null && at >= limit)) continue
    await using lock = await tryLockList(database, { accountId: list.account_id, listId: list.list_id })
    if (!lock) continue
    const claims = await db
      .selectFrom('claims')
      .select('export_name')
      .where(({ and }) => and(place))
      .execute()
    const delivered = await db
      .selectFrom('export_lists')
      .select('export_name')
      .where(({ and }) => and(place))
      .execute()
    const open = await db
      .selectFrom('runs')
      .select('id')
      .where('finished_at', 'is', null)
      .where(({ and }) => and(place))
      .execute()
    const isUsed = delivered.some(({ export_name }) => Object.hasOwn(exports, export_name))
    if (isUsed || claims.length + open.length > 0) continue
    await db
      .updateTable('lists')
      .set({ ...Object.fromEntries(known.map((name) => [name, null])), ...unread })
      .where(({ and }) => and(place))
      .execute()
    for (const file of files) await rm(directory.absolute(file), { force: true })
  }
}

const known = ['baseline_file', 'others_file', 'ids_file', 'unsure_file', 'refusals_file'] as const
const unread = { baseline_read_at: null, whole_read_at: null, changes_read_to: null, surplus: null }

/** Who departed from an account is read anew from Constant Contact before anything is sent there. */
async function forgetFormerAccounts({ db, directory }: Needs, limit: Date): Promise<void> {
  const accounts = await db
    .selectFrom('departures')
    .select('account_id')
    .where('read_up_to', '<', limit)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('claims').select('list_id').whereRef('claims.account_id', '=', 'departures.account_id'))),
    )
    .execute()
  for (const { account_id } of accounts) {
    await db.deleteFrom('departures').where('account_id', '=', account_id).execute()
    await rm(directory.account(account_id), { recursive: true, force: true })
  }
}
