import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContactList } from '../../constant-contact/lists.ts'
import type { Definitions } from '../../contract/definitions.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import { newId } from '../../lib/ids.ts'
import { maskEmail } from '../../lib/mask-email.ts'
import { said } from '../../lib/said.ts'
import { type LookRequest, lookAtExport, planOfLook } from '../plan/look-at-export.ts'
import type { RunNeeds } from '../run/run-needs.ts'
import { comparablesOf, layOutChanged } from './changed-by-hand.ts'
import { claimsOfOthers, findListRow, knownOfList } from './known-of-list.ts'
import { readWholeList } from './read-whole-list.ts'

/** People of one kind of drift: how many, and ten of them. */
export type DriftPeople = { readonly people: number; readonly sample: readonly string[] }

/** Where a list is not as we believe it to be. */
export type Drift = {
  readonly export: string
  readonly list: { readonly id: string; readonly name: string; readonly formerName: string | null }
  /** Contacts on the list, and those of them whom we put there and who are there. */
  readonly contacts: number
  readonly ours: number
  /** Whom we put there and who is not on it any more. They have departed, and are never put back by a repair. */
  readonly missing: DriftPeople
  /** Of the missing, whose contact is on the list under another address. */
  readonly readdressed: DriftPeople
  /** Who is on it and was not put there by us; of them those we did not know of. */
  readonly others: number
  readonly strangers: DriftPeople
  /** Who had departed and is on the list again. */
  readonly back: DriftPeople
  /** Whose values are not those that we last sent. A repair sends them again. */
  readonly changedByHand: DriftPeople
  /** Whose values are not those that we last sent, and to whom another export delivered since. No repair sends them again. */
  readonly changedByExport: DriftPeople
  readonly inStep: boolean
}

type Asked = LookRequest & { readonly showEmails: boolean }

/**
 * Compares the real list of an export with what we believe of it: reads the list whole, changes nothing there, and decides
 * nothing. Throws ListNotFoundError and ListDeletedError for a list that is gone, which is never made again by us.
 */
export async function readDrift(needs: RunNeeds, written: Definitions, asked: Asked): Promise<Drift> {
  const { engine, directory, clock } = needs
  const { exportName, showEmails, signal } = asked
  await using look = await lookAtExport(needs, written, asked)
  const { client, list } = look
  const reading = join(directory.scratch, `drift-${newId(clock.now())}.parquet`)
  try {
    const contacts = await readWholeList(needs, client, { listId: list.id, path: reading, values: true, signal })
    asked.tell?.('planning')
    await using session = await engine.session()
    const plan = await planOfLook(needs, session, look, { exportName, signal })
    const comparables = comparablesOf(plan.input, await client.readCustomFields(signal))
    const known = await knownOfList(needs, { account_id: client.accountId, list_id: list.id, export_name: exportName })
    await compare(session, reading, known.ids)
    const of = (query: string) => peopleOf(session, query, showEmails)
    const missing = await of('select email from missing')
    const readdressed = await of('select email from missing where elsewhere')
    const strangers = await of('select email from strangers')
    const back = await of("select email from list_left semi join there using (email) where kind <> 'lapsed'")
    const others = await claimsOfOthers(needs, { accountId: client.accountId, exportName })
    await layOutChanged(session, reading, comparables, { own: known.claims, others })
    const changedByHand = await of('select email from changed where not by_export')
    const changedByExport = await of('select email from changed where by_export')
    const [sums] = await session.rows<{ ours: number; others: number }>(
      `select (select count(*) from ours semi join there using (email)) as ours,
         (select count(*) from others where email is null or email in (select email from there)) as others`,
    )
    const formerName = await formerNameOf(needs, client.accountId, list)
    const drifted = missing.people + strangers.people + back.people + changedByHand.people
    return {
      export: exportName,
      list: { id: list.id, name: list.name, formerName },
      contacts,
      ours: sums?.ours ?? 0,
      missing,
      readdressed,
      others: sums?.others ?? 0,
      strangers,
      back,
      changedByHand,
      changedByExport,
      inStep: drifted === 0 && formerName === null,
    }
  } finally {
    await rm(reading, { force: true })
  }
}

/** The tables of `layOutList` against a reading. */
async function compare(session: EngineSession, reading: string, ids: string | undefined): Promise<void> {
  const known = ids ? readSnapshot([ids]) : '(select null::varchar as email, null::varchar as contact_id where false)'
  await session.run(`
    create or replace temp table reading as select contact_id, email from ${readSnapshot([reading])};
    create or replace temp table there as select distinct email from reading where email is not null;
    create or replace temp table ours as select email from claimed anti join (select email from off_list) off using (email);
    create or replace temp table missing as
      select email, email in (
        select known.email from ${known} known semi join reading using (contact_id)
      ) as elsewhere
      from ours anti join there using (email);
    create or replace temp table strangers as
      select distinct reading.email from reading
      anti join (select contact_id from others) o using (contact_id)
      where email is null or (email not in (select email from ours) and email not in (select email from others where email is not null)
        and email not in (select email from list_left) and email not in (select email from unsure))`)
}

async function peopleOf(session: EngineSession, query: string, showEmails: boolean): Promise<DriftPeople> {
  const [count] = await session.rows<{ people: number }>(`select count(*) as people from (${query})`)
  const rows = await session.rows<{ email: string | null }>(`select email from (${query}) order by email limit 10`)
  return {
    people: count?.people ?? 0,
    sample: rows.map(({ email }) => (showEmails ? email : maskEmail(email)) ?? said`a contact without an e-mail`),
  }
}

async function formerNameOf({ db }: RunNeeds, accountId: string, list: ContactList): Promise<string | null> {
  const row = await findListRow(db, accountId, list.id)
  return row && row.name !== list.name ? row.name : null
}
