import { said } from '../lib/said.ts'
import type { ApiRequest } from './request.ts'
import type { Session } from './session.ts'
import { type StartOutcome, startActivity } from './start-activity.ts'

/** The bytes of a CSV file: in memory, or a Blob that reads them from disk. */
export type CsvBytes = Uint8Array | Blob

/** An `unknown` one can be found again by its file name (findActivityByFileName). */
export type ImportOutcome = StartOutcome

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
    about: said`an import of contacts`,
    scope: 'contact_data',
    privilege: 'contacts:write',
  }
}

/** Sends the file once. Never sent again after an answer that could not be made out. */
export function importCsv(
  session: Session,
  listIds: readonly string[],
  fileName: string,
  bytes: CsvBytes,
  signal?: AbortSignal,
): Promise<ImportOutcome> {
  return startActivity(session, importCsvRequest(listIds, fileName, bytes), listIds, signal)
}
