import { AppError, type Recovery } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Constant Contact could not be reached, or answered with its own failure, as often as we were patient. */
export class UnreachableError extends AppError {
  override readonly code = 'constant_contact_unreachable'
  override readonly recovery = 'later'
  constructor(what: string, why: string, options?: ErrorOptions) {
    super(said`Constant Contact could not be asked for ${what}: ${why}. Try again later; nothing was changed.`, options)
  }
}

/** The application's requests of the UTC day are spent. Nothing leaves before `until`. */
export class QuotaExhaustedError extends AppError {
  override readonly code = 'quota_exhausted'
  override readonly recovery = 'later'
  readonly until: Date
  constructor(until: Date) {
    super(
      said`The day's requests of this Constant Contact application are spent. Requests leave again from ${until.toISOString()}; start it again then.`,
    )
    this.until = until
  }
}

export class ThrottledError extends AppError {
  override readonly code = 'throttled'
  override readonly recovery = 'later'
  constructor(what: string) {
    super(
      said`Constant Contact keeps answering "too many requests" when asked for ${what}. Another program may be using the same application; try again later, or give Postbud an application of its own.`,
    )
  }
}

export class QueueFullError extends AppError {
  override readonly code = 'queue_full'
  override readonly recovery = 'later'
  constructor() {
    super(
      said`The account has 1,000 jobs waiting at Constant Contact, and they did not drain while Postbud waited. Try again when they have.`,
    )
  }
}

/** Neither the stored token nor a renewed one is accepted, or none can be had: a person has to sign in again. */
export class ReconnectNeededError extends AppError {
  override readonly code = 'reconnect_needed'
  override readonly recovery = 'after-reconnect'
  readonly connection: string
  readonly causeCode: string
  constructor(connection: string, causeCode: string, cause: string, options?: ErrorOptions) {
    super(
      said`The connection "${connection}" needs to be connected again: ${cause} Run: postbud connect ${connection}`,
      options,
    )
    this.connection = connection
    this.causeCode = causeCode
  }
}

/** A 403, explained as far as the account's privileges and the token's scopes explain it. */
export class ForbiddenError extends AppError {
  override readonly code = 'constant_contact_forbidden'
  override readonly recovery = 'never'
  constructor(what: string, why: string) {
    super(said`Constant Contact does not allow this connection to ask for ${what}: ${why}`)
  }
}

/** A request that is refused as it stands: 400 and its kin. */
export class RefusedError extends AppError {
  override readonly code = 'constant_contact_refused'
  override readonly recovery = 'never'
  readonly status: number
  constructor(what: string, status: number, words: string) {
    super(said`Constant Contact refused the request for ${what} (${status}): ${words}`)
    this.status = status
  }
}

/** An answer that cannot be what it should be: not JSON, cut short, or without the parts that everything hangs on. */
export class UnexpectedAnswerError extends AppError {
  override readonly code = 'unexpected_answer'
  override readonly recovery = 'later'
  constructor(what: string, found: string, options?: ErrorOptions) {
    super(
      said`Constant Contact's answer about ${what} cannot be used: ${found}. Try again later; if it stays so, report it.`,
      options,
    )
  }
}

/** Pages that repeat themselves or do not move on: nothing may be concluded from them. */
export class PagingError extends AppError {
  override readonly code = 'paging_broken'
  override readonly recovery = 'later'
  constructor(what: string, found: string) {
    super(
      said`Constant Contact's pages of ${what} do not hold together: ${found}. Nothing was decided from them; try again.`,
    )
  }
}

export class ListNotFoundError extends AppError {
  override readonly code = 'list_not_found'
  override readonly recovery: Recovery = 'never'
  constructor(reference: string, how: string) {
    super(said`The account has no list ${how} "${reference}". Show its lists with: postbud lists CONNECTION`)
  }
}

export class ListDeletedError extends AppError {
  override readonly code = 'list_deleted'
  override readonly recovery = 'never'
  constructor(name: string, listId: string) {
    super(said`The list "${name}" (${listId}) was deleted in Constant Contact. Choose another list for the export.`)
  }
}

export class AmbiguousListError extends AppError {
  override readonly code = 'ambiguous_name'
  override readonly recovery = 'never'
  constructor(name: string, listIds: readonly string[]) {
    super(
      said`The account has ${listIds.length} lists called "${name}": ${listIds.join(' and ')}. Write the id of the one that is meant.`,
    )
  }
}
