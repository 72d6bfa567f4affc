import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PersonValue } from '../erased/person-rows.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'

/** A list that somebody is on, as far as we know: put there by an export of ours, or by others. */
export type KnownOnList = {
  readonly accountId: string
  readonly listId: string
  readonly name: string
  readonly exportName: string | null
  /** How the asked removal ended: the run's outcome and its reason. Absent before that. */
  readonly removal?: { readonly outcome: string; readonly reason: string }
}

/**
 * Whom an erasure that is under way is about, and how far it is. It is a file, not a row: a database keeps what it was told in
 * old versions of rows and in its log, and of a file nothing is left when it is removed.
 */
export type ErasureSubject = {
  /** Folded. */
  readonly emails: readonly string[]
  /** Keys of profiles. */
  readonly keys: readonly string[]
  /** The values by which rows of other tables hang on theirs; found once, before anything is taken out. */
  readonly links?: readonly PersonValue[]
  readonly onLists?: readonly KnownOnList[]
  /** What was found, by kind of place and place, before it was erased. */
  readonly found: Readonly<Record<string, number>>
}

export async function readSubject(directory: DataDirectory, id: string): Promise<ErasureSubject | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(directory, id), 'utf8'))
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw thrown
  }
}

export async function writeSubject(directory: DataDirectory, id: string, subject: ErasureSubject): Promise<void> {
  await publishFile(fileOf(directory, id), (temporary) =>
    writeFile(temporary, JSON.stringify(subject), { mode: 0o600 }),
  )
}

export async function removeSubject(directory: DataDirectory, id: string): Promise<void> {
  await rm(fileOf(directory, id), { force: true })
}

/** By what somebody's rows are told. */
export function valuesOf({ emails, keys, links = [] }: ErasureSubject): PersonValue[] {
  return [
    ...emails.map((value) => ({ kind: 'email', value })),
    ...keys.map((value) => ({ kind: 'key', value })),
    ...links,
  ]
}

function fileOf({ erasures }: DataDirectory, id: string): string {
  return join(erasures, `${id}.json`)
}
