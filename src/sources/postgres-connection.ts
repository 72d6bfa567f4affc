import type { Socket } from 'node:net'
import { Client, DatabaseError } from 'pg'
import type { PostgresSource } from '../contract/definitions.ts'
import { messageOf } from '../lib/app-error.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { resolveReferences, type Variables } from '../lib/variables.ts'
import { SourceError } from './source-error.ts'

export type PostgresConnection = AsyncDisposable & {
  readonly client: Client
  readonly source: string
  /** Host and database, never more of the connection string: it holds a password. */
  readonly place: string
  readonly signal?: AbortSignal
}

const connectTimeoutMs = 15_000

/**
 * Connects to the database that a connection string names, its `${VAR}` references resolved. Aborting the signal cancels the
 * statement under way on the server. Throws VariableUnsetError, or SourceError with host and database.
 */
export async function connectPostgres(
  source: string,
  reference: string,
  variables: Variables,
  signal?: AbortSignal,
): Promise<PostgresConnection> {
  const connectionString = resolveReferences(reference, variables, `sources.${source}.postgres`)
  signal?.throwIfAborted()
  const open = () =>
    new Client({ connectionString, application_name: 'postbud', connectionTimeoutMillis: connectTimeoutMs })
  const client = openChecked(source, open)
  // A connection that is lost ends the statement under way with an error; without a listener it would end the process.
  client.on('error', () => undefined)
  const place = `${client.database} on ${client.host}:${client.port}`
  try {
    await client.connect()
  } catch (thrown) {
    await client.end().catch(() => undefined)
    throw connectError(source, place, thrown)
  }

  const cancel = () => void cancelStatement(open, client)
  signal?.addEventListener('abort', cancel, { once: true })
  return {
    client,
    source,
    place,
    ...(signal && { signal }),
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener('abort', cancel)
      // Rows that nobody takes any more would keep an orderly end waiting.
      if (signal?.aborted) socketOf(client).destroy()
      else await client.end().catch(() => undefined)
    },
  }
}

function socketOf(client: Client): Socket {
  return (client as Client & { readonly connection: { readonly stream: Socket } }).connection.stream
}

function openChecked(source: string, open: () => Client): Client {
  try {
    return open()
  } catch {
    // What the library throws quotes the connection string, password and all.
    throw new SourceError(
      'source_definition',
      said`The connection string of the source ${source} cannot be read; expected postgres://user:password@host:5432/database, with special characters of the password percent-encoded.`,
    )
  }
}

function connectError(source: string, place: string, thrown: unknown): SourceError {
  const refused = thrown instanceof DatabaseError
  return new SourceError(
    refused ? 'source_database_refused' : 'source_database_unreachable',
    refused
      ? said`The source ${source} cannot sign in to the database ${place}: ${thrown.message}. Check user, password and database in its connection string.`
      : said`The source ${source} cannot connect to the database ${place}: ${reasonOf(thrown)}. Check host and port in its connection string, and that the server runs and can be reached from here.`,
    { cause: thrown },
  )
}

/** A failure to reach any of a host's addresses comes as several errors in one without a message. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return messageOf(thrown.errors[0])
  return messageOf(thrown)
}

async function cancelStatement(open: () => Client, client: Client): Promise<void> {
  const other = open()
  other.on('error', () => undefined)
  try {
    await other.connect()
    const { processID } = client as Client & { readonly processID: number | null }
    await other.query('select pg_cancel_backend($1)', [processID])
  } catch {
    // The connection itself is closed in a moment, which ends the statement at its next row.
  } finally {
    await other.end().catch(() => undefined)
  }
}

/** Runs work on a connection; errors of the database come out as sentences about the source. */
export async function explainPostgres<T>(
  connection: PostgresConnection,
  definition: PostgresSource,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    connection.signal?.throwIfAborted()
    if (thrown instanceof SourceError) throw thrown
    throw await explain(connection, definition, thrown)
  }
}

const undefinedTable = '42P01'
const insufficientPrivilege = '42501'
const syntaxError = '42601'

async function explain(
  { client, source, place }: PostgresConnection,
  { table, query }: PostgresSource,
  thrown: unknown,
): Promise<SourceError> {
  const cause = { cause: thrown }
  if (!(thrown instanceof DatabaseError)) {
    return new SourceError(
      'source_database_unreachable',
      said`The connection of the source ${source} to the database ${place} was lost: ${messageOf(thrown)}.`,
      cause,
    )
  }
  if (thrown.code === insufficientPrivilege) {
    return new SourceError(
      'source_database_refused',
      said`The database ${place} refuses the source ${source}: ${thrown.message}. Grant its user what the ${table ? said`table ${table}` : 'query'} needs.`,
      cause,
    )
  }
  if (thrown.code === undefinedTable && table) {
    const known = await listTables(client)
    return new SourceError(
      'source_query_failed',
      said`The database ${place} of the source ${source} has no table ${table}.${didYouMean(table, known)} Names are taken as they are written, upper and lower case included.`,
      cause,
    )
  }
  const whereabouts = query && thrown.position ? lineOf(query, Number(thrown.position)) : ''
  const what = query ? said`The query` : said`Reading ${table}`
  return new SourceError(
    'source_query_failed',
    said`${what} of the source ${source} failed in the database ${place}: ${thrown.message}${whereabouts}.${query && thrown.code === syntaxError ? said` A query is a single select, without a semicolon.` : ''}`,
    cause,
  )
}

async function listTables(client: Client): Promise<string[]> {
  await client.query('rollback')
  const { rows } = await client.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') limit 10000`,
  )
  return rows.map((row) => row.name)
}

/** Where in the query the database stumbled, as a line; it counts from the start of the statement around it. */
function lineOf(query: string, position: number): string {
  const before = 'select * from ('.length
  const at = position - before - 1
  if (at < 0 || at > query.length) return ''
  const trimmed = query.trim().slice(0, at)
  return said` (line ${trimmed.split('\n').length} of the query)`
}
