import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier } from 'pg'
import { AppError } from '../lib/app-error.ts'

/** Raised when the tables were in use by others for so long that no moment without a writer was found. */
export class DatabaseBusyError extends AppError {
  override readonly code = 'database_busy'
  override readonly recovery = 'later'
  constructor() {
    super('Others wrote to the database without a pause, so that no moment was found in which to save it. Try again.')
  }
}

/**
 * Writers wait for us no longer than this, which is less than after what PostgreSQL looks for deadlocks: it then ends whoever looks
 * first, which would be one of them.
 */
const waitForLocksMs = 500
const giveUpAfterMs = 120_000
const rowsAtOnce = 1_000

/**
 * Saves every table of a database on a server into a folder, a file of JSON rows a table, as they stand in one moment in which nobody
 * writes; does `meanwhile` in that moment, so that what it saves goes with them. Writers wait for that alone; the rows are read
 * afterwards, as they were. Throws DatabaseBusyError.
 */
export async function saveTables(url: string, folder: string, meanwhile: () => Promise<void>): Promise<void> {
  await using open = new AsyncDisposableStack()
  const connect = async () => {
    const client = new Client({ connectionString: url, application_name: 'postbud backup' })
    // A connection that breaks fails the next statement, which is enough.
    client.on('error', () => undefined)
    await client.connect()
    open.defer(() => client.end())
    return client
  }
  const [reader, holder] = [await connect(), await connect()]
  await reader.query("set timezone = 'UTC'")
  const { rows } = await reader.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`,
  )
  const names = rows.map(({ name }) => name)
  await reader.query('begin isolation level repeatable read read only')
  await holdWriters(holder, names)
  // The first statement is what decides which moment is seen.
  await reader.query('select 1')
  await meanwhile()
  await holder.query('rollback')

  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of names) {
    const file = createWriteStream(join(folder, `${name}.jsonl`), { mode: 0o600 })
    await pipeline(Readable.from(linesOf(reader, name)), file)
  }
  await reader.query('rollback')
}

async function holdWriters(holder: Client, names: readonly string[]): Promise<void> {
  const tables = names.map((name) => escapeIdentifier(name)).join(', ')
  for (const began = performance.now(); ; ) {
    await holder.query('begin')
    await holder.query(`set local lock_timeout = ${waitForLocksMs}`)
    try {
      await holder.query(`lock table ${tables} in share mode`)
      return
    } catch (thrown) {
      await holder.query('rollback')
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === lockNotAvailable)) throw thrown
      if (performance.now() - began > giveUpAfterMs) throw new DatabaseBusyError()
      await sleep(100 + Math.random() * 200)
    }
  }
}

const lockNotAvailable = '55P03'

async function* linesOf(reader: Client, name: string): AsyncGenerator<string> {
  await reader.query(
    `declare saved no scroll cursor for select to_jsonb(each)::text as row from ${escapeIdentifier(name)} each`,
  )
  for (;;) {
    const { rows } = await reader.query<{ row: string }>(`fetch forward ${rowsAtOnce} from saved`)
    if (rows.length === 0) break
    yield rows.map(({ row }) => `${row}\n`).join('')
  }
  await reader.query('close saved')
}
