import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import type { Engine, EngineSession } from '../engine/engine.ts'
import { foldSql } from '../engine/fold.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { fold } from '../lib/fold.ts'
import { openCatalogue } from '../refresh/open-catalogue.ts'
import { membersOf } from '../segments/members-of.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/** Where one person stands, from everything we know. */
export type PersonStory = {
  readonly email: string
  readonly profiles: readonly { readonly key: string; readonly row: Record<string, unknown> }[]
  readonly segments: readonly string[]
  readonly departures: readonly { readonly account: string; readonly kind: string; readonly since: string | null }[]
  readonly claims: readonly { readonly export: string; readonly list: string; readonly deliveredAt: string }[]
  /** What is known of the person on each list we deliver to. */
  readonly lists: readonly PersonOnList[]
  readonly receipts: readonly {
    readonly run: string
    readonly export: string
    readonly at: string
    readonly outcome: string
    readonly reason: string | null
    readonly detail: string | null
  }[]
}

/** `others`: put there by somebody else, or before us. `left`: how and when the person left this list. */
export type PersonOnList = {
  readonly account: string
  readonly list: string
  readonly name: string
  readonly contactId: string | null
  readonly others: boolean
  readonly left: { readonly kind: string; readonly since: string | null } | null
}

/** How many of an export's last runs are looked through. */
const runsLookedThrough = 10

/** Everything about one e-mail address: its profiles, their segments, what was delivered and what befell it. */
export async function whyPerson(needs: Needs, definitions: Definitions, address: string): Promise<PersonStory> {
  const { db, engine, directory } = needs
  const email = fold(address)
  const catalogue = await openCatalogue(needs, definitions)
  await using session = await engine.session()
  const column = quoteName(definitions.profiles.email)
  const key = quoteName(catalogue.profile.key)
  const rows = await session.rows(
    `select ${key} as "profile key", * from ${readSnapshot(catalogue.profile.files)} where ${foldSql(column)} = $1 order by 1 limit 20`,
    [email],
  )
  const profiles = rows.map(({ 'profile key': profileKey, ...row }) => ({ key: String(profileKey), row }))

  const segments: string[] = []
  for (const name of Object.keys(definitions.segments)) {
    const members = await membersOf(needs, name)
    if (!members) continue
    const [found] = await session.rows(
      `select 1 as found from ${readSnapshot(members.files)} where list_contains($1::varchar[], profile_key) limit 1`,
      [profiles.map((profile) => profile.key)],
    )
    if (found) segments.push(name)
  }
  const departures = []
  for (const { account_id: account, file } of await db
    .selectFrom('departures')
    .select(['account_id', 'file'])
    .execute()) {
    const found = await session.rows<{ kind: string; since: string | null }>(
      `select kind, since from ${readSnapshot([directory.absolute(file)])} where email = $1`,
      [email],
    )
    departures.push(...found.map((each) => ({ account, ...each })))
  }
  const claims = []
  for (const claim of await db.selectFrom('claims').selectAll().execute()) {
    const found = await session.rows<{ delivered_at: string }>(
      `select delivered_at::varchar as delivered_at from ${readSnapshot([directory.absolute(claim.file)])} where email = $1`,
      [email],
    )
    claims.push(
      ...found.map((each) => ({ export: claim.export_name, list: claim.list_id, deliveredAt: each.delivered_at })),
    )
  }
  const receipts = []
  const runs = await db
    .selectFrom('runs')
    .selectAll()
    .where('receipts_file', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(runsLookedThrough)
    .execute()
  for (const run of runs) {
    const found = await session.rows<{ outcome: string; reason: string | null; detail: string | null }>(
      `select outcome, reason, detail from ${readSnapshot([directory.absolute(run.receipts_file ?? '')])}
       where email = $1 or list_contains($2::varchar[], profile_key)`,
      [email, profiles.map((profile) => profile.key)],
    )
    const at = (run.finished_at ?? run.created_at).toISOString()
    receipts.push(...found.map((each) => ({ run: run.id, export: run.export_name, at, ...each })))
  }
  return { email, profiles, segments, departures, claims, lists: await onLists(needs, session, email), receipts }
}

async function onLists({ db, directory }: Needs, session: EngineSession, email: string): Promise<PersonOnList[]> {
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
