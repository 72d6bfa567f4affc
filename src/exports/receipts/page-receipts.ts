import type { SqlValue } from '../../engine/engine.ts'
import { withoutAddressesSql } from '../../engine/without-addresses.ts'
import type { RunRow } from '../run/run-store.ts'
import {
  type Receipt,
  type ReceiptFilter,
  type ReceiptNeeds,
  type RemovalReceipt,
  receiptsInOrder,
  receiptsQuery,
  removalsQuery,
} from './read-receipts.ts'

/** Of whom a page or a file of receipts is: the members of a run, or those who leave the list. */
export type ReceiptsOf = 'members' | 'leavers'

export type ReceiptSearch = ReceiptFilter & {
  /** A text in the profile's key, or in the address where that may be searched. */
  readonly search?: string | undefined
  readonly searchEmails?: boolean | undefined
}

/** Where a page ended. */
export type ReceiptPlace = readonly [outcome: string, reason: string, profileKey: string, email: string]

type Row<W extends ReceiptsOf> = W extends 'members' ? Receipt : RemovalReceipt

const place = "outcome, coalesce(reason, ''), profile_key, coalesce(email, '')"

/** A page of a run's receipts in the order of outcome, reason and person, and where it ended when there are more. */
export async function pageReceipts<W extends ReceiptsOf>(
  needs: ReceiptNeeds,
  run: RunRow,
  whose: W,
  search: ReceiptSearch,
  { after, limit }: { readonly after?: ReceiptPlace | undefined; readonly limit: number },
): Promise<{ receipts: Row<W>[]; last: ReceiptPlace | undefined }> {
  await using session = await needs.engine.session()
  const found: Row<W>[] = []
  for (const text of await queriesOf(needs, run, whose, search, after?.[0])) {
    const searched = searchedQuery(text, search)
    const numbers = [1, 2, 3, 4].map((at) => `$${searched.params.length + at}`)
    const beyond = after ? `where (${place}) > (${numbers.join(', ')})` : ''
    const wanted = Math.floor(limit) + 1 - found.length
    found.push(
      ...(await session.rows<Row<W>>(`select * from (${searched.text}) ${beyond} order by ${place} limit ${wanted}`, [
        ...searched.params,
        ...(after ?? []),
      ])),
    )
    if (found.length > limit) break
  }
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    receipts: page,
    last:
      last && found.length > limit ? [last.outcome, last.reason ?? '', last.profile_key, last.email ?? ''] : undefined,
  }
}

/** All of a run's receipts, a few thousand at a time. */
export async function* streamReceipts<W extends ReceiptsOf>(
  needs: ReceiptNeeds,
  run: RunRow,
  whose: W,
  search: ReceiptSearch,
): AsyncGenerator<Row<W>[]> {
  await using session = await needs.engine.session()
  const filter = { outcome: search.outcome, reason: search.reason }
  const all = whose === 'members' ? await receiptsQuery(needs, run, filter) : removalsQuery(needs, run, filter)
  const { text, params } = searchedQuery(all, search)
  yield* session.chunks<Row<W>>(`select * from (${text}) order by ${place}`, params)
}

/** Queries whose receipts come one after another in the order of outcomes, from this one on. */
async function queriesOf(
  needs: ReceiptNeeds,
  run: RunRow,
  whose: ReceiptsOf,
  { outcome, reason }: ReceiptSearch,
  from?: string,
): Promise<string[]> {
  const filter = { outcome, reason }
  return whose === 'members' ? await receiptsInOrder(needs, run, filter, from) : [removalsQuery(needs, run, filter)]
}

function searchedQuery(text: string, { search, searchEmails }: ReceiptSearch): { text: string; params: SqlValue[] } {
  const wanted = search?.trim().toLowerCase()
  if (!wanted) return { text, params: [] }
  // A key may be an address.
  const fields = searchEmails ? "concat_ws(' ', profile_key, email)" : withoutAddressesSql('profile_key')
  return { text: `select * from (${text}) where contains(lower(${fields}), $1)`, params: [wanted] }
}
