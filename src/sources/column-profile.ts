import type { Column, Table } from '../contract/catalogue.ts'
import type { Engine } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'

/** What the values of a column are like. */
export type ColumnProfile = Column & {
  readonly rows: number
  readonly nulls: number
  /** Different values; an estimate within a few per cent above `exactDistinct`. */
  readonly distinct: number
  /** As text, cut off when long; null where no row has a value. */
  readonly min: string | null
  readonly max: string | null
  /** The most frequent values, unless there are so many different ones that none is frequent. */
  readonly top: readonly { readonly value: string; readonly rows: number }[]
}

/** Up to this many different values are counted one by one. */
const exactDistinct = 100_000

const topValues = 5

/** Columns that one statement looks at; see column-facts.ts. */
const columnsAtOnce = 64

/** The profile of every column of a table (feature map, D9), computed when asked. */
export async function columnProfile(
  { engine }: { readonly engine: Engine },
  table: Table,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<readonly ColumnProfile[]> {
  const options = signal ? { signal } : {}
  const from = readSnapshot(table.files)
  await using session = await engine.session()
  const row: Record<string, number | string | null> = {}
  for (let first = 0; first < table.columns.length; first += columnsAtOnce) {
    const figures = table.columns.slice(first, first + columnsAtOnce).flatMap(({ name }, offset) => {
      const c = quoteName(name)
      const at = first + offset
      return [
        `count(${c}) as filled_${at}`,
        `approx_count_distinct(${c}) as distinct_${at}`,
        `left(min(${c})::varchar, 200) as min_${at}`,
        `left(max(${c})::varchar, 200) as max_${at}`,
      ]
    })
    const [some = {}] = await session.rows<typeof row>(`select ${figures.join(', ')} from ${from}`, [], options)
    Object.assign(row, some)
  }

  const profiles: ColumnProfile[] = []
  for (const [at, column] of table.columns.entries()) {
    const filled = Number(row[`filled_${at}`] ?? 0)
    const estimate = Math.min(Number(row[`distinct_${at}`] ?? 0), filled)
    const counted = { top: [], distinct: estimate }
    const c = quoteName(column.name)
    const { top, distinct } =
      filled === 0 || estimate > exactDistinct
        ? counted
        : await session
            .rows<{ value: string; rows: number; distinct: number }>(
              `select left(value::varchar, 200) as value, rows, count(*) over () as "distinct"
               from (select ${c} as value, count(*) as rows from ${from} where ${c} is not null group by value)
               order by rows desc, value limit ${topValues}`,
              [],
              options,
            )
            .then((found) => ({
              top: found.map(({ value, rows }) => ({ value, rows })),
              distinct: found[0]?.distinct ?? 0,
            }))
    profiles.push({
      ...column,
      rows: table.rows,
      nulls: table.rows - filled,
      distinct,
      min: textOf(row[`min_${at}`]),
      max: textOf(row[`max_${at}`]),
      top,
    })
  }
  return profiles
}

function textOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}
