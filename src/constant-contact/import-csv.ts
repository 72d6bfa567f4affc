import { type Activity, readActivity } from './activity.ts'
import { ListNotFoundError } from './errors.ts'
import { judgeSuccess } from './judge-refusal.ts'
import type { Answer, ApiRequest } from './request.ts'
import { send } from './send.ts'
import type { Session } from './session.ts'

/** The bytes of a CSV file: in memory, or a Blob that reads them from disk. */
export type CsvBytes = Uint8Array | Blob

/**
 * `accepted` with its activity, or `unknown`: no answer could be made out, and the import may have been accepted all the same.
 * It can be found again by its file name (findActivityByFileName). A refusal is an error.
 */
export type ImportOutcome =
  | { readonly kind: 'accepted'; readonly activity: Activity }
  | { readonly kind: 'unknown'; readonly why: string }

const about = 'an import of contacts'

/** An import of a CSV file into lists. `fileName` must end in .csv; it comes back as the activity's source_file_name. */
export function importCsvRequest(listIds: readonly string[], fileName: string, bytes: CsvBytes): ApiRequest {
  const body = new FormData()
  body.set('list_ids', listIds.join(','))
  // A view on shared memory cannot go into a Blob; our buffers never are, but the type says they could.
  const file = bytes instanceof Blob ? bytes : new Blob([new Uint8Array(bytes)], { type: 'text/csv' })
  body.set('file', file, fileName)
  return {
    method: 'POST',
    path: '/activities/contacts_file_import',
    body,
    about,
    scope: 'contact_data',
    privilege: 'contacts:write',
  }
}

/** The accepted import. Any 2xx is an acceptance (201 is documented); one without an id cannot be followed, so it is unknown. */
export function judgeImport(answer: Answer, listIds: readonly string[]): ImportOutcome {
  if (answer.status === 404) throw new ListNotFoundError(listIds.join(', '), 'with the id')
  const body = judgeSuccess(answer, about)
  try {
    return { kind: 'accepted', activity: readActivity(body) }
  } catch {
    return { kind: 'unknown', why: 'it was accepted with an answer that names no activity' }
  }
}

/** Sends the file once. Never sent again after an answer that could not be made out. */
export async function importCsv(
  session: Session,
  listIds: readonly string[],
  fileName: string,
  bytes: CsvBytes,
  signal?: AbortSignal,
): Promise<ImportOutcome> {
  const sent = await send(session, importCsvRequest(listIds, fileName, bytes), signal)
  return sent.kind === 'unknown' ? { kind: 'unknown', why: sent.why } : judgeImport(sent.answer, listIds)
}
