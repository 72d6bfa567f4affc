import { AppError } from '../lib/app-error.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { openEngine } from './duckdb.ts'
import { quoteText } from './quote-name.ts'

/** Raised when another process of Postbud owns the data directory. */
export class DirectoryInUseError extends AppError {
  override readonly code = 'data_directory_in_use'
  override readonly recovery = 'later'
  constructor(root: string, holder: string | undefined, options: ErrorOptions) {
    const who = holder ? `Another Postbud (process ${holder})` : 'Another Postbud'
    super(
      `${who} is working in the data directory ${root}. Wait until it has finished, or stop it, and try again. To let several processes work together, set DATABASE_URL to a PostgreSQL server.`,
      options,
    )
  }
}

/**
 * Makes this process the owner of the data directory until it is disposed or the process ends, however it ends. The lock is
 * the operating system's own lock on a small engine file, so there is no stale lock to clear after a kill.
 * Throws DirectoryInUseError when another process has it.
 */
export async function ownDirectory(directory: DataDirectory): Promise<AsyncDisposable> {
  const engine = await openEngine({ memoryLimit: '16MB', threads: 1 })
  const session = await engine.session()
  try {
    await session.run(`attach ${quoteText(directory.owner)} as owner`)
    return {
      async [Symbol.asyncDispose]() {
        await session[Symbol.asyncDispose]()
        await engine[Symbol.asyncDispose]()
      },
    }
  } catch (thrown) {
    await session[Symbol.asyncDispose]()
    await engine[Symbol.asyncDispose]()
    if (thrown instanceof Error && thrown.message.includes('Conflicting lock')) {
      throw new DirectoryInUseError(directory.root, /PID (\d+)/.exec(thrown.message)?.[1], { cause: thrown })
    }
    throw thrown
  }
}
