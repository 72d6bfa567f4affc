import { AppError, messageOf } from './app-error.ts'
import { said } from './said.ts'

/** Raised when there is no room for what has to be written. */
export class DiskFullError extends AppError {
  override readonly code = 'disk_full'
  override readonly recovery = 'later'
  constructor(cause: unknown) {
    super(
      said`A disk that Postbud writes to is full: ${firstLine(cause)}. Make room on it, then do it again: what was written down is kept, and a run goes on where it was.`,
      { cause },
    )
  }
}

/** Raised when the data directory may not be written to. */
export class DiskReadOnlyError extends AppError {
  override readonly code = 'disk_read_only'
  override readonly recovery = 'later'
  constructor(cause: unknown) {
    super(
      said`Postbud may not write where it has to: ${firstLine(cause)}. Make the data directory writable for the user who runs Postbud, or name another with --data or POSTBUD_DATA.`,
      { cause },
    )
  }
}

const full = /no space left on device|disk quota exceeded/i
// The engine and the database tell it in words only; a server's "permission denied for table" is another thing.
const readOnly = /read-only file system|^(EACCES|EPERM)\b|IO Error:.*permission denied/i

/** What the disk refused, as an error that says what to do, or undefined for whatever else went wrong. */
export function diskError(thrown: unknown): AppError | undefined {
  if (thrown instanceof AppError) return undefined
  const message = messageOf(thrown)
  if (full.test(message)) return new DiskFullError(thrown)
  if (readOnly.test(message)) return new DiskReadOnlyError(thrown)
  return undefined
}

function firstLine(thrown: unknown): string {
  return (messageOf(thrown).split('\n')[0] ?? '').replace(/\.$/, '')
}
