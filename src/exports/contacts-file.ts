import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Contact } from '../constant-contact/contacts.ts'
import type { Engine } from '../engine/engine.ts'
import { foldSql } from '../engine/fold.ts'
import { quoteText } from '../engine/quote-name.ts'
import { writeSnapshot } from '../engine/write-snapshot.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'

type Needs = { readonly engine: Engine; readonly directory: DataDirectory }

/** Contacts and the way in which they departed, or nothing where that does not matter. */
export type FiledPage = { readonly contacts: readonly Contact[]; readonly kind?: string; readonly withValues?: boolean }

/**
 * Files contacts, page by page as they are read, as Parquet with `contact_id, email, kind, since, lists, vals`
 * (the values as a JSON object, where they are asked for). The last word on a
 * contact counts; earlier files given as `onTopOf` are overlaid. Answers how many contacts the file holds, by kind.
 */
export async function fileContacts(
  { engine, directory }: Needs,
  path: string,
  pages: AsyncIterable<FiledPage>,
  onTopOf?: string,
): Promise<Record<string, number>> {
  const scratch = join(directory.scratch, `contacts-${newId(new Date())}.ndjson`)
  try {
    await pipeline(Readable.from(linesOf(pages)), createWriteStream(scratch))
    await using session = await engine.session()
    const columns =
      "columns = {contact_id: 'VARCHAR', email: 'VARCHAR', kind: 'VARCHAR', since: 'VARCHAR', lists: 'VARCHAR[]', vals: 'VARCHAR'}"
    const read = `select contact_id, ${foldSql('email')} as email, kind, since, lists, vals from read_json(${quoteText(scratch)}, format = 'newline_delimited', ${columns})`
    const older = onTopOf
      ? `union all select contact_id, email, kind, since, lists, vals from read_parquet(${quoteText(onTopOf)}) where contact_id not in (select contact_id from fresh)`
      : ''
    await session.run(
      `create temp table fresh as select contact_id, last(email) as email, last(kind) as kind, last(since) as since, last(lists) as lists, last(vals) as vals from (${read}) group by contact_id`,
    )
    await writeSnapshot(session, path, { text: `select * from fresh ${older}`, params: [] })
    const counts = await session.rows<{ kind: string | null; contacts: number }>(
      `select kind, count(*) as contacts from read_parquet(${quoteText(path)}) group by kind`,
    )
    return Object.fromEntries(counts.map(({ kind, contacts }) => [kind ?? '', contacts]))
  } finally {
    await rm(scratch, { force: true })
  }
}

async function* linesOf(pages: AsyncIterable<FiledPage>): AsyncIterable<string> {
  for await (const { contacts, kind = null, withValues } of pages) {
    let text = ''
    for (const { id, email, deletedAt, optOutAt, updatedAt, listIds, values } of contacts) {
      const since = (deletedAt ?? optOutAt ?? updatedAt)?.toISOString() ?? null
      text += `${JSON.stringify({ contact_id: id, email: email ?? null, kind, since, lists: listIds ?? null, vals: withValues ? JSON.stringify(values) : null })}\n`
    }
    if (text !== '') yield text
  }
}
