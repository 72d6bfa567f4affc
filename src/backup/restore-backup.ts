import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import type { ControlDatabase } from '../db/database.ts'
import { forgetMark, loadTables } from '../db/load-tables.ts'
import { NewerDatabaseError, newestMigration } from '../db/migrate.ts'
import { openDatabase } from '../db/open-database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { DiskFullError } from '../lib/disk-errors.ts'
import { flush } from '../lib/durable-file.ts'
import { newId } from '../lib/ids.ts'
import {
  BackupUnusableError,
  databaseFolder,
  isSavedPath,
  type Manifest,
  manifestName,
  manifestSchema,
  tablesFolder,
} from './manifest.ts'

type Needs = {
  readonly directory: DataDirectory
  readonly clock: Clock
  /** The database on a server that is to hold what the backup's did; without it the embedded one is. */
  readonly databaseUrl?: string | undefined
}

type Asked = {
  readonly file: string
  /** Whether a data directory that holds something gives way; what it held is kept beside. */
  readonly replace: 'refuse' | 'set aside'
  readonly signal: AbortSignal
}

export type Restored = {
  readonly manifest: Manifest
  /** Where what was there before lies now. */
  readonly setAside: string | undefined
}

/** Raised when there is something in the data directory already. */
export class DataDirectoryNotEmptyError extends AppError {
  override readonly code = 'data_directory_not_empty'
  override readonly recovery = 'never'
  constructor(root: string) {
    super(
      `The data directory ${root} holds data already. Nothing was changed. Name another with --data, or say --force: what is there is then set aside in it, not removed.`,
    )
  }
}

/** Raised when an embedded database is to be restored where one on a server is used. */
export class EmbeddedBackupError extends AppError {
  override readonly code = 'backup_embedded'
  override readonly recovery = 'never'
  constructor() {
    super(
      'The backup holds an embedded database, and DATABASE_URL names one on a server. Nothing was changed. Restore it without DATABASE_URL.',
    )
  }
}

/**
 * Puts a data directory and its database back as a backup holds them. Everything is unpacked aside and compared with the backup's own list, and
 * only what is whole takes its place. The rows of a database on a server are loaded into the one that is named now, which has to be
 * empty, or into the embedded one. Whoever calls this owns the data directory. Throws BackupUnusableError, EmbeddedBackupError,
 * DataDirectoryNotEmptyError, DatabaseNotEmptyError and NewerDatabaseError before anything is changed.
 */
export async function restoreBackup({ directory, clock, databaseUrl }: Needs, asked: Asked): Promise<Restored> {
  const { root, restoring } = directory
  const there = (await readdir(root)).filter((name) => !ofThisMoment.has(name))
  if (there.length > 0 && asked.replace === 'refuse') throw new DataDirectoryNotEmptyError(root)

  const aside = `${restoring}.new`
  await rm(aside, { recursive: true, force: true })
  await mkdir(aside, { recursive: true, mode: 0o700 })
  let manifest: Manifest
  try {
    manifest = await unpack(asked.file, aside, asked.signal)
    if (databaseUrl && holdsBelow(manifest, databaseFolder)) throw new EmbeddedBackupError()
    if (!databaseUrl) await loadEmbedded(manifest, aside)
  } catch (thrown) {
    await rm(aside, { recursive: true, force: true })
    throw thrown
  }
  // From here on the directory is neither the old nor the new one; while this folder is there, nothing opens it.
  await rm(restoring, { recursive: true, force: true })
  await rename(aside, restoring)
  await flush(root)
  await using database = databaseUrl ? await loadServer(manifest, restoring, databaseUrl) : undefined
  const setAside = there.length > 0 ? await setAsideIn(root, there, newId(clock.now())) : undefined
  for (const name of await readdir(restoring)) await rename(join(restoring, name), join(root, name))
  await flush(root)
  if (database) await forgetMark(database.db)
  await rm(restoring, { recursive: true })
  return { manifest, setAside }
}

function holdsBelow({ files }: Manifest, folder: string): boolean {
  return files.some(({ path }) => path.startsWith(`${folder}/`))
}

/** Makes an embedded database of the rows that were saved of one on a server. */
async function loadEmbedded(manifest: Manifest, folder: string): Promise<void> {
  if (!holdsBelow(manifest, tablesFolder)) return
  await using database = await openDatabase({ directory: join(folder, databaseFolder) }, upTo(manifest))
  await loadTables(database.db, join(folder, tablesFolder), markOf(manifest))
  await forgetMark(database.db)
  await rm(join(folder, tablesFolder), { recursive: true })
}

/** Loads what was saved into the database on a server. A restore that is cut short after that finds it loaded. */
async function loadServer(manifest: Manifest, folder: string, url: string): Promise<ControlDatabase | undefined> {
  if (!holdsBelow(manifest, tablesFolder)) return undefined
  let database: ControlDatabase | undefined
  try {
    database = await openDatabase({ url }, upTo(manifest))
    await loadTables(database.db, join(folder, tablesFolder), markOf(manifest))
  } catch (thrown) {
    await database?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
    throw thrown
  }
  await rm(join(folder, tablesFolder), { recursive: true })
  return database
}

function upTo({ migration }: Manifest): { readonly upTo?: number } {
  return migration === null ? {} : { upTo: migration }
}

function markOf(manifest: Manifest): string {
  return `restored from ${createHash('sha256').update(JSON.stringify(manifest)).digest('hex')}`
}

/** What lies in a data directory that nobody has put anything into. */
const ofThisMoment: ReadonlySet<string> = new Set([
  'owner.lock',
  'owner.lock.wal',
  'scratch',
  'server.json',
  'server.sock',
  'restoring',
  'restoring.new',
])

async function setAsideIn(root: string, names: readonly string[], id: string): Promise<string> {
  const folder = join(root, `before-${id}`)
  await mkdir(folder, { mode: 0o700 })
  for (const name of names) {
    if (!name.startsWith('before-')) await rename(join(root, name), join(folder, name))
  }
  return folder
}

async function unpack(file: string, to: string, signal: AbortSignal): Promise<Manifest> {
  const entries = extract()
  const reading = pipeline(createReadStream(file), createGunzip(), entries, { signal })
  // Told by the loop below, which ends with it.
  reading.catch(() => undefined)
  let manifest: Manifest | undefined
  const wanted = new Map<string, Manifest['files'][number]>()
  try {
    for await (const read of entries) {
      const { name, type, size } = read.header
      // A stream like Node's, from a library of its own.
      const entry = read as unknown as Readable
      if (!manifest) {
        manifest = await readManifest(entry, name, size ?? 0)
        await judge(manifest, to)
        for (const path of manifest.folders) await mkdir(join(to, path), { recursive: true, mode: 0o700 })
        for (const each of manifest.files) wanted.set(each.path, each)
        continue
      }
      const listed = wanted.get(name)
      if (type !== 'file' || !listed) throw new BackupUnusableError(`it holds "${name}", which its list does not have`)
      wanted.delete(name)
      await unpackOne(entry, join(to, name), listed, signal)
    }
    await reading
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    signal.throwIfAborted()
    if (thrown instanceof Error && 'syscall' in thrown) throw thrown
    throw new BackupUnusableError('it is damaged or cut off', { cause: thrown })
  }
  if (!manifest) throw new BackupUnusableError('it is empty')
  const [missing] = wanted.keys()
  if (missing !== undefined) throw new BackupUnusableError(`"${missing}" is missing`)
  return manifest
}

/** A list of a million files takes less. */
const mostManifestBytes = 256 * 1024 * 1024

async function readManifest(entry: Readable, name: string, size: number): Promise<Manifest> {
  if (name !== manifestName || size > mostManifestBytes) {
    throw new BackupUnusableError('it does not begin with its list of files')
  }
  try {
    return manifestSchema.parse(JSON.parse(await text(entry)))
  } catch (thrown) {
    throw new BackupUnusableError('its list of files cannot be read', { cause: thrown })
  }
}

async function judge({ files, folders, migration }: Manifest, to: string): Promise<void> {
  const bad = [...folders, ...files.map(({ path }) => path)].find((path) => !isSavedPath(path))
  if (bad !== undefined)
    throw new BackupUnusableError(`its list names "${bad}", which is no place for a file of Postbud`)
  if (new Set(files.map(({ path }) => path)).size < files.length) {
    throw new BackupUnusableError('its list names a file twice')
  }
  const ours = await newestMigration()
  if (migration !== null && migration > ours) throw new NewerDatabaseError(migration, ours)
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const { bavail, bsize } = await statfs(to)
  if (needed > bavail * bsize) throw new DiskFullError(new Error(`the backup holds ${needed} bytes`))
}

async function unpackOne(
  entry: Readable,
  path: string,
  listed: Manifest['files'][number],
  signal: AbortSignal,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  let bytes = 0
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      // Not more than was said, however much is in there.
      done(
        bytes > listed.bytes ? new BackupUnusableError(`"${listed.path}" is longer than its list says`) : null,
        chunk,
      )
    },
  })
  // A file that is there already was named in another spelling before.
  await pipeline(entry, watch, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal })
  if (bytes !== listed.bytes || hash.digest('hex') !== listed.sha256) {
    throw new BackupUnusableError(`"${listed.path}" is not what was saved`)
  }
  await flush(path)
}
