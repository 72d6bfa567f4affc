import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { said } from '../../lib/said.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { endedDepartures, standingDepartures } from '../list/ended-departures.ts'
import { knownOfList } from '../list/known-of-list.ts'
import { readDepartures } from '../list/read-departures.ts'
import { planFile } from '../run/run-files.ts'
import { addNotes, type PersonNote, readNotes } from '../run/run-notes.ts'
import { batchesOf, type RunRow } from '../run/run-store.ts'
import type { Exception } from './find-exceptions.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

/** Somebody who departed while an import of ours was under way and is on the list because of it. */
export type Returned = { readonly email: string; readonly contactId: string; readonly profileKey: string }

export type Meanwhile = {
  /** What their receipts say instead of delivered. */
  readonly exceptions: readonly Exception[]
  /** Who is to be taken off the list again. */
  readonly returned: readonly Returned[]
  /** Of the exceptions, whom an import has put back, be it that they are off the list again already. */
  readonly departed: readonly Exception[]
}

const detail = said`departed while the import was under way; taken off the list again where it had put the person there`

/**
 * Who of the people sent by a run departed in the window between our last reading and the moment the imports ran
 * (constant-contact.md, 13): those whom Constant Contact shows as departed now, and those who were seen departed before
 * their import overrode it. Whoever the import has put on the list is to be taken off again; who was on it all along is not.
 * Who is to be taken off is written down: their departure may have left no other trace.
 */
export async function departedMeanwhile(
  needs: Needs,
  client: DeliveryAccount,
  run: RunRow,
  signal: AbortSignal,
): Promise<Meanwhile> {
  const { db, engine, directory } = needs
  const sent = (await batchesOf(db, run.id)).filter(({ state }) => state === 'settled').map(({ number }) => number)
  if (sent.length === 0) return { exceptions: [], returned: [], departed: [] }
  const departures = await readDepartures(needs, client, signal)
  const ended = await endedDepartures(db, client.accountId)
  const overridden = await readNotes(directory, run.id, 'overridden')
  const { others } = await knownOfList(needs, run)
  await using session = await engine.session()
  const before = others ? `email in (select email from ${readSnapshot([others])} where email is not null)` : 'false'
  // Who was deleted or left the list is on it by nobody's doing but the import's; who unsubscribed may never have left it.
  const people = await session.rows<{ email: string; profile_key: string; reason: string; ours: boolean }>(
    `select email, profile_key, reason, reason <> 'unsubscribed' or not (${before}) as ours
     from (select plan.email, plan.profile_key, coalesce(now.kind, seen.reason) as reason from (
       select email, profile_key from ${readSnapshot([planFile(directory, run.id)])}
       where standing in ('new', 'changed') and batch in (${sent.join(', ')})
     ) plan
     left join (select email, min(kind) as kind from (${standingDepartures(departures, ended)}) group by email) now using (email)
     left join (select unnest($1::varchar[]) as email, unnest($2::varchar[]) as reason) seen using (email)
     ) where reason is not null`,
    [overridden.map(({ email }) => email), overridden.map(({ reason }) => reason)],
  )
  const returned: Returned[] = []
  const notes: PersonNote[] = []
  for (const { email, profile_key, reason, ours } of people) {
    if (!ours) continue
    const contact = await client.findContact(email, signal)
    if (!contact?.listIds?.includes(run.list_id ?? '')) continue
    returned.push({ email, contactId: contact.id, profileKey: profile_key })
    notes.push({ email, reason })
  }
  await addNotes(directory, run.id, 'returned', notes)
  const everReturned = new Set((await readNotes(directory, run.id, 'returned')).map(({ email }) => email))
  const exceptions = people.map(({ email, reason }): Exception => ({ email, outcome: 'held_back', reason, detail }))
  return { exceptions, returned, departed: exceptions.filter(({ email }) => everReturned.has(email)) }
}
