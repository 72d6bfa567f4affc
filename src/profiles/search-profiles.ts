import type { Table } from '../contract/catalogue.ts'
import type { Cell, EngineSession } from '../engine/engine.ts'
import { foundSql, wordsOf } from '../engine/found-words.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'

export type ProfileSearch = {
  /** Words that all stand somewhere in the profile's texts, whatever the case. None: everybody. */
  readonly text: string
  /** The column of the addresses. */
  readonly emailColumn: string
  /** Whether e-mail addresses are searched; who does not see them must not find them out letter by letter. */
  readonly searchEmails: boolean
  /** The key at which the page before ended. */
  readonly after?: string | undefined
  /** So many are passed over from there: for lists whose pages are asked for in any order. */
  readonly skip?: number | undefined
  readonly limit: number
}

export type FoundProfiles = {
  readonly rows: readonly { readonly key: string; readonly row: Readonly<Record<string, Cell>> }[]
  /** The key at which the page ends, when there are more. */
  readonly last: string | undefined
  /** On all pages. */
  readonly total: number
}

/** So many columns of text are searched, in the order of the table. */
const searchedColumns = 100

/** A page of the profiles in whose texts all words stand, in the order of their keys, and how many there are. */
export async function searchProfiles(
  session: EngineSession,
  profile: Table,
  { text, emailColumn, searchEmails, after, skip = 0, limit }: ProfileSearch,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FoundProfiles> {
  const words = wordsOf(text)
  const from = readSnapshot(profile.files)
  const key = `${quoteName(profile.key)}::varchar`
  if (words.length > 0) {
    // Looked through once, however many are found and wherever the page begins.
    await session.run(
      `create or replace temp table hits as select key from (
         select ${key} as key, ${searchedText(profile, searchEmails ? undefined : emailColumn)} as whole from ${from})
       where ${foundSql(words, searchEmails)}`,
      words,
      options,
    )
  }
  const total = words.length === 0 ? profile.rows : await countHits(session)
  const wanted = [
    ...(words.length > 0 ? [`${key} in (select key from hits)`] : []),
    ...(after === undefined ? [] : [`${key} > $1`]),
  ]
  const found = await session.rows(
    `select ${key} as "profile key", * from ${from}
     where ${key} in (select ${key} as key from ${from} where ${wanted.join(' and ') || 'true'}
       order by key limit ${Math.trunc(limit) + 1} offset ${Math.trunc(skip)})
     order by "profile key"`,
    after === undefined ? [] : [after],
    options,
  )
  const rows = found.slice(0, limit).map(({ 'profile key': profileKey, ...row }) => ({ key: String(profileKey), row }))
  return { rows, last: found.length > limit ? rows.at(-1)?.key : undefined, total }
}

/** The texts of a profile as one; without the column of the addresses where nobody is to be found by them. */
function searchedText({ columns }: Table, leftOut: string | undefined): string {
  const texts = columns.filter(({ name, type }) => type === 'string' && name !== leftOut).slice(0, searchedColumns)
  return `lower(concat_ws(' ', ${texts.map(({ name }) => quoteName(name)).join(', ')}))`
}

async function countHits(session: EngineSession): Promise<number> {
  const [count] = await session.rows<{ rows: number }>('select count(*) as rows from hits')
  return count?.rows ?? 0
}
