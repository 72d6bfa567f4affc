import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import type { Config, Secrets } from './config/environment.ts'
import type { ControlDatabase, Db } from './db/database.ts'
import { openDatabase } from './db/open-database.ts'
import { openEngine } from './engine/duckdb.ts'
import type { Engine } from './engine/engine.ts'
import { ownDirectory } from './engine/own-directory.ts'
import { AppError, messageOf } from './lib/app-error.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import { type DataDirectory, dataDirectory } from './lib/data-directory.ts'
import { diskError } from './lib/disk-errors.ts'
import { openSafeFetch } from './lib/safe-fetch.ts'
import { openTracing, type Tracing } from './lib/tracing.ts'
import { type Mailer, openMailer } from './mail/mailer.ts'

/** The parts of the running program. An act names the parts it needs; nothing else of the program is global. */
export type App = AsyncDisposable & {
  readonly config: Config
  readonly secrets: Secrets
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly directory: DataDirectory
  readonly database: ControlDatabase
  readonly db: Db
  readonly engine: Engine
  readonly clock: Clock
  /** Reaches allowed hosts only (see lib/safe-fetch.ts). */
  readonly fetch: typeof fetch
  /** Tells what takes time to an OpenTelemetry collector, where one is set. */
  readonly tracing: Tracing
  /** Absent where no mail server is set. */
  readonly mailer?: Mailer
}

/** Raised when the data directory can be neither found nor made. */
export class DataDirectoryError extends AppError {
  override readonly code = 'config_invalid'
  override readonly recovery = 'never'
  constructor(path: string, cause: unknown) {
    super(
      `The data directory ${path} can be neither used nor made: ${messageOf(cause)}. Name a folder that this user may write in, with --data or POSTBUD_DATA.`,
      { cause },
    )
  }
}

/** Raised when a restore into the data directory was cut short: it is neither what it was nor what it is to be. */
export class RestoreUnfinishedError extends AppError {
  override readonly code = 'restore_unfinished'
  override readonly recovery = 'never'
  constructor(root: string) {
    super(`A restore into the data directory ${root} was not finished. Run it again: postbud restore FILE --force`)
  }
}

type Given = {
  readonly config: Config
  readonly secrets: Secrets
  /** The environment's variables, for the `${VAR}` references of definitions, which are resolved where they run. */
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly clock?: Clock
  readonly fetch?: typeof fetch
}

/** Opens the parts in order; disposing closes them in the opposite one. Throws what the disk refuses as errors of ours. */
export async function openApp(given: Given): Promise<App> {
  try {
    return await openParts(given)
  } catch (thrown) {
    throw diskError(thrown) ?? thrown
  }
}

async function openParts(given: Given): Promise<App> {
  const { config, secrets } = given
  const directory = dataDirectory(config.dataDirectory)
  await using opening = new AsyncDisposableStack()

  await mkdir(directory.root, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new DataDirectoryError(directory.root, cause)
  })
  if (!secrets.databaseUrl) {
    opening.use(await ownDirectory(directory))
    await rm(directory.scratch, { recursive: true, force: true })
  }
  if (existsSync(directory.restoring)) throw new RestoreUnfinishedError(directory.root)
  await mkdir(directory.scratch, { recursive: true })
  await requireRoom(directory)
  const database = opening.use(
    await openDatabase(secrets.databaseUrl ? { url: secrets.databaseUrl } : { directory: directory.database }),
  )
  const engine = opening.use(
    await openEngine({
      memoryLimit: config.engineMemory,
      threads: config.engineThreads,
      spillDirectory: directory.scratch,
      roomyMemoryLimit: config.unificationMemory ?? roomyMemory(),
    }),
  )
  const tracing = opening.use(await openTracing(given.variables))
  const outside = opening.use(openSafeFetch({ allowed: config.allowedHosts }))

  const mailer = openMailer(given)
  const parts = opening.move()
  return {
    config,
    secrets,
    variables: given.variables,
    directory,
    database,
    db: database.db,
    engine,
    clock: given.clock ?? systemClock,
    fetch: given.fetch ?? outside.fetch,
    tracing,
    ...(mailer && { mailer }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** What unifying may hold where nobody says: 2 GB, and no more than a quarter of what this process may have. */
function roomyMemory(): string {
  const allowed = process.constrainedMemory() || Number.POSITIVE_INFINITY
  const quarter = Math.min(allowed, totalmem()) / 4
  return `${Math.floor(Math.min(2_000_000_000, Math.max(384_000_000, quarter)) / 1_000_000)}MB`
}

const roomBytes = 1024 * 1024

/** Writes a little and takes it away again: where the disk is full the embedded database would not start, and not say why. */
async function requireRoom({ scratch }: DataDirectory): Promise<void> {
  const path = join(scratch, `room-${process.pid}`)
  try {
    await writeFile(path, Buffer.alloc(roomBytes))
  } finally {
    await rm(path, { force: true })
  }
}
