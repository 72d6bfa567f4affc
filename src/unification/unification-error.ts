import { AppError } from '../lib/app-error.ts'

export type UnificationErrorCode =
  | 'unification_columns'
  | 'unification_lists'
  | 'unification_contradiction'
  | 'unification_unread'
  | 'unification_row'

/** Raised when the sources cannot become one row a person as it is configured; the last good profiles stay. */
export class UnificationError extends AppError {
  override readonly recovery = 'never'
  override readonly code: UnificationErrorCode
  constructor(code: UnificationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
