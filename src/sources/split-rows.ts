import type { Reading } from '../db/tables/sources.ts'
import type { EngineSession } from '../engine/engine.ts'
import { trimSql } from '../engine/fold.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import type { SettledColumn } from './settle-columns.ts'
import type { Staged } from './staged.ts'

/** How many rows are good, and how many are not, by reason. */
export type RowCounts = {
  readonly rows: number
  readonly corrupt: number
  readonly reasons: Readonly<Record<string, number>>
}

/** The rows of a staged source divided into good ones and corrupt ones; nothing is written yet. */
export type SplitRows = RowCounts & {
  /** Select statements: the good rows as they come, the corrupt ones in the order of the files. */
  readonly good: string
  readonly bad: string
}

type Options = { readonly signal?: AbortSignal }

/** Parts are told apart above the row's bits, so that one number orders all rows of a source. */
const position = '(part::bigint * 1099511627776 + "row")'

/**
 * Finds the rows whose key is blank or was there before, or whose values do not fit a type that was declared. Of rows with
 * one key the first that is otherwise sound is good. The rows that could not even be read count with the corrupt.
 */
export async function splitRows(
  session: EngineSession,
  staged: Staged,
  key: SettledColumn,
  columns: readonly SettledColumn[],
  options: Options = {},
): Promise<SplitRows> {
  const failing = columns.filter((column) => column.mayFail)
  const misfits = failing.map(({ sql, staged: value }) => `(${filledSql(value)} and (${sql}) is null)`)
  const blank = blankSql(key.sql)
  const sound = [`not (${blank})`, ...misfits.map((misfit) => `not ${misfit}`)].join(' and ')

  const [count] = await session.rows<{ all: number; blank: number; sound: number; keys: number }>(
    `select count(*) as "all", count(case when blank then 1 end) as blank, count(case when sound then 1 end) as sound,
       count(distinct case when sound then hash(k) end) as keys
     from (select ${key.sql} as k, ${blank} as blank, ${sound} as sound from ${staged.relation})`,
    [],
    options,
  )
  const { all = 0, blank: blanks = 0, sound: sounds = 0, keys = 0 } = count ?? {}
  const duplicates = keys < sounds ? await findDuplicates(session, staged, key, sound, options) : 0
  const rejected = await session.rows<{ reason: string; rows: number }>(
    'select reason, count(*) as rows from rejects group by reason',
  )

  const reasons = Object.fromEntries(
    [
      ...rejected.map(({ reason, rows }) => [reason, rows] as const),
      ['blank_key', blanks] as const,
      ['bad_value', all - blanks - sounds] as const,
      ['duplicate_key', duplicates] as const,
    ].filter(([, rows]) => rows > 0),
  )
  const corrupt = Object.values(reasons).reduce((sum, rows) => sum + rows, 0)
  const values = columns.map(({ sql, column }) => `${sql} as ${quoteName(column.name)}`).join(', ')
  const conditions = [
    ...(sounds < all ? [sound] : []),
    ...(duplicates > 0 ? [`${position} not in (from duplicate_rows select place)`] : []),
  ]
  return {
    rows: sounds - duplicates,
    corrupt,
    reasons,
    good: `select ${values} from ${staged.relation}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`,
    bad: corruptSql(staged, key, failing, { blank, sound, duplicates: duplicates > 0 }),
  }
}

/**
 * Fills the table `duplicate_rows` with the position of every row whose key a sound row before it has, and that row's
 * position. Hashes first: they are small, and only equal keys are then held side by side.
 */
async function findDuplicates(
  session: EngineSession,
  staged: Staged,
  key: SettledColumn,
  sound: string,
  options: Options,
): Promise<number> {
  await session.run(
    `create temp table repeated as
     select hash(${key.sql}) as h from ${staged.relation} where ${sound} group by h having count(*) > 1`,
    [],
    options,
  )
  await session.run(
    `create temp table duplicate_rows as
     select place, first_place from (
       select place, min(place) over (partition by k) as first_place
       from (select ${key.sql} as k, ${position} as place from ${staged.relation}
             where ${sound} and hash(${key.sql}) in (from repeated select h)))
     where place > first_place`,
    [],
    options,
  )
  const [found] = await session.rows<{ rows: number }>('select count(*) as rows from duplicate_rows')
  return found?.rows ?? 0
}

/**
 * The corrupt rows: file, row as people count it, reason, what exactly, key, and the row itself (as it stands in the file
 * where it could not be read, as JSON otherwise). Rows are counted on past the ones that could not be read.
 */
function corruptSql(
  staged: Staged,
  key: SettledColumn,
  failing: readonly SettledColumn[],
  { blank, sound, duplicates }: { blank: string; sound: string; duplicates: boolean },
): string {
  const files = `[${staged.parts.map(quoteText).join(', ')}]`
  const fileOf = (part: string) => `${files}[${part} + 1]`
  const details = failing.map(
    ({ column, sql, staged: value }) =>
      `when ${filledSql(value)} and (${sql}) is null then ${quoteText(`${column.name}: `)} || left(${value}::varchar, 200) || ${quoteText(` ${misfitWords(column.reading)}`)}`,
  )
  const content = `left(json_object(${staged.columns.map(({ name }, at) => `${quoteText(name)}, c${at}`).join(', ')})::varchar, 2000)`
  const unsound = `select part, "row" as at_row, case when ${blank} then 'blank_key' else 'bad_value' end as reason,
      case when ${blank} then ${quoteText(`${key.column.name} is blank`)} ${details.join(' ')} end as detail,
      ${key.sql} as key, ${content} as content, null::bigint as first
    from ${staged.relation} where not (${sound})`
  const repeated = `select part, "row" as at_row, 'duplicate_key' as reason, null as detail,
      ${key.sql} as key, ${content} as content, d.first_place as first
    from ${staged.relation} s join duplicate_rows d on ${position} = d.place`

  return `with passed_over as (
      select part, max(n) as passed, from_row from (
        select part, n, "row" - ${staged.firstRow} - (n - 1) as from_row
        from (select part, "row", row_number() over (partition by part order by "row") as n from rejects))
      group by part, from_row),
    broken as (
      select *, first // 1099511627776 as first_part, first % 1099511627776 as first_row
      from (${[unsound, ...(duplicates ? [repeated] : [])].join(' union all ')})),
    counted as (
      select b.part, b.at_row + ${staged.firstRow} + coalesce(p.passed, 0) as "row", reason,
        coalesce(detail, ${quoteText(`the same ${key.column.name} as row `)} || (b.first_row + ${staged.firstRow} + coalesce(q.passed, 0))::varchar
          || case when b.first_part <> b.part then ' of ' || ${fileOf('b.first_part')} else '' end) as detail,
        key, content
      from broken b
      asof left join passed_over p on b.part = p.part and b.at_row >= p.from_row
      asof left join passed_over q on b.first_part = q.part and b.first_row >= q.from_row)
    select ${fileOf('part')} as file, "row", reason, detail, key, content from (
      select part, "row", reason, detail, null::varchar as key, content from rejects
      union all by name (from counted))
    order by part, "row"`
}

function misfitWords(reading: Reading): string {
  const format = 'format' in reading && reading.format ? ` (${reading.format})` : ''
  switch (reading.kind) {
    case 'boolean':
      return 'is neither true nor false'
    case 'integer':
      return 'is no whole number'
    case 'double':
    case 'decimal':
      return `is no number${format}`
    case 'date':
      return `is no date${format}`
    default:
      return `is no date and time${format}`
  }
}

/** Whether a staged value is there, spaces aside. */
export function filledSql(value: string): string {
  return `coalesce(trim(${value}::varchar) <> '', false)`
}

/** Whether a key is blank. Most start with a plain character and need no closer look. */
export function blankSql(key: string): string {
  return `(case when ${key} is null then true when ${key} >= '!' and ${key} < chr(127) then false else ${trimSql(key)} = '' end)`
}
