import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Contact } from '../../constant-contact/contacts.ts'
import type { Db } from '../../db/database.ts'
import type { Engine, EngineSession } from '../../engine/engine.ts'
import { foldSql } from '../../engine/fold.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot, writeSnapshot } from '../../engine/write-snapshot.ts'
import { isKeptOutSql, keptOut, layOutKeptOut } from '../../erased/kept-out.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { newId } from '../../lib/ids.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/** Contacts, and the way in which they departed where that matters. */
export type FiledPage = { readonly contacts: readonly Contact[]; readonly kind?: string }

/** Columns beside `contact_id` and `email`; of a million contacts each takes its room, so only what is asked for is filed. */
const columnTypes = {
  /** How they departed, and since when. */
  kind: 'VARCHAR',
  since: 'VARCHAR',
  /** The lists they are on. */
  lists: 'VARCHAR[]',
  /** Their values, as a JSON object. */
  vals: 'VARCHAR',
} as const
type Column = keyof typeof columnTypes

type Filing = {
  readonly columns: readonly Column[]
  /** An earlier file of the same columns that is overlaid. */
  readonly onTopOf?: string
}

/**
 * Files contacts, page by page as they are read, as Parquet with `contact_id, email` and the columns that are asked for. The
 * last word on a contact counts. Whoever was erased is filed without an address: they count, and are nobody. Answers how many
 * contacts the file holds, by kind (under '' where kinds are not filed).
 */
export async function fileContacts(
  { db, engine, directory }: Needs,
  path: string,
  pages: AsyncIterable<FiledPage>,
  { columns, onTopOf }: Filing,
): Promise<Record<string, number>> {
  const scratch = join(directory.scratch, `contacts-${newId(new Date())}.ndjson`)
  try {
    await pipeline(Readable.from(linesOf(pages, columns)), createWriteStream(scratch))
    await using session = await engine.session()
    const types = ['contact_id', 'email', ...columns].map(
      (name) => `${name}: '${name in columnTypes ? columnTypes[name as Column] : 'VARCHAR'}'`,
    )
    const more = columns.map((name) => `, ${name}`).join('')
    const read = `select contact_id, ${foldSql('email')} as email ${more} from read_json(${quoteText(scratch)}, format = 'newline_delimited', columns = {${types.join(', ')}})`
    // By name: an earlier Postbud wrote fewer columns.
    const older = onTopOf
      ? `union all by name select * from ${readSnapshot([onTopOf])} where contact_id not in (select contact_id from fresh)`
      : ''
    await session.run(
      `create temp table fresh as select contact_id, last(email) as email ${columns.map((name) => `, last(${name}) as ${name}`).join('')} from (${read}) group by contact_id`,
    )
    await writeWithoutErased({ db, directory }, session, path, `select * from fresh ${older}`)
    const counts = await session.rows<{ kind: string | null; contacts: number }>(
      `select ${columns.includes('kind') ? 'kind' : 'null as kind'}, count(*) as contacts from ${readSnapshot([path])} group by all`,
    )
    return Object.fromEntries(counts.map(({ kind, contacts }) => [kind ?? '', contacts]))
  } finally {
    await rm(scratch, { force: true })
  }
}

/**
 * Writes contacts without the addresses of whoever was erased, also of those who are while it is written: the file stands where an
 * erasure looks for it, so that it is either found there or noticed here.
 */
export async function writeWithoutErased(
  needs: Pick<Needs, 'db' | 'directory'>,
  session: EngineSession,
  path: string,
  contacts: string,
): Promise<void> {
  for (let generation = -1; ; ) {
    const kept = await keptOut(needs, 'contacts')
    if (kept.generation === generation) return
    generation = kept.generation
    if (kept.hashes.length > 0) await layOutKeptOut(session, kept)
    const text =
      kept.hashes.length > 0
        ? `select * replace (case when ${isKeptOutSql('email', 'email')} then null else email end as email) from (${contacts})`
        : contacts
    await writeSnapshot(session, path, { text, params: [] })
  }
}

async function* linesOf(pages: AsyncIterable<FiledPage>, columns: readonly Column[]): AsyncIterable<string> {
  for await (const { contacts, kind } of pages) {
    let text = ''
    for (const contact of contacts) {
      const more = Object.fromEntries(columns.map((name) => [name, cellOf(contact, kind, name)]))
      text += `${JSON.stringify({ contact_id: contact.id, email: contact.email ?? null, ...more })}\n`
    }
    if (text !== '') yield text
  }
}

function cellOf({ deletedAt, optOutAt, updatedAt, listIds, values }: Contact, kind: string | undefined, name: Column) {
  switch (name) {
    case 'kind':
      return kind ?? null
    case 'since':
      return (deletedAt ?? optOutAt ?? updatedAt)?.toISOString() ?? null
    case 'lists':
      return listIds ?? null
    case 'vals':
      return JSON.stringify(values)
  }
}
