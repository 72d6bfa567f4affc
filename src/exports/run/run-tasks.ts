import { sql } from 'kysely'
import type { RunNeeds } from './run-needs.ts'
import type { Counts } from './run-record.ts'
import type { Stage } from './run-store.ts'

/** Writes down when a run was in which stage, and how much it did there. */
export type OpenTask = {
  readonly enter: (stage: Stage) => Promise<void>
  readonly count: (counts: Counts) => void
  readonly leave: () => Promise<void>
}

/** The tasks of a run that is carried on: a row a stage, in which what several processes did comes together. */
export function openTask({ db, clock }: Pick<RunNeeds, 'db' | 'clock'>, runId: string): OpenTask {
  let counts: Counts | undefined
  const leave = async () => {
    const ended = { ended_at: clock.now(), ...(counts && { counts: JSON.stringify(counts) }) }
    counts = undefined
    await db.updateTable('run_tasks').set(ended).where('run_id', '=', runId).where('ended_at', 'is', null).execute()
  }
  return {
    leave,
    count: (told) => {
      counts = told
    },
    async enter(stage) {
      await leave()
      await db
        .insertInto('run_tasks')
        .values({ run_id: runId, stage, started_at: clock.now() })
        .onConflict((conflict) =>
          conflict
            .columns(['run_id', 'stage'])
            .doUpdateSet({ ended_at: null, entered: sql<number>`run_tasks.entered + 1` }),
        )
        .execute()
    },
  }
}
