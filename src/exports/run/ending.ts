import type { Exception } from '../deliver/find-exceptions.ts'
import type { Status } from './run-store.ts'

/** How a run comes to its end, for its receipts and its status. */
export type Ending = {
  readonly exceptions: readonly Exception[]
  /** Members who departed while their import was under way: they have left the list, whatever the account says of them later. */
  readonly departed?: readonly Exception[]
  /** Why what was not sent was not sent. */
  readonly failure?: { readonly code: string; readonly message: string; readonly status: Status } | undefined
  /** Rows of the sources that could not be used, for the warning. */
  readonly corruptRows: number
  /** Whether nothing was sent, so that nothing was learnt of the list. Then the list may be in other hands meanwhile. */
  readonly unsent?: true
}
