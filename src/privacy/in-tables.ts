import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { isUnified } from '../definitions/profile-sources.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteText } from '../engine/quote-name.ts'
import { readSnapshot, writeSnapshot } from '../engine/write-snapshot.ts'
import { corruptRowsWithout, rowsWithout } from '../erased/person-rows.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { personColumnsOf, unifiedPersonColumns } from '../refresh/person-columns.ts'
import { rewriteCorrupt, rewriteRows } from '../sources/keep-out.ts'
import { forgetMatching, unifiedFiles } from '../unification/unification-state.ts'
import { filesIn } from './files-in.ts'
import { byKey, type Holding, holdingIn } from './holding.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/**
 * What the tables hold of somebody, in every snapshot that is still on the disk. Of sources that are declared no more everything goes, as
 * it would by itself: nobody knows any more which of their columns tells whose a row is.
 */
export async function inTables(
  { db, directory }: Needs,
  session: EngineSession,
  definitions: Definitions,
): Promise<Holding[]> {
  const found: Holding[] = []
  for (const source of await filesIn(directory.roots.tables)) {
    const name = basename(source)
    if (name === profileTable && isUnified(definitions.profiles)) {
      found.push(...(await inUnified(db, session, definitions, source)))
      continue
    }
    if (!Object.hasOwn(definitions.sources, name)) {
      found.push({
        kind: 'table rows',
        place: source,
        entries: 0,
        erase: async () => {
          await db.deleteFrom('source_states').where('name', '=', name).execute()
          await rm(source, { recursive: true, force: true })
        },
      })
      continue
    }
    const columns = personColumnsOf(definitions, name)
    for (const version of await filesIn(source)) {
      const rows = join(version, 'rows.parquet')
      if (existsSync(rows)) {
        const held = await rowsWithout(session, rows, columns)
        const erase = async () => {
          await rewriteRows(session, rows, columns)
          await noteRows({ db, directory }, session, name, rows)
        }
        if (held.rows > 0) found.push({ kind: 'table rows', place: rows, entries: held.rows, erase })
        if (held.cells > 0) found.push({ kind: 'table cells', place: `${rows} (cells)`, entries: held.cells, erase })
      }
      const corrupt = join(version, 'corrupt.parquet')
      if (!existsSync(corrupt)) continue
      const { rows: entries } = await corruptRowsWithout(session, corrupt)
      const erase = async () => void (await rewriteCorrupt(session, corrupt))
      if (entries > 0) found.push({ kind: 'corrupt rows', place: corrupt, entries, erase })
    }
  }
  return found
}

/** What unified profiles, and what is kept of how they were made, hold of somebody. The count of people is told anew by the next refresh. */
async function inUnified(db: Db, session: EngineSession, definitions: Definitions, folder: string): Promise<Holding[]> {
  const found: Holding[] = []
  for (const version of await filesIn(folder)) {
    if (!existsSync(unifiedFiles(version).customers)) {
      // Matching alone gives rows ids that no profile has, by which nobody is found: all of it goes, as it would by itself.
      const erase = async () => {
        await forgetMatching(db, basename(version))
        await rm(version, { recursive: true, force: true })
      }
      found.push({ kind: 'table rows', place: version, entries: 0, erase })
      continue
    }
    for (const file of (await filesIn(version)).filter((path) => path.endsWith('.parquet'))) {
      const [, source] = /^table-(.*)\.parquet$/.exec(basename(file)) ?? []
      const columns = source === undefined ? unifiedPersonColumns(definitions) : personColumnsOf(definitions, source)
      const held = await rowsWithout(session, file, columns)
      const erase = async () => {
        if (source !== undefined && held.cells > 0) await forgetContent(session, join(version, 'links.parquet'), source)
        await rewriteRows(session, file, columns)
      }
      if (held.rows > 0) found.push({ kind: 'table rows', place: file, entries: held.rows, erase })
      if (held.cells > 0) found.push({ kind: 'table cells', place: `${file} (cells)`, entries: held.cells, erase })
    }
  }
  return found
}

/**
 * Forgets what a source's rows were compared as: a hash of a row of others tells of the address that stood in it as long as it is there. The
 * next unification then matches all of the source's rows again.
 */
async function forgetContent(session: EngineSession, links: string, source: string): Promise<void> {
  const from = readSnapshot([links])
  const columns = await session.rows<{ column_name: string }>(`describe select * from ${from}`)
  if (!columns.some(({ column_name }) => column_name === 'content')) return
  const content = `case when source <> ${quoteText(source)} then content end as content`
  await writeSnapshot(session, links, { text: `select * replace (${content}) from ${from}`, params: [] })
}

/** How many rows the table has, where the file is that of its newest snapshot. */
async function noteRows({ db, directory }: Needs, session: EngineSession, name: string, file: string): Promise<void> {
  const [counted] = await session.rows<{ rows: number }>(`select count(*) as rows from ${readSnapshot([file])}`)
  const state = await db.selectFrom('source_states').select('version').where('name', '=', name).executeTakeFirst()
  if (!state?.version || join(directory.table(name, state.version), 'rows.parquet') !== file) return
  await db
    .updateTable('source_states')
    .set({ rows: counted?.rows ?? 0 })
    .where('name', '=', name)
    .where('version', '=', state.version)
    .execute()
}

/** What the segments' members hold of somebody, whatever the segment's type and state; how many members there were stays history. */
export async function inMembers({ db, directory }: Needs, session: EngineSession): Promise<Holding[]> {
  const found: Holding[] = []
  for (const segment of await filesIn(directory.roots.members)) {
    for (const path of (await filesIn(segment)).filter((file) => file.endsWith('.parquet'))) {
      const held = await holdingIn(session, { kind: 'segment members', path, theirs: byKey })
      if (!held) continue
      const erase = async () => {
        await held.erase()
        const [counted] = await session.rows<{ members: number }>(
          `select count(*) as members from ${readSnapshot([path])}`,
        )
        await db
          .updateTable('segment_states')
          .set({ members: counted?.members ?? 0 })
          .where('file', '=', directory.stored(path))
          .execute()
      }
      found.push({ ...held, erase })
    }
  }
  return found
}
