import { open } from 'node:fs/promises'
import { publishFile } from '../lib/durable-file.ts'
import { said } from '../lib/said.ts'
import { type Activity, phaseOf } from './activity.ts'
import { UnexpectedAnswerError } from './errors.ts'
import { judgeSuccess } from './judge-refusal.ts'
import { type Answer, type ApiRequest, linkAddress } from './request.ts'
import { ask, type Receive, receiveWhole } from './send.ts'
import type { Session } from './session.ts'
import { startActivity } from './start-activity.ts'

const aboutFile = said`the file of an exported list`
const needs = { scope: 'contact_data', privilege: 'contacts:write' } as const

/** The export of everybody on a list into a CSV file, which knows e-mails and no contact ids. */
export function listExportRequest(listId: string): ApiRequest {
  const path = '/activities/contact_exports'
  return { method: 'POST', path, json: { list_ids: [listId] }, about: said`the export of a list`, ...needs }
}

/** `ready` with the link to the file. A job that is done and names no file has failed us. */
export type ExportVerdict =
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'ready'; readonly href: string }

export function judgeExport(activity: Activity): ExportVerdict {
  const phase = phaseOf(activity)
  if (phase === 'pending') return { kind: 'pending' }
  const href = activity.resultsHref
  return phase === 'failed' || href === undefined ? { kind: 'failed' } : { kind: 'ready', href }
}

/**
 * Starts the export of a list; undefined when the answer was lost. Starting a second one does no harm but for the time it
 * takes. Throws ListNotFoundError.
 */
export async function startListExport(
  session: Session,
  listId: string,
  signal?: AbortSignal,
): Promise<Activity | undefined> {
  const outcome = await startActivity(session, listExportRequest(listId), [listId], signal)
  return outcome.kind === 'accepted' ? outcome.activity : undefined
}

/** The file at an activity's link: its address is never built, the contract's own example has another than its path. */
export function exportFileRequest(apiUrl: string, href: string): ApiRequest {
  const accept = 'text/csv, */*;q=0.5'
  return { method: 'GET', ...linkAddress(apiUrl, href), accept, about: aboutFile, ...needs }
}

/** Throws RefusedError, and UnexpectedAnswerError for a success that is no file. */
export function judgeExportFile(answer: Answer): void {
  judgeSuccess(answer, aboutFile)
  if (answer.status !== 200) throw new UnexpectedAnswerError(aboutFile, said`it has the status ${answer.status}`)
}

/**
 * Downloads the file that an export's activity links to, without ever holding it whole: `path` is there complete or, when
 * this throws, not at all. Asked again as any question is, from the start. Throws RefusedError, UnreachableError.
 */
export async function downloadExport(
  session: Session,
  href: string,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  const request = exportFileRequest(session.apiUrl, href)
  await publishFile(path, async (temporary) => {
    const disk = new AbortController()
    const stop = signal ? AbortSignal.any([signal, disk.signal]) : disk.signal
    judgeExportFile(await ask(session, request, stop, saveTo(temporary, disk)))
  })
}

/**
 * Writes the body of a success to `path` as it comes. What the disk refuses would look like a failed connection and be asked
 * for again and again, so it aborts the question, with its own error as the reason.
 */
function saveTo(path: string, disk: AbortController): Receive {
  const written = <T>(work: Promise<T>): Promise<T> =>
    work.catch((thrown: unknown) => {
      disk.abort(thrown)
      throw thrown
    })
  return async (response, alive) => {
    // What is no file is read as any answer is; a page meant for a browser then shows itself as a broken one.
    const page = response.headers.get('content-type')?.toLowerCase().startsWith('text/html')
    if (response.status !== 200 || page) return receiveWhole(response, alive)
    await using file = await written(open(path, 'w'))
    for await (const chunk of response.body ?? []) {
      alive()
      await written(file.writeFile(chunk))
    }
    return { status: response.status, text: '', json: null }
  }
}
