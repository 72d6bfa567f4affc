import type { Column, Table } from '../contract/catalogue.ts'
import type { Engine } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { withoutAddressesSql } from '../engine/without-addresses.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'

/** What the values of one column are, for somebody who looks for some of them. */
export type ColumnValues = {
  readonly rows: number
  /** Rows that have a value. */
  readonly filled: number
  /** Different values that were asked for, whether answered or not. */
  readonly distinct: number
  /** The most frequent first. */
  readonly values: readonly { readonly value: string; readonly rows: number }[]
  /** For numbers: a tenth, a quarter, half, three quarters and nine tenths of the rows have at most this. */
  readonly quantiles: readonly { readonly share: number; readonly value: number }[]
}

const shares = [0.1, 0.25, 0.5, 0.75, 0.9]

type Asked = {
  readonly search?: string
  /** Whether e-mail addresses are searched, too. */
  readonly searchEmails: boolean
  readonly limit: number
  readonly signal?: AbortSignal
}

/** The values of a column in all rows of its table (not only the first ones), those with `search` in them, whatever the case. */
export async function columnValues(
  { engine }: { readonly engine: Engine },
  { files, rows }: Pick<Table, 'files' | 'rows'>,
  { name, type }: Column,
  { search = '', searchEmails, limit, signal }: Asked,
): Promise<ColumnValues> {
  const options = signal ? { signal } : {}
  const from = readSnapshot(files)
  const column = quoteName(name)
  const searched = searchEmails || search === '' ? 'value' : withoutAddressesSql('value')
  await using session = await engine.session()
  const found = await session.rows<{ value: string; rows: number; distinct: number }>(
    `select left(value, 200) as value, rows, count(*) over () as "distinct"
     from (select ${column}::varchar as value, count(*) as rows from ${from} where ${column} is not null group by value)
     where contains(lower(${searched}), lower($1)) and trim(value) <> ''
     order by rows desc, value limit ${limit}`,
    [search],
    options,
  )
  const cuts = type === 'number' ? `quantile_cont(${column}::double, [${shares.join(', ')}])` : 'null'
  const [figures] = await session.rows<{ filled: number; cuts: readonly number[] | null }>(
    `select count(${column}) as filled, ${cuts} as cuts from ${from}`,
    [],
    options,
  )
  return {
    rows,
    filled: figures?.filled ?? 0,
    distinct: found[0]?.distinct ?? 0,
    values: found.map(({ value, rows: count }) => ({ value, rows: count })),
    quantiles: (figures?.cuts ?? []).map((value, at) => ({ share: shares[at] ?? 0, value })),
  }
}
