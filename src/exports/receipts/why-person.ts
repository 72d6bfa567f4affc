import type { Definitions } from '../../contract/definitions.ts'
import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import { foldSql } from '../../engine/fold.ts'
import { quoteName } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { fold } from '../../lib/fold.ts'
import { openCatalogue } from '../../refresh/open-catalogue.ts'
import { formerKeysOf } from '../../refresh/profile-table.ts'
import {
  claimsOfPerson,
  departuresOfPerson,
  listsOfPerson,
  type PersonClaim,
  type PersonDeparture,
  type PersonOnList,
  type PersonReceipt,
  receiptsOfPerson,
  segmentsOfPerson,
} from './person-history.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/** Where one person stands, from everything we know. */
export type PersonStory = {
  readonly email: string
  readonly profiles: readonly { readonly key: string; readonly row: Record<string, unknown> }[]
  readonly segments: readonly string[]
  readonly departures: readonly PersonDeparture[]
  readonly claims: readonly PersonClaim[]
  /** What is known of the person on each list we deliver to. */
  readonly lists: readonly PersonOnList[]
  readonly receipts: readonly PersonReceipt[]
}

/** How many of an export's last runs are looked through. */
const runsLookedThrough = 10

/** Everything about one e-mail address: its profiles, their segments, what was delivered and what befell it. */
export async function whyPerson(needs: Needs, definitions: Definitions, address: string): Promise<PersonStory> {
  const email = fold(address)
  const catalogue = await openCatalogue(needs, definitions)
  await using session = await needs.engine.session()
  const column = quoteName(definitions.profiles.email)
  const key = quoteName(catalogue.profile.key)
  const rows = await session.rows(
    `select ${key} as "profile key", * from ${readSnapshot(catalogue.profile.files)} where ${foldSql(column)} = $1 order by 1 limit 20`,
    [email],
  )
  const profiles = rows.map(({ 'profile key': profileKey, ...row }) => ({ key: String(profileKey), row }))
  const keys = profiles.map((profile) => profile.key)
  const former = await formerKeysOf(needs, definitions, session, keys)
  return {
    email,
    profiles,
    segments: await segmentsOfPerson(needs, session, Object.keys(definitions.segments), keys),
    departures: await departuresOfPerson(needs, session, email),
    // What was delivered under this address, and not what their profiles were delivered under before.
    claims: await claimsOfPerson(needs, session, { email, keys: [] }),
    lists: await listsOfPerson(needs, session, email),
    receipts: await receiptsOfPerson(needs, session, { email, keys: [...keys, ...former] }, runsLookedThrough),
  }
}
