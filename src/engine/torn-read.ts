import type { DuckDBConnection } from '@duckdb/node-api'

/** More than one replacement within the milliseconds that a statement takes to begin is not to be expected, let alone four. */
const mostAttempts = 5

/** What the engine says of bytes that are not what the table of contents promised. A file that is damaged says the same each time. */
const torn =
  /TProtocolException|don't know what type|invalid TType|Variable-length int|Prefetch registered for bytes outside file|Could not read enough bytes|Decompression failu|No magic bytes found/i

/**
 * The work of a statement, done anew where a file was replaced under it. The engine opens a file twice: to make out what a
 * statement means, and to run it. Where the file was replaced between the two, as erasing somebody does, it reads the new one by
 * the table of contents of the old one and fails on what it finds there. A statement that fails has done nothing, so it may be
 * done again; a text of several may have done the first of them, so its error is told.
 */
export async function untorn<T>(connection: DuckDBConnection, text: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (thrown) {
      const mayRepeat = attempt < mostAttempts && thrown instanceof Error && torn.test(thrown.message)
      if (!mayRepeat || !(await isOneStatement(connection, text))) throw thrown
    }
  }
}

async function isOneStatement(connection: DuckDBConnection, text: string): Promise<boolean> {
  return (await connection.extractStatements(text)).count === 1
}
