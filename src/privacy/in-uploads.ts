import { lstat, rm } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import type { Definitions, FileSource } from '../contract/definitions.ts'
import type { ControlDatabase } from '../db/database.ts'
import type { EngineSession } from '../engine/engine.ts'
import { personMarks } from '../erased/person-marks.ts'
import type { PersonValue } from '../erased/person-rows.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'
import { said } from '../lib/said.ts'
import { personColumnsOf } from '../refresh/person-columns.ts'
import { isUpload } from '../sources/is-upload.ts'
import { lockUpload } from '../sources/lock-upload.ts'
import { findSourceFiles } from '../sources/source-files.ts'
import { fileMentions, fileWithout } from '../sources/upload-without.ts'
import { filesIn } from './files-in.ts'
import type { Holding } from './holding.ts'

type Needs = {
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly directory: DataDirectory
  readonly clock: Clock
  /** Paths of files are relative to the configuration file's folder. */
  readonly config: { readonly file: string }
}

/** What uploads hold of somebody, and what is told of those that could not be looked through, by the source that reads them or the file. */
export type InUploads = { readonly holdings: readonly Holding[]; readonly unread: ReadonlyMap<string, string> }

/**
 * What the files that people uploaded hold of somebody, as they lie there: rows of theirs and cells of others, told by the columns of the
 * source that reads the file. What no source reads goes whole when their address stands in it: nobody knows which of its columns
 * tell whose a row is.
 */
export async function inUploads(
  needs: Needs,
  session: EngineSession,
  definitions: Definitions,
  values: readonly PersonValue[],
  signal: AbortSignal,
): Promise<InUploads> {
  const marks = personMarks(values)
  const unread = new Map<string, string>()
  const holdings: Holding[] = []
  const readers = await readersOf(needs, definitions)
  const look = async (name: string, sentence: string, inFile: () => Promise<Holding[]>) => {
    try {
      holdings.push(...(await inFile()))
    } catch (thrown) {
      signal.throwIfAborted()
      // One that was replaced meanwhile is found by the next look; what cannot be read is told of in the certificate.
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') unread.set(name, sentence)
    }
  }
  for (const path of await uploadedFiles(needs.directory)) {
    const reading = readers.filter(({ paths }) => paths.has(path))
    if (reading.length === 0) {
      const sentence = said`An uploaded file that no source reads (${shown(needs, path)}) is damaged, so that nobody could be looked for in it. It is removed a day after it came.`
      await look(shown(needs, path), sentence, () => unusedUpload(path, { session, marks, signal }))
    }
    for (const { source, definition } of reading) {
      const asked = { source, definition, columns: personColumnsOf(definitions, source), marks, session, signal }
      const sentence = said`The uploaded file that source "${source}" reads is damaged, so that nobody could be taken out of it. Upload a sound one in its place.`
      await look(source, sentence, () => usedUpload(needs, path, asked))
    }
  }
  return { holdings, unread }
}

/** Relative to the data directory. */
function shown({ directory: { root } }: Needs, path: string): string {
  return relative(root, path)
}

type Reader = { readonly source: string; readonly definition: FileSource; readonly paths: ReadonlySet<string> }

/** Which of the uploads each source reads. */
async function readersOf({ directory, config }: Needs, { sources }: Definitions): Promise<Reader[]> {
  const readers: Reader[] = []
  for (const [source, definition] of Object.entries(sources)) {
    if ('postgres' in definition) continue
    // Files of which one is missing are no reason to leave the others as they are.
    for (const file of [definition.file].flat()) {
      const found = await findSourceFiles(source, { ...definition, file }, dirname(config.file)).catch(() => [])
      const paths = new Set(found.map(({ path }) => path).filter((path) => isUpload(directory, path)))
      if (paths.size > 0) readers.push({ source, definition, paths })
    }
  }
  return readers
}

async function uploadedFiles({ uploads }: DataDirectory): Promise<string[]> {
  const found: string[] = []
  for (const folder of await filesIn(uploads)) {
    for (const path of await filesIn(folder)) {
      const there = await lstat(path).catch(() => undefined)
      if (there?.isFile() && !path.endsWith('.part')) found.push(path)
    }
  }
  return found
}

type UsedUpload = Omit<Parameters<typeof fileWithout>[1], 'to'>

async function usedUpload(needs: Needs, path: string, asked: UsedUpload): Promise<Holding[]> {
  const file = { path, shown: path }
  const { rows, cells } = await fileWithout(file, asked)
  const erase = async () => {
    await using _ = await lockUpload(needs, path)
    await publishFile(path, async (to) => void (await fileWithout(file, { ...asked, to })))
  }
  return [
    ...(rows > 0 ? [{ kind: 'uploaded rows' as const, place: path, entries: rows, erase }] : []),
    ...(cells > 0 ? [{ kind: 'uploaded cells' as const, place: `${path} (cells)`, entries: cells, erase }] : []),
  ]
}

async function unusedUpload(path: string, looking: Parameters<typeof fileMentions>[1]): Promise<Holding[]> {
  if (!(await fileMentions(path, looking))) return []
  const erase = () => rm(dirname(path), { recursive: true, force: true })
  return [{ kind: 'uploads', place: path, entries: 1, erase }]
}
