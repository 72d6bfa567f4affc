import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, link, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { recordAct } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { ControlDatabase } from '../db/database.ts'
import { newestMigration } from '../db/migrate.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'
import { hashOf } from '../lib/hash-file.ts'
import { newId } from '../lib/ids.ts'
import { version } from '../lib/version.ts'
import { databaseFolder, type Manifest, manifestName, savedFiles, savedFolders, tablesFolder } from './manifest.ts'

type Needs = { readonly database: ControlDatabase; readonly directory: DataDirectory; readonly clock: Clock }

type Asked = {
  readonly actor: Actor
  /** Where the backup is written, absolute. */
  readonly file: string
  /** Whether it holds the key that opens the stored secrets too. */
  readonly withKey: boolean
  readonly signal: AbortSignal
}

export type MadeBackup = { readonly files: number; readonly bytes: number; readonly database: ControlDatabase['kind'] }

/**
 * Writes a gzipped tar of the data directory while the program works. Files of people are never changed, only replaced, and go
 * after what points at them: so they are linked in the very moment in which the database stands still to be saved, and are read
 * in peace afterwards. Who made it is recorded, in the backup too. Throws DatabaseBusyError.
 */
export async function makeBackup(needs: Needs, { actor, file, withKey, signal }: Asked): Promise<MadeBackup> {
  const { database, directory, clock } = needs
  await recordAct(
    { db: database.db, clock },
    { actor, action: 'backup.make', target: { kind: 'backup', name: file }, after: { withKey } },
  )
  const still = join(directory.scratch, `backup-${newId(clock.now())}`)
  await using cleanup = new AsyncDisposableStack()
  cleanup.defer(() => rm(still, { recursive: true, force: true }))
  await mkdir(still, { recursive: true, mode: 0o700 })

  const linkFiles = () => linkAll(directory, still, withKey)
  await database.copyTo(join(still, database.kind === 'embedded' ? databaseFolder : tablesFolder), linkFiles)

  const manifest: Manifest = {
    form: 'postbud-backup-1',
    postbud: version,
    migration: await newestMigration(),
    madeAt: clock.now().toISOString(),
    folders: await foldersBelow(still),
    files: await describeAll(still, signal),
  }
  await publishFile(file, (temporary) => writeArchive(temporary, still, manifest, signal))
  const bytes = manifest.files.reduce((sum, each) => sum + each.bytes, 0)
  return { files: manifest.files.length, bytes, database: database.kind }
}

async function linkAll(directory: DataDirectory, still: string, withKey: boolean): Promise<void> {
  for (const folder of savedFolders) {
    for (const path of await filesBelow(join(directory.root, folder))) {
      await linkOne(path, join(still, relative(directory.root, path)))
    }
  }
  for (const name of savedFiles) {
    if (!name.startsWith('secret.key') || withKey) await linkOne(join(directory.root, name), join(still, name))
  }
}

/** Gives a file a second name; copies it where the file system has no such thing. One that is gone is not missed. */
async function linkOne(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  try {
    await link(from, to)
  } catch (thrown) {
    if (isGone(thrown)) return
    await copyFile(from, to).catch((also: unknown) => {
      if (!isGone(also)) throw also
    })
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((thrown: unknown) => {
    if (isGone(thrown)) return []
    throw thrown
  })
  // A file that ends so is not whole yet, and nothing points at it.
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

async function foldersBelow(still: string): Promise<string[]> {
  const entries = await readdir(still, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => stored(still, join(entry.parentPath, entry.name)))
    .filter((path) => path.startsWith(`${databaseFolder}/`))
    .sort()
}

/** A path as a backup holds it. */
function stored(still: string, path: string): string {
  return relative(still, path).split(sep).join('/')
}

async function describeAll(still: string, signal: AbortSignal): Promise<Manifest['files']> {
  const files: Manifest['files'] = []
  for (const path of await filesBelow(still)) {
    const { size } = await stat(path)
    files.push({ path: stored(still, path), bytes: size, sha256: await hashOf(path, signal) })
  }
  return files
}

async function writeArchive(to: string, still: string, manifest: Manifest, signal: AbortSignal): Promise<void> {
  const archive = pack()
  const written = pipeline(archive, createGzip({ level: 1 }), createWriteStream(to, { mode: 0o600 }), { signal })
  const fill = async () => {
    archive.entry({ name: manifestName, mode: 0o600 }, JSON.stringify(manifest))
    for (const { path, bytes } of manifest.files) {
      await pipeline(createReadStream(join(still, path)), archive.entry({ name: path, size: bytes, mode: 0o600 }), {
        signal,
      })
    }
    archive.finalize()
  }
  await Promise.all([
    written,
    fill().catch((thrown: unknown) => {
      archive.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)))
      throw thrown
    }),
  ])
}

function isGone(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}
