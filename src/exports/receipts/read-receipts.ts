import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import { AppError } from '../../lib/app-error.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { said } from '../../lib/said.ts'
import { knownOfList } from '../list/known-of-list.ts'
import type { RunRow } from '../run/run-store.ts'

export type ReceiptNeeds = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }
type Needs = ReceiptNeeds

/** One person's final outcome in one run. */
export type Receipt = {
  readonly profile_key: string
  readonly email: string | null
  readonly outcome: string
  readonly reason: string | null
  readonly detail: string | null
  readonly notes: string | null
  readonly batch: number | null
}

export type ReceiptFilter = { readonly outcome?: string | undefined; readonly reason?: string | undefined }

export class RunNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(id: string, found: 'none' | 'several') {
    const what =
      found === 'several'
        ? said`Several runs have an id that starts with "${id}"; write more of it.`
        : id === 'last'
          ? said`There are no runs yet. Start one with: postbud run EXPORT`
          : said`There is no run "${id}".`
    super(`${what}${found === 'none' && id === 'last' ? '' : said` The last ones are shown by: postbud runs`}`)
  }
}

/** The run with this id, or with an id that starts with these letters; `last` is the newest. */
export async function findRunLike(db: Db, id: string): Promise<RunRow> {
  const newest = db.selectFrom('runs').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(2)
  const found = await (id === 'last' ? newest : newest.where('id', 'like', `${id.replace(/[%_\\]/g, '')}%`)).execute()
  const [first, second] = found
  if (!first) throw new RunNotFoundError(id, 'none')
  if (second && id !== 'last') throw new RunNotFoundError(id, 'several')
  return first
}

/**
 * A query of a run's receipts in the columns of `Receipt`. The unchanged have no stored receipt: theirs is derived from the
 * members that the run's plan was made from, with the address under which they were delivered before.
 */
export async function receiptsQuery(needs: Needs, run: RunRow, filter: ReceiptFilter): Promise<string> {
  const parts = await receiptsInOrder(needs, run, filter)
  return parts.length > 0 ? parts.join(' union all ') : `${noReceipt} where false`
}

/**
 * The same as queries whose outcomes come one after another in the order of their names: those before the unchanged, which is stored
 * as it is asked for; the unchanged, which takes a million keys to derive; those after them. With `after`, from that outcome on.
 */
export async function receiptsInOrder(
  needs: Needs,
  run: RunRow,
  filter: ReceiptFilter,
  after?: string,
): Promise<string[]> {
  const { directory } = needs
  if (!run.receipts_file) return []
  const stored = (condition: string) => storedQuery(directory.absolute(run.receipts_file ?? ''), filter, condition)
  const unchanged = unchangedQuery(directory, run, filter, await addressesOf(needs, run))
  const parts = [
    { is: (outcome: string) => outcome < 'unchanged', query: stored("outcome < 'unchanged'") },
    {
      is: (outcome: string) => outcome === 'unchanged',
      query: [stored("outcome = 'unchanged'"), ...unchanged].join(' union all '),
    },
    { is: (outcome: string) => outcome > 'unchanged', query: stored("outcome > 'unchanged'") },
  ]
  const first = after === undefined ? 0 : parts.findIndex(({ is }) => is(after))
  return parts.slice(first).flatMap(({ is, query }) => (!filter.outcome || is(filter.outcome) ? [query] : []))
}

const noReceipt = `
  select null::varchar as profile_key, null::varchar as email, null::varchar as outcome, null::varchar as reason,
    null::varchar as detail, null::varchar as notes, null::integer as batch`

function storedQuery(file: string, { outcome, reason }: ReceiptFilter, condition: string): string {
  const conditions = [
    condition,
    ...(outcome ? [`outcome = ${quoteText(outcome)}`] : []),
    ...(reason ? [`reason = ${quoteText(reason)}`] : []),
  ]
  return `select profile_key, email, outcome, reason, detail, notes, batch from ${readSnapshot([file])}
    where ${conditions.join(' and ')}`
}

/** A query of `profile_key` and `email` of those whom the run's export had delivered by the end of the run. */
async function addressesOf(needs: Needs, run: RunRow): Promise<string> {
  const { claims } = await knownOfList(needs, run)
  if (!claims) return 'select null::varchar as profile_key, null::varchar as email where false'
  const then = run.finished_at ? `delivered_at <= ${quoteText(run.finished_at.toISOString())}::timestamptz` : 'true'
  return `select profile_key, arg_max(email, delivered_at) as email from ${readSnapshot([claims])}
    where ${then} group by profile_key`
}

/** A test and a retry are about some members only, an undo about none: who is in no receipt was not meant. */
function isPartial({ kind }: RunRow): boolean {
  return kind !== 'export' && kind !== 'repair'
}

function unchangedQuery(
  directory: DataDirectory,
  run: RunRow,
  { outcome, reason }: ReceiptFilter,
  addresses: string,
): string[] {
  const files = Object.values(run.members).flatMap((each) => each.map(directory.absolute))
  if (files.length === 0 || isPartial(run) || reason || (outcome && outcome !== 'unchanged')) return []
  const told = `select profile_key from ${readSnapshot([directory.absolute(run.receipts_file ?? '')])}`
  return [
    `select profile_key, address.email, 'unchanged', null::varchar, null::varchar, null::varchar, null::integer
     from (select distinct profile_key from ${readSnapshot(files)}) member anti join (${told}) told using (profile_key) left join (${addresses}) address using (profile_key)`,
  ]
}

/** The first receipts of a run, in the order of outcome and person. */
export async function readReceipts(
  needs: Needs,
  run: RunRow,
  filter: ReceiptFilter,
  limit: number,
): Promise<Receipt[]> {
  await using session = await needs.engine.session()
  return await session.rows<Receipt>(
    `select * from (${await receiptsQuery(needs, run, filter)}) order by outcome, reason, profile_key limit ${Math.floor(limit)}`,
  )
}

/** One leaver's final outcome in one run: `removed`, `kept`, `unconfirmed` or `not_sent`; `why` is why the person leaves. */
export type RemovalReceipt = {
  readonly profile_key: string
  /** Empty of whoever was erased since. */
  readonly email: string
  readonly outcome: string
  readonly reason: string
  readonly why: string
}

/** A query of a run's receipts of leavers, in the columns of `RemovalReceipt`. */
export function removalsQuery({ directory }: Needs, run: RunRow, { outcome, reason }: ReceiptFilter): string {
  if (!run.removals_file) {
    return "select '' as profile_key, '' as email, '' as outcome, '' as reason, '' as why where false"
  }
  const conditions = [
    ...(outcome ? [`outcome = ${quoteText(outcome)}`] : []),
    ...(reason ? [`reason = ${quoteText(reason)}`] : []),
  ]
  return `select profile_key, email, outcome, reason, why from ${readSnapshot([directory.absolute(run.removals_file)])}
    where ${conditions.join(' and ') || 'true'}`
}

/** The first receipts of a run's leavers, in the order of outcome and person. */
export async function readRemovalReceipts(
  needs: Needs,
  run: RunRow,
  filter: ReceiptFilter,
  limit: number,
): Promise<RemovalReceipt[]> {
  await using session = await needs.engine.session()
  return await session.rows<RemovalReceipt>(
    `select * from (${removalsQuery(needs, run, filter)}) order by outcome, reason, profile_key, email limit ${Math.floor(limit)}`,
  )
}
