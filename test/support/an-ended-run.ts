import type { App } from '../../src/app.ts'
import { loadDefinitions } from '../../src/definitions/load-definitions.ts'
import { findExport } from '../../src/exports/run/run-export.ts'
import { updateRun } from '../../src/exports/run/run-store.ts'
import { startRun } from '../../src/exports/run/start-run.ts'

/**
 * A run of `news` as one that came to such an end; answers its id. It is there from one moment to the next, so that no worker takes it
 * up and nobody who looks sees it begun.
 */
export async function anEndedRun(
  { db, clock }: Pick<App, 'db' | 'clock'>,
  end: Parameters<typeof updateRun>[2],
): Promise<string> {
  const exportName = 'news'
  const definition = findExport(await loadDefinitions(db), exportName)
  return await db.transaction().execute(async (tx) => {
    const asked = { exportName, trigger: 'manual', startedBy: 'Postbud', status: 'Queued' } as const
    const run = await startRun({ db: tx, clock }, definition, asked)
    if (!run) throw new Error('another run has not ended')
    await updateRun(tx, run.id, { finished_at: clock.now(), ...end })
    return run.id
  })
}
