import { sql } from 'kysely'
import { type FollowedNoun, followedNouns } from '../contract/followed-nouns.ts'
import type { ControlDatabase } from '../db/database.ts'
import { readPause } from '../exports/run/pause.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { type Followed, type Follower, makeFollower } from './follower.ts'

/** All things of a noun together, which stand otherwise as soon as one of them does: `mark` is another one then. */
export type FollowedThings = Followed & { readonly id: FollowedNoun; readonly mark: string }

const followers = new WeakMap<ControlDatabase, Follower<FollowedThings>>()

type Needs = { readonly database: ControlDatabase; readonly directory: DataDirectory }

/** The one follower of definitions and of where what they define stands, in this process. */
export function changeFollower({ database, directory }: Needs): Follower<FollowedThings> {
  const known = followers.get(database)
  if (known) return known
  const made = makeFollower(async (): Promise<FollowedThings[]> => {
    // Each version of a row has a place and the transaction that wrote it, so that the sum is another one whenever a row is written,
    // and nothing of the row itself is read, however much it holds.
    const { rows } = await sql<{ noun: FollowedNoun; mark: string }>`
      select noun, sum(written)::text as mark from (
        select kind as noun, ${defined} as written from definitions
        union all select 'source', ${written} from source_states
        union all select 'profiles', ${written} from unification_states
        union all select 'profiles', ${written} from profile_sizes
        union all select 'segment', ${written} from segment_states
        union all select 'connection', ${written} from connection_states
        union all select 'erasure', ${written} from erasures
        union all select 'need', ${written} from alert_states
        union all select 'budget', ${spent} from request_budgets
      ) each group by noun`.execute(database.db)
    const marks = new Map(rows.map(({ noun, mark }) => [noun, mark]))
    marks.set('pause', JSON.stringify(await readPause(directory)) ?? 'none')
    return followedNouns.map((id) => ({ id, mark: marks.get(id) ?? 'none', finished_at: null }))
  })
  followers.set(database, made)
  return made
}

/** All definitions are written whenever one is, and these columns only of those that are other ones. */
const defined = sql.raw("hashtext(concat_ws(' ', name, revision, updated_at, managed_by))")
/** A request that waits for its turn writes its row, too, and nothing is spent by that. */
const spent = sql.raw("hashtext(concat_ws(' ', client_id, day, used, parked_until, slowed_until))")
const written = sql.raw("hashtext(ctid::text || ' ' || xmin::text)")
