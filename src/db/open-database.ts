import type { ControlDatabase } from './database.ts'
import { migrate } from './migrate.ts'

type Where = { readonly directory: string } | { readonly url: string }

/**
 * Opens the control database and brings its tables up to date: PGlite in a folder, or a PostgreSQL server. Both speak the
 * same dialect, so one set of SQL serves them. With `upTo`, no further than that migration. Throws NewerDatabaseError when a later version of Postbud has written it.
 */
export async function openDatabase(where: Where, given: { readonly upTo?: number } = {}): Promise<ControlDatabase> {
  // A process has one kind, and loads that.
  const opened =
    'url' in where
      ? (await import('./open-server.ts')).openServer(where.url)
      : await (await import('./open-embedded.ts')).openEmbedded(where.directory)
  try {
    await migrate(opened.db, given.upTo)
    return opened
  } catch (thrown) {
    await opened[Symbol.asyncDispose]()
    throw thrown
  }
}
