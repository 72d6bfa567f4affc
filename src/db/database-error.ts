import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised where the control database went away under what was being done. */
export class DatabaseUnreachableError extends AppError {
  override readonly code = 'database_unreachable'
  override readonly recovery = 'later'
  constructor(options: ErrorOptions) {
    super(
      said`The control database could not be reached, or ended the connection. What was under way goes on when it is back.`,
      options,
    )
  }
}

/** Classes of PostgreSQL's error codes, and codes of the network, that say nothing of the statement but of the connection. */
const codes = /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/
/** What the driver says, without a code, when a connection breaks under a statement. */
const words =
  /^(Connection terminated|Client has encountered a connection error|Query read timeout|timeout exceeded when trying to connect)/

/** What was thrown as an error that heals when the database is back; undefined for anything else. */
export function databaseError(thrown: unknown): DatabaseUnreachableError | undefined {
  // What Constant Contact's own connection failed with comes wrapped (constant-contact/errors.ts), so this is never it.
  if (!(thrown instanceof Error) || thrown instanceof AppError) return undefined
  const code = 'code' in thrown ? String(thrown.code) : ''
  return codes.test(code) || words.test(thrown.message) ? new DatabaseUnreachableError({ cause: thrown }) : undefined
}
