import type { Table } from '../contract/catalogue.ts'
import type { Cell, EngineSession } from '../engine/engine.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'

export type ProfileSearch = {
  /** Words that all stand somewhere in the profile's texts, whatever the case. None: everybody. */
  readonly text: string
  /** Whether e-mail addresses are searched; who does not see them must not find them out letter by letter. */
  readonly searchEmails: boolean
  /** The key at which the page before ended. */
  readonly after?: string | undefined
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

/** What an e-mail address looks like, as the engine's expressions have it. */
const address = '[^\\s@\'",;:<>()\\[\\]]+@[^\\s@\'",;:<>()\\[\\]]+'

/** A page of the profiles in whose texts all words stand, in the order of their keys, and how many there are. */
export async function searchProfiles(
  session: EngineSession,
  profile: Table,
  { text, searchEmails, after, limit }: ProfileSearch,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FoundProfiles> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const from = readSnapshot(profile.files)
  const key = `${quoteName(profile.key)}::varchar`
  const texts = profile.columns.filter(({ type }) => type === 'string').slice(0, searchedColumns)
  const whole = `lower(concat_ws(' ', ${texts.map(({ name }) => quoteName(name)).join(', ')}))`
  // Taking addresses out is what costs, so it is done where the words are found at all.
  const searched = words.map((_, at) => {
    const plain = `contains(${whole}, $${at + 1})`
    if (searchEmails) return plain
    const without = `regexp_replace(${whole}, ${quoteText(address)}, ' ', 'g')`
    return `case when ${plain} then contains(${without}, $${at + 1}) else false end`
  })
  const where = searched.length > 0 ? `where ${searched.join(' and ')}` : ''
  const total =
    searched.length === 0
      ? profile.rows
      : ((await session.rows<{ rows: number }>(`select count(*) as rows from ${from} ${where}`, words, options))[0]
          ?.rows ?? 0)
  if (total === 0) return { rows: [], last: undefined, total }

  const beyond = after === undefined ? '' : `where "profile key" > $${words.length + 1}`
  const found = await session.rows(
    `select * from (select ${key} as "profile key", * from ${from} ${where}) ${beyond}
     order by "profile key" limit ${Math.trunc(limit) + 1}`,
    after === undefined ? words : [...words, after],
    options,
  )
  const rows = found.slice(0, limit).map(({ 'profile key': profileKey, ...row }) => ({ key: String(profileKey), row }))
  return { rows, last: found.length > limit ? rows.at(-1)?.key : undefined, total }
}
