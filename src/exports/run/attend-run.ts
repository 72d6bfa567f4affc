import { databaseError } from '../../db/database-error.ts'
import { diskError } from '../../lib/disk-errors.ts'
import { endEarly, noteStopped } from './end-early.ts'
import type { Tell } from './run-events.ts'
import type { RunNeeds, RunRequest } from './run-needs.ts'
import { keepRecord } from './run-record.ts'
import { findRun, type RunRow, requireRun } from './run-store.ts'
import { traceRun } from './trace-run.ts'

/** A request whose `tell` also keeps the run's record; `told` is whoever asked, and nobody else. */
export type Attended = RunRequest & { readonly told: Tell }

type Given = {
  readonly request: RunRequest
  /** Aborted when the run is not ours any more. */
  readonly lost: AbortSignal
}

type Parts = {
  readonly work: (request: Attended) => Promise<void>
  /** Brings a run to its end that somebody canceled. Its request is not stopped by that any more. */
  readonly cancel: (request: Attended) => Promise<void>
}

/**
 * Works on a run that is ours, keeping its record, tracing it, and looking out for somebody who cancels it, until it ends or has to wait;
 * whatever stops it is written down. Answers what stopped it, and throws when that was the signal or is no error of ours.
 */
export async function attendRun(
  needs: RunNeeds,
  run: RunRow,
  { request, lost }: Given,
  { work, cancel }: Parts,
): Promise<unknown> {
  const { db } = needs
  const stop = AbortSignal.any([request.signal, lost])
  using trace = traceRun(needs, run)
  const record = keepRecord(needs, run, (event) => {
    trace.tell(event)
    request.tell(event)
  })
  const asked = { ...request, tell: record.tell, told: request.tell, signal: AbortSignal.any([stop, record.canceled]) }
  const resumed = run.stage !== 'refreshing'
  record.tell({ type: 'started', run: run.id, export: run.export_name, resumed })
  try {
    if (run.cancel === null) {
      await work(asked).catch((thrown: unknown) => {
        if (stop.aborted || !record.canceled.aborted) throw thrown
      })
    }
    const { cancel: canceled, finished_at } = await requireRun(db, run.id)
    if (canceled !== null && finished_at === null) await cancel({ ...asked, signal: stop })
    return undefined
  } catch (thrown) {
    // A disk that refuses to be written to refuses to have that written down, too, so that it may be told only here.
    const error = diskError(thrown) ?? databaseError(thrown) ?? thrown
    trace.fail(error)
    await record.written()
    try {
      if (!stop.aborted) await endEarly(needs, run.id, error, request.carrier)
      // Whoever lost the run to another process writes nothing down about it.
      else if (!lost.aborted) await noteStopped(db, run, request)
    } catch (again) {
      throw diskError(again) ?? again
    }
    if (stop.aborted) throw thrown
    return error
  } finally {
    await record.written()
    const left = await findRun(db, run.id).catch(() => undefined)
    if (left) trace.standing(left.status)
  }
}
