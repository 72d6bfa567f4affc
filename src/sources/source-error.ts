import { AppError, type Recovery } from '../lib/app-error.ts'

/**
 * What kept a source from being read. `later` heals by itself or once somebody outside has put something right;
 * `never` needs the definition or the data to change.
 */
const recoveries = {
  source_file_missing: 'later',
  source_unreadable: 'later',
  source_file_changing: 'later',
  source_definition: 'never',
  source_columns: 'never',
  source_type_changed: 'never',
  source_unsupported: 'never',
  source_too_corrupt: 'never',
  source_database_unreachable: 'later',
  source_database_refused: 'never',
  source_query_failed: 'never',
} as const satisfies Record<string, Recovery>

export type SourceErrorCode = keyof typeof recoveries

/** Raised when a source cannot be read or must not replace what was read before. The message names the source. */
export class SourceError extends AppError {
  override readonly code: SourceErrorCode
  override readonly recovery: Recovery

  constructor(code: SourceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.recovery = recoveries[code]
  }
}
