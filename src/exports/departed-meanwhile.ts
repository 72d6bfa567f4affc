import type { Db } from '../db/database.ts'
import type { Engine } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import type { Exception } from './find-exceptions.ts'
import { knownOfList } from './known-of-list.ts'
import { readDepartures } from './read-departures.ts'
import { planFile } from './run-files.ts'
import { readNotes } from './run-notes.ts'
import { batchesOf, type RunRow } from './run-store.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

/** Somebody who departed while an import of ours was under way and is on the list because of it. */
export type Returned = { readonly email: string; readonly contactId: string; readonly profileKey: string }

export type Meanwhile = {
  /** What their receipts say instead of delivered. */
  readonly exceptions: readonly Exception[]
  /** Who is to be taken off the list again. */
  readonly returned: readonly Returned[]
}

const detail = 'departed while the import was under way; taken off the list again where it had put the person there'

/**
 * Who of the people sent by a run departed in the window between our last reading and the moment the imports ran
 * (constant-contact.md, 13): those whom Constant Contact shows as departed now, and those who were seen departed before
 * their import overrode it. Whoever the import has put on the list is to be taken off again; who was on it before us is not.
 */
export async function departedMeanwhile(
  needs: Needs,
  client: DeliveryAccount,
  run: RunRow,
  signal: AbortSignal,
): Promise<Meanwhile> {
  const { db, engine, directory } = needs
  const sent = (await batchesOf(db, run.id)).filter(({ state }) => state === 'settled').map(({ number }) => number)
  if (sent.length === 0) return { exceptions: [], returned: [] }
  const departures = await readDepartures(needs, client, signal)
  const overridden = await readNotes(directory, run.id, 'overridden')
  const { others } = await knownOfList(needs, run)
  await using session = await engine.session()
  const before = others ? `email in (select email from ${readSnapshot([others])} where email is not null)` : 'false'
  const people = await session.rows<{ email: string; profile_key: string; reason: string; ours: boolean }>(
    `select plan.email, plan.profile_key, coalesce(now.kind, seen.reason) as reason, not (${before}) as ours
     from (
       select email, profile_key from ${readSnapshot([planFile(directory, run.id)])}
       where standing in ('new', 'changed') and batch in (${sent.join(', ')})
     ) plan
     left join (select email, min(kind) as kind from ${readSnapshot([departures])} group by email) now using (email)
     left join (select unnest($1::varchar[]) as email, unnest($2::varchar[]) as reason) seen using (email)
     where now.kind is not null or seen.reason is not null`,
    [overridden.map(({ email }) => email), overridden.map(({ reason }) => reason)],
  )
  const returned: Returned[] = []
  for (const { email, profile_key, ours } of people) {
    if (!ours) continue
    const contact = await client.findContact(email, signal)
    if (!contact?.listIds?.includes(run.list_id ?? '')) continue
    returned.push({ email, contactId: contact.id, profileKey: profile_key })
  }
  return {
    exceptions: people.map(({ email, reason }) => ({ email, outcome: 'held_back', reason, detail })),
    returned,
  }
}
