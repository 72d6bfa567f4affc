import { sql } from 'kysely'
import type { App } from '../app.ts'
import type { Definitions } from '../contract/definitions.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { type Drift, readDrift } from '../exports/list/read-drift.ts'
import { readPause } from '../exports/run/pause.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { runNeeds } from '../run-needs.ts'
import { whenConfigured } from './when-configured.ts'
import type { WorkKind } from './work-loop.ts'

const everyMs = 24 * 3_600_000

/** The daily look at lists as work: whether each is as its export left it. A list is looked at a day after it was delivered to. */
export function driftWork(app: App): WorkKind {
  return {
    name: 'drift',
    atOnce: 1,
    find: () => whenConfigured([], async () => dueLooks(app, await loadDefinitions(app.db))),
    carryOn: async (name, signal) => lookForDrift(app, await loadDefinitions(app.db), name, signal),
  }
}

/** The exports whose lists were neither delivered to nor looked at for a day. A run that has not ended knows better. */
export async function dueLooks({ db, clock, directory }: App, { exports }: Definitions): Promise<string[]> {
  if (await readPause(directory)) return []
  const before = new Date(clock.now().getTime() - everyMs)
  const { rows } = await sql<{ name: string }>`
    select delivered.name from (
      select export_name as name, max(finished_at) as at from runs
      where status in ('Successful', 'Completed with warnings') group by export_name
    ) delivered
      left join drift_checks on drift_checks.export_name = delivered.name
    where greatest(drift_checks.checked_at, delivered.at) <= ${before}
      and not exists (select 1 from runs where runs.export_name = delivered.name and runs.finished_at is null)
    order by delivered.name`.execute(db)
  return rows.map(({ name }) => name).filter((name) => exports[name]?.connection !== undefined)
}

/** A list that could not be read is no drift; why is told by runs and by the check of the connection. */
async function lookForDrift(app: App, definitions: Definitions, name: string, signal: AbortSignal): Promise<void> {
  try {
    const asked = { exportName: name, showEmails: false, signal }
    const drift = await readDrift(runNeeds(app, definitions), definitions, asked)
    await save(app, name, drift.inStep ? 'well' : 'drifted', drift.inStep ? null : sentenceOf(drift))
  } catch (thrown) {
    signal.throwIfAborted()
    if (!(thrown instanceof AppError)) throw thrown
    await save(app, name, 'unknown', thrown.message)
  }
}

/** The figures, without anybody's address. */
function sentenceOf({ missing, strangers, back, changedByHand, list }: Drift): string {
  const counts = [
    [missing.people, (people: string) => said`${people} put there by Postbud are gone`],
    [strangers.people, (people: string) => said`${people} are there whom Postbud does not know of`],
    [back.people, (people: string) => said`${people} had left and are there again`],
    [changedByHand.people, (people: string) => said`${people} have other values than those that were sent`],
  ] as const
  const told = counts.filter(([people]) => people > 0).map(([people, what]) => what(people.toLocaleString('en-US')))
  const named = list.formerName === null ? [] : [said`it was called "${list.formerName}"`]
  return said`On the list "${list.name}": ${[...told, ...named].join('; ')}.`
}

async function save(
  { db, clock }: App,
  name: string,
  verdict: 'well' | 'drifted' | 'unknown',
  message: string | null,
): Promise<void> {
  const row = { checked_at: clock.now(), verdict, message }
  await db
    .insertInto('drift_checks')
    .values({ export_name: name, ...row })
    .onConflict((conflict) => conflict.column('export_name').doUpdateSet(row))
    .execute()
}
