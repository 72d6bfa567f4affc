import { existsSync } from 'node:fs'
import type { Db } from '../../db/database.ts'
import type { Engine, EngineSession } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { membersOf } from '../../segments/members-of.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/** A person as lists and receipts know them. The e-mail is folded. */
export type Whose = { readonly email: string | null; readonly keys: readonly string[] }

/** What an export has put on its list, and keeps there. */
export type PersonClaim = {
  readonly export: string
  readonly account: string
  readonly list: string
  /** Under which the person was delivered; another one than now where it was changed since. */
  readonly email: string
  readonly deliveredAt: string
}

export type PersonReceipt = {
  readonly run: string
  readonly export: string
  readonly at: string
  readonly outcome: string
  readonly reason: string | null
  readonly detail: string | null
}

/** When and how somebody unsubscribed from an account or was deleted there. */
export type PersonDeparture = { readonly account: string; readonly kind: string; readonly since: string | null }

/** `others`: put there by somebody else, or before us. `left`: how and when the person left this list. */
export type PersonOnList = {
  readonly account: string
  readonly list: string
  readonly name: string
  readonly contactId: string | null
  readonly others: boolean
  readonly left: { readonly kind: string; readonly since: string | null } | null
}

/** Those of the segments that have one of these profiles as a member. */
export async function segmentsOfPerson(
  needs: Needs,
  session: EngineSession,
  segments: readonly string[],
  keys: readonly string[],
): Promise<string[]> {
  const found: string[] = []
  for (const name of segments) {
    const members = await membersOf(needs, name)
    if (!members) continue
    const [row] = await session.rows(
      `select 1 as found from ${readSnapshot(members.files)} where list_contains($1::varchar[], profile_key) limit 1`,
      [keys],
    )
    if (row) found.push(name)
  }
  return found
}

export async function departuresOfPerson(
  { db, directory }: Needs,
  session: EngineSession,
  email: string,
): Promise<PersonDeparture[]> {
  const departures: PersonDeparture[] = []
  const files = await db.selectFrom('departures').select(['account_id', 'file']).execute()
  for (const { account_id: account, file } of files) {
    const found = await session.rows<{ kind: string; since: string | null }>(
      `select kind, since from ${readSnapshot([directory.absolute(file)])} where email = $1`,
      [email],
    )
    departures.push(...found.map((each) => ({ account, ...each })))
  }
  return departures
}

export async function claimsOfPerson(
  { db, directory }: Needs,
  session: EngineSession,
  { email, keys }: Whose,
): Promise<PersonClaim[]> {
  const claims: PersonClaim[] = []
  for (const claim of await db.selectFrom('claims').selectAll().execute()) {
    const found = await session.rows<{ email: string; delivered_at: string }>(
      `select email, delivered_at::varchar as delivered_at from ${readSnapshot([directory.absolute(claim.file)])}
       where email = $1 or list_contains($2::varchar[], profile_key)`,
      [email, keys],
    )
    const { export_name, account_id: account, list_id: list } = claim
    claims.push(
      ...found.map((each) => ({
        export: export_name,
        account,
        list,
        email: each.email,
        deliveredAt: each.delivered_at,
      })),
    )
  }
  return claims
}

/** Receipts of the newest `runs` that have any, newest first; those of the address, too, where one is given. */
export async function receiptsOfPerson(
  { db, directory }: Needs,
  session: EngineSession,
  { email, keys }: Whose,
  runs: number,
): Promise<PersonReceipt[]> {
  const receipts: PersonReceipt[] = []
  const looked = await db
    .selectFrom('runs')
    .select(['id', 'export_name', 'receipts_file', 'finished_at', 'created_at'])
    .where('receipts_file', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(runs)
    .execute()
  for (const run of looked) {
    const path = directory.absolute(run.receipts_file ?? '')
    // They are removed for their age while somebody looks.
    if (!existsSync(path)) continue
    const found = await session.rows<Pick<PersonReceipt, 'outcome' | 'reason' | 'detail'>>(
      `select outcome, reason, detail from ${readSnapshot([path])} where email = $1 or list_contains($2::varchar[], profile_key)`,
      [email, keys],
    )
    const at = (run.finished_at ?? run.created_at).toISOString()
    receipts.push(...found.map((each) => ({ run: run.id, export: run.export_name, at, ...each })))
  }
  return receipts
}

/** What is known of the person on each list we deliver to. */
export async function listsOfPerson(
  { db, directory }: Needs,
  session: EngineSession,
  email: string,
): Promise<PersonOnList[]> {
  const found: PersonOnList[] = []
  for (const row of await db.selectFrom('lists').selectAll().execute()) {
    const look = async <T extends object>(file: string | null, columns: string): Promise<T | undefined> => {
      if (file === null) return undefined
      const query = `select ${columns} from ${readSnapshot([directory.absolute(file)])} where email = $1 limit 1`
      return (await session.rows<T>(query, [email]))[0]
    }
    const id = await look<{ contact_id: string }>(row.ids_file, 'contact_id')
    const other = await look<{ contact_id: string | null }>(row.others_file, 'contact_id')
    const left = await look<{ kind: string; since: string | null }>(row.departures_file, 'kind, since')
    if (!id && !other && !left) continue
    found.push({
      account: row.account_id,
      list: row.list_id,
      name: row.name,
      contactId: id?.contact_id ?? other?.contact_id ?? null,
      others: other !== undefined,
      left: left && left.kind !== 'lapsed' ? left : null,
    })
  }
  return found
}
