import type { Definitions } from '../contract/definitions.ts'
import { AppError, messageOf } from '../lib/app-error.ts'
import { diskError } from '../lib/disk-errors.ts'
import { said } from '../lib/said.ts'
import { openCatalogue } from '../refresh/open-catalogue.ts'
import type { RefreshNeeds } from '../refresh/refresh-for.ts'
import { matchProfiles, refreshProfiles } from '../refresh/refresh-profiles.ts'
import { sourceToRefresh } from '../refresh/source-to-refresh.ts'
import { refreshSegment } from '../segments/refresh-segment.ts'
import { refreshSource } from '../sources/refresh-source.ts'
import { matchingTask, type TaskRow, updateTask } from './refresh-store.ts'

/** How a task ended that was attempted. Counts are of rows, corrupt rows and members. */
type Done = { readonly counts: Readonly<Record<string, number>>; readonly warning?: string }

/** What may heal is tried again after so long; then the task has failed for good. */
const tryAgainAfterMs = [15_000, 60_000, 5 * 60_000]

/**
 * Attempts a task and writes down how it ended. One that met what may heal stays open, to be attempted again when its time
 * comes. Throws only the signal's reason.
 */
export async function doTask(
  needs: RefreshNeeds,
  definitions: Definitions,
  task: TaskRow,
  { byName, signal }: { readonly byName: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const { db, clock } = needs
  await updateTask(db, task, {
    status: 'Refreshing',
    reason: null,
    message: null,
    ...(task.started_at === null && { started_at: clock.now() }),
  })
  try {
    const { counts, warning } = await work(needs, definitions, task, byName, signal)
    await updateTask(db, task, {
      status: warning === undefined ? 'Successful' : 'Completed with warnings',
      message: warning ?? null,
      counts: JSON.stringify(counts),
      next_attempt_at: null,
      finished_at: clock.now(),
    })
  } catch (thrown) {
    signal.throwIfAborted()
    await noteFailure(needs, task, diskError(thrown) ?? thrown)
  }
}

async function work(
  needs: RefreshNeeds,
  definitions: Definitions,
  { kind, name }: TaskRow,
  byName: boolean,
  signal: AbortSignal,
): Promise<Done> {
  switch (kind) {
    case 'source': {
      const { outcome, snapshot } = await refreshSource(needs, sourceToRefresh(definitions, name), { signal })
      const { rows, corrupt } = snapshot
      const counts = { rows, corrupt, changed: outcome === 'refreshed' ? 1 : 0 }
      return corrupt > 0
        ? { counts, warning: said`${corrupt.toLocaleString('en-US')} corrupt rows were set aside.` }
        : { counts }
    }
    case 'profiles': {
      if (name === matchingTask) {
        const { outcome, figures } = await matchProfiles(needs, definitions, { signal })
        return { counts: { people: figures.people, changed: outcome === 'refreshed' ? 1 : 0 } }
      }
      const unified = await refreshProfiles(needs, definitions, { signal })
      const { profile } = await openCatalogue(needs, definitions)
      return { counts: { rows: profile.rows, ...(unified && { changed: unified.outcome === 'refreshed' ? 1 : 0 }) } }
    }
    case 'segment': {
      const catalogue = await openCatalogue(needs, definitions)
      const given = { catalogue, segments: definitions.segments }
      const result = await refreshSegment(needs, given, name, { byHand: byName, signal })
      if (result.outcome === 'skipped')
        throw new Error(said`segment ${name} was to be refreshed and is ${result.reason}`)
      return { counts: { members: result.members, changed: result.outcome === 'refreshed' ? 1 : 0 } }
    }
    case 'export':
      throw new Error(said`exports are run, not refreshed`)
    default:
      return kind satisfies never
  }
}

async function noteFailure({ db, clock }: RefreshNeeds, task: TaskRow, thrown: unknown): Promise<void> {
  const now = clock.now()
  const known = thrown instanceof AppError
  const failures = task.failures + 1
  const wait = known && thrown.recovery === 'never' ? undefined : tryAgainAfterMs[task.failures]
  const told = { reason: known ? thrown.code : 'unexpected', message: messageOf(thrown), failures }
  await updateTask(
    db,
    task,
    wait === undefined
      ? { ...told, status: 'Failed (permanent)', next_attempt_at: null, finished_at: now }
      : { ...told, status: 'Failure (will retry)', next_attempt_at: new Date(now.getTime() + wait) },
  )
}
