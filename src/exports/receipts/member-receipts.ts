import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/database.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot, writeSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { newId } from '../../lib/ids.ts'
import { said } from '../../lib/said.ts'
import { countErasedSince } from '../deliver/erased-since.ts'
import type { Standing } from '../plan/plan-figures.ts'
import type { Ending } from '../run/ending.ts'
import { planFile } from '../run/run-files.ts'
import { readNotes } from '../run/run-notes.ts'
import { batchesOf, type RunRow } from '../run/run-store.ts'
import { ConservationError, type Outcomes } from './outcomes.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/**
 * Writes one receipt for each member but the unchanged, and checks their sums. Answers the file and how many members ended in
 * each way; the session keeps the table `receipt`. Throws ConservationError.
 */
export async function writeReceipts(
  needs: Needs,
  session: EngineSession,
  run: RunRow,
  ending: Ending,
): Promise<{ file: string; outcomes: Outcomes }> {
  await prepare(needs, session, run, ending)
  const file = join(needs.directory.run(run.id), 'receipts.parquet')
  await writeSnapshot(session, file, {
    text: 'select profile_key, email, outcome, reason, detail, notes, batch from receipt',
    params: [],
  })
  return { file: needs.directory.stored(file), outcomes: await checkSums(needs, session, run) }
}

/**
 * Fills the session's table `receipt`: everybody but the unchanged, with their final outcome. `on_list` is whether those of whom
 * nothing is confirmed are on the list, null where nobody knows; `partly` are those with lines in several imports of which one at least was sent.
 */
async function prepare({ db, directory }: Needs, session: EngineSession, run: RunRow, ending: Ending): Promise<void> {
  const batches = await batchesOf(db, run.id)
  const unsent = batches.filter(({ state }) => state === 'written' || state === 'sending').map(({ number }) => number)
  const sent = batches.filter(({ state }) => state === 'accepted' || state === 'settled').map(({ number }) => number)
  const withheld = (await readNotes(directory, run.id, 'withheld')).map(({ email, reason }) => ({
    email,
    outcome: 'held_back',
    reason,
  }))
  const scratch = join(directory.scratch, `exceptions-${newId(new Date())}.json`)
  try {
    await writeFile(scratch, JSON.stringify([...ending.exceptions, ...withheld]))
    const columns =
      "columns = {email: 'VARCHAR', outcome: 'VARCHAR', reason: 'VARCHAR', detail: 'VARCHAR', onList: 'BOOLEAN'}"
    await session.run(
      `create temp table exception as
       select email, unnest(min_by(struct_pack(outcome := outcome, reason := reason, detail := detail, on_list := "onList"), rank))
       from (select *, list_position(['rejected', 'held_back', 'unconfirmed'], outcome) + case "onList" when true then 0 when false then 0.5 else 0.2 end as rank from read_json(${quoteText(scratch)}, ${columns}, format = 'array'))
       group by email`,
    )
  } finally {
    await rm(scratch, { force: true })
  }
  const failure = quoteText(ending.failure?.code ?? 'stopped')
  await session.run(
    `create temp table receipt as
     select profile_key, plan.email, notes, batch, content, standing,
       case
         when standing not in ('new', 'changed') then standing
         when exception.outcome is not null then exception.outcome
         when batch in (${['-1', ...unsent].join(', ')}) or list_has_any(coalesce(also, []), [${unsent.join(', ')}]::integer[]) then 'not_sent'
         else 'delivered'
       end as outcome,
       case
         when standing not in ('new', 'changed') then plan.reason
         when exception.outcome is not null then exception.reason
         when batch in (${['-1', ...unsent].join(', ')}) or list_has_any(coalesce(also, []), [${unsent.join(', ')}]::integer[]) then ${failure}
       end as reason,
       exception.detail,
       exception.on_list,
       standing in ('new', 'changed') and also is not null and list_has_any(list_append(also, batch), [${sent.join(', ')}]::integer[]) as partly
     from (
       select *, case when standing in ('new', 'changed') then email end as sent_email
       from ${readSnapshot([planFile(directory, run.id)])}
     ) plan
     left join exception on exception.email = sent_email`,
  )
}

/**
 * members = delivered + unchanged + held back + rejected + unconfirmed + not sent, each member once. The unchanged are
 * counted anew from the members' files, not taken from the plan. Who was erased since the plan was made counts as held back.
 */
async function checkSums({ db, directory }: Needs, session: EngineSession, run: RunRow): Promise<Outcomes> {
  const rows = await session.rows<{ outcome: string; reason: string | null; people: number }>(
    'select outcome, reason, count(*) as people from receipt group by outcome, reason order by outcome, reason',
  )
  const [distinct] = await session.rows<{ people: number }>('select count(distinct profile_key) as people from receipt')
  const stored = rows.reduce((sum, { people }) => sum + people, 0)
  if (distinct?.people !== stored) {
    throw new ConservationError(run.id, said`${stored} receipts were made for ${distinct?.people} people`)
  }
  const { all } = run.figures as { all: Standing }
  let unchanged = all.unchanged
  if (run.kind === 'export' || run.kind === 'repair') {
    const files = Object.values(run.members).flatMap((each) => each.map(directory.absolute))
    const members =
      files.length === 0
        ? 'select null::varchar as profile_key where false'
        : `select distinct profile_key from ${readSnapshot(files)}`
    const [counted] = await session.rows<{ people: number }>(
      `select count(*) as people from (${members}) anti join receipt using (profile_key)`,
    )
    unchanged = counted?.people ?? 0
  }
  // Whoever was erased meanwhile has no receipt, and is among no segment's members any more.
  const erased = all.members - stored - unchanged
  const vanished = erased > 0 && erased <= (await countErasedSince(db, run)) ? erased : 0
  const wrong = unchanged > all.unchanged || all.unchanged - unchanged > vanished
  if (wrong || stored + unchanged + vanished !== all.members) {
    throw new ConservationError(
      run.id,
      said`${all.members} members, but ${stored} receipts and ${unchanged} unchanged (planned ${all.unchanged})`,
    )
  }
  const outcomes: Record<string, Record<string, number>> = unchanged > 0 ? { unchanged: { '': unchanged } } : {}
  for (const { outcome, reason, people } of rows) {
    outcomes[outcome] ??= {}
    const byReason = outcomes[outcome]
    if (byReason) byReason[reason ?? ''] = people
  }
  if (vanished > 0) {
    const heldBack = outcomes.held_back ?? {}
    outcomes.held_back = { ...heldBack, erased: (heldBack.erased ?? 0) + vanished }
  }
  return outcomes
}
