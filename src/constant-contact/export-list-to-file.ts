import { activityRequest, judgeOneActivity } from './activities.ts'
import { RefusedError, UnexpectedAnswerError } from './errors.ts'
import { downloadExport, judgeExport, startListExport } from './export-contacts.ts'
import { ask } from './send.ts'
import type { Session } from './session.ts'

/** How long to wait for the accepted job; the download takes what it takes. */
export type ExportPatience = { readonly patienceMs: number; readonly signal?: AbortSignal }

/**
 * `done`: the file is there, whole. `failed`: the job ended without a file that can be had. `unknown`: it was not heard of
 * again, or not done in time. Either way there is no file.
 */
export type ListExportOutcome = 'done' | 'failed' | 'unknown'

/** Nothing says how often to look; each look costs a request of the day's. */
const lookAfterMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
/** A job that is missing may only be late to appear; missing this many looks in a row it is gone. */
const looksUntilVanished = 3

/**
 * Exports everybody on a list into a CSV file: a request to start, some looks and a download, where reading page by page
 * takes one for each 500 contacts. Its column titles are not documented.
 */
export async function exportListToFile(
  session: Session,
  listId: string,
  path: string,
  { patienceMs, signal }: ExportPatience,
): Promise<ListExportOutcome> {
  const { clock } = session
  const job = (await startListExport(session, listId, signal)) ?? (await startListExport(session, listId, signal))
  if (!job) return 'unknown'

  const giveUpAt = clock.now().getTime() + patienceMs
  let missing = 0
  for (let look = 0; ; look += 1) {
    const leftMs = giveUpAt - clock.now().getTime()
    if (leftMs <= 0) return 'unknown'
    await clock.wait(Math.min(leftMs, lookAfterMs[Math.min(look, lookAfterMs.length - 1)] ?? 0), signal)
    const found = judgeOneActivity(await ask(session, activityRequest(job.id), signal))
    missing = found === 'gone' ? missing + 1 : 0
    if (missing >= looksUntilVanished) return 'unknown'
    const verdict = found === 'gone' ? undefined : judgeExport(found)
    if (verdict?.kind === 'failed') return 'failed'
    if (verdict?.kind === 'ready') return download(session, verdict.href, path, signal)
  }
}

/** A file that is refused or is none fails the export; that Constant Contact cannot be reached is an error. */
async function download(
  session: Session,
  href: string,
  path: string,
  signal?: AbortSignal,
): Promise<ListExportOutcome> {
  try {
    await downloadExport(session, href, path, signal)
    return 'done'
  } catch (thrown) {
    if (thrown instanceof RefusedError || thrown instanceof UnexpectedAnswerError) return 'failed'
    throw thrown
  }
}
