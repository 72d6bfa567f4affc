import type { PGlite } from '@electric-sql/pglite'
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import { embeddedSession } from './embedded-session.ts'

/**
 * Kysely on the embedded database. Kysely's own asks PGlite, which speaks six times with the database for each statement and has
 * it parsed and planned anew every time; here a statement that was asked before takes one exchange.
 */
export function embeddedDialect(pglite: PGlite): Dialect {
  return {
    // There is one connection, which Kysely hands to one after another; a transaction keeps it until its end.
    createAdapter: () => new PGliteAdapter(),
    createDriver: () => embeddedDriver(pglite),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function embeddedDriver(pglite: PGlite): Driver {
  const session = embeddedSession(pglite)
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affected } = await session.ask(sql, parameters)
      return { rows: rows as R[], numAffectedRows: BigInt(affected) }
    },
    streamQuery() {
      throw new Error('The embedded database answers with all rows at once.')
    },
  }
  const say = async (text: string) => (await session.ask(text, [])).command
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    async beginTransaction(_connection, { isolationLevel, accessMode }) {
      await say(['begin', isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' '))
    },
    async commitTransaction() {
      // A transaction in which a statement failed, and nobody minded, cannot be committed.
      if ((await say('commit')) === 'ROLLBACK') throw new AbortedTransactionError()
    },
    rollbackTransaction: async () => void (await say('rollback')),
    destroy: async () => {
      if (!pglite.closed) await pglite.close()
    },
  }
}
