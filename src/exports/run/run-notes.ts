import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { publishFile } from '../../lib/durable-file.ts'

/**
 * What a run wrote down about single people after its plan was frozen: `withheld` (taken out of batches that had not left),
 * `overridden` (departed while their import was under way), `returned` (put back on the list by it, and to be taken off again),
 * `still-there` (on the list after their removal was tried).
 */
export type NoteKind = 'withheld' | 'overridden' | 'returned' | 'still-there'

/** Somebody by folded e-mail, and why. */
export type PersonNote = { readonly email: string; readonly reason: string }

/** Everybody noted so far. They are few: who departs in the minutes of a run. */
export async function readNotes(directory: DataDirectory, runId: string, kind: NoteKind): Promise<PersonNote[]> {
  try {
    return JSON.parse(await readFile(fileOf(directory, runId, kind), 'utf8'))
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw thrown
  }
}

/** Adds to the notes, durably; the first reason noted of a person stays. */
export async function addNotes(
  directory: DataDirectory,
  runId: string,
  kind: NoteKind,
  notes: readonly PersonNote[],
): Promise<void> {
  if (notes.length === 0) return
  const earlier = await readNotes(directory, runId, kind)
  const known = new Set(earlier.map(({ email }) => email))
  const fresh = notes.filter(({ email }) => !known.has(email)).map(({ email, reason }) => ({ email, reason }))
  if (fresh.length === 0) return
  await publishFile(fileOf(directory, runId, kind), (temporary) =>
    writeFile(temporary, JSON.stringify([...earlier, ...fresh])),
  )
}

function fileOf(directory: DataDirectory, runId: string, kind: NoteKind): string {
  return join(directory.run(runId), `${kind}.json`)
}
