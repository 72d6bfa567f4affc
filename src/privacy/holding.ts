import { existsSync } from 'node:fs'
import type { EngineSession } from '../engine/engine.ts'
import { readSnapshot, writeSnapshot } from '../engine/write-snapshot.ts'

/** Something that holds entries of somebody, and how they are taken out of it. */
export type Holding = {
  /** The kind of place, as certificates count them. */
  readonly kind: PlaceKind
  /** Which one: it counts once, however often it is looked at. */
  readonly place: string
  readonly entries: number
  readonly erase: () => Promise<void>
}

export type PlaceKind =
  | 'table rows'
  | 'table cells'
  | 'corrupt rows'
  | 'segment members'
  | 'plans'
  | 'batches'
  | 'receipts'
  | 'removal receipts'
  | 'run notes'
  | 'ledger'
  | 'refusals'
  | 'list readings'
  | 'departures'
  | 'database rows'
  | 'uploaded rows'
  | 'uploaded cells'
  | 'uploads'

/** Conditions over a file's columns, for the session's table `gone` (`kind, value`). */
export const byEmail = "coalesce(email in (select value from gone where kind = 'email'), false)"
export const byKey = "coalesce(profile_key in (select value from gone where kind = 'key'), false)"

type InFile = {
  readonly kind: PlaceKind
  readonly path: string
  /** Which rows are theirs. */
  readonly theirs: string
  /** What is put in the place of the row's columns (SQL for `replace`); without it their rows go. */
  readonly replace?: string
}

/** What a Parquet file holds of those in the session's `gone`; undefined for nothing, or a file that somebody has removed. */
export async function holdingIn(
  session: EngineSession,
  { kind, path, theirs, replace }: InFile,
): Promise<Holding | undefined> {
  const from = readSnapshot([path])
  try {
    const [found] = await session.rows<{ entries: number }>(`select count(*) as entries from ${from} where ${theirs}`)
    if (!found || found.entries === 0) return undefined
    const text = replace ? `select * replace (${replace}) from ${from}` : `select * from ${from} where not (${theirs})`
    return {
      kind,
      place: path,
      entries: found.entries,
      // In its place: whatever points at the file goes on pointing at it, and the old one is gone from the disk.
      erase: () => writeSnapshot(session, path, { text, params: [] }),
    }
  } catch (thrown) {
    if (!existsSync(path)) return undefined
    throw thrown
  }
}
