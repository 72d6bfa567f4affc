import type { EngineSession } from '../engine/engine.ts'
import { foldSql } from '../engine/fold.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { isKeptOutSql } from './kept-out.ts'

/** How somebody's rows are told in a table. */
export type PersonColumns = {
  /** The table's own key. A row is theirs when it is keyed by their e-mail, as lists of suppressed addresses are. */
  readonly key: string
  /** A row is theirs when such a column holds a value of that kind: see `HashKind`. */
  readonly owned: readonly { readonly column: string; readonly kind: string }[]
}

/**
 * Whether a column says who a row is, so that a row whose value there is theirs goes whole. Beside an address that is theirs another may
 * stand: such a cell is emptied like any other.
 */
export function isOwn(
  { key, owned }: Pick<PersonColumns, 'owned'> & { key?: string | undefined },
  name: string,
): boolean {
  return name === key || owned.some(({ column, kind }) => column === name && kind !== 'email')
}

/** The values by which somebody's rows are told, for `layOutGone`. E-mails are folded. */
export type PersonValue = { readonly kind: string; readonly value: string }

/** What looks like an address in a longer text, and what stands between the pieces of a raw line. */
const addressPattern = '[^\\s<>,;:"\'|()\\[\\]{}]+@[^\\s<>,;:"\'|()\\[\\]{}]+'
const piecePattern = '[\\s<>,;:"\'|()\\[\\]{}]+'

/** Fills the session's table `gone` (`kind, value`): whose rows go, by what they are known by. */
export async function layOutGone(session: EngineSession, values: readonly PersonValue[]): Promise<void> {
  await session.run('create or replace temp table gone (kind varchar, value varchar)')
  await session.run('insert into gone select unnest($1::varchar[]), unnest($2::varchar[])', [
    values.map(({ kind }) => kind),
    values.map(({ value }) => value),
  ])
}

/**
 * Fills `gone` with the values in a file of rows that are of somebody in `kept_out`. Distinct values first: hashing is what
 * takes the time.
 */
export async function findGoneByHash(session: EngineSession, file: string, columns: PersonColumns): Promise<void> {
  await layOutGone(session, [])
  const rows = readSnapshot([file])
  const find = (kind: string, query: string) =>
    session.run(
      `insert into gone select ${quoteText(kind)}, value from (select distinct value from (${query}) where value is not null)
       where ${isKeptOutSql(kind, 'value')}`,
    )
  const { owned } = await columnsThere(session, file, columns)
  for (const { column, kind } of owned) {
    const value = `${quoteName(column)}::varchar`
    await find(kind, `select ${kind === 'email' ? foldSql(value) : value} as value from ${rows}`)
  }
  const told = new Set(owned.filter(({ kind }) => kind === 'email').map(({ column }) => column))
  for (const column of await addressColumns(session, file)) {
    await find('email', addressesIn(quoteName(column), rows, { alone: !told.has(column) }))
  }
}

/**
 * What is left of a file of rows when those in `gone` are taken out of it, as a query, and how many rows and cells that
 * concerns. Their own rows go; in rows of others a cell that holds their address, alone or in a text, becomes empty.
 */
export async function rowsWithout(
  session: EngineSession,
  file: string,
  columns: PersonColumns,
): Promise<{ readonly text: string; readonly rows: number; readonly cells: number }> {
  const from = readSnapshot([file])
  const { key, owned } = await columnsThere(session, file, columns)
  const among = (kind: string, value: string) =>
    `coalesce(${value} in (select value from gone where kind = ${quoteText(kind)}), false)`
  const withAddresses = await addressColumns(session, file)
  const theirs = [
    ...owned.map(({ column, kind }) => {
      const value = `${quoteName(column)}::varchar`
      return among(kind, kind === 'email' ? foldSql(value) : value)
    }),
    ...(key === undefined || !withAddresses.includes(key)
      ? ['false']
      : [among('email', foldSql(`${quoteName(key)}::varchar`))]),
  ].join(' or ')
  const mentioning: string[] = []
  for (const column of withAddresses) {
    if (isOwn({ key, owned }, column)) continue
    const table = `mention_${mentioning.length}`
    const cell = quoteName(column)
    await session.run(
      `create or replace temp table ${table} as
       select distinct cell from (${addressesIn(cell, from, { withCell: true })}) semi join (select value from gone where kind = 'email') g using (value)`,
    )
    mentioning.push(column)
  }
  const mention = (at: number) =>
    `coalesce(${quoteName(mentioning[at] ?? '')} in (select cell from mention_${at}), false)`
  const cells = mentioning.map((_, at) => `count(*) filter (not (${theirs}) and ${mention(at)})`)
  const [found] = await session.rows<{ rows: number; cells: number }>(
    `select count(*) filter (${theirs}) as rows, ${cells.join(' + ') || '0'} as cells from ${from}`,
  )
  const emptied = mentioning.map(
    (column, at) => `case when ${mention(at)} then null else ${quoteName(column)} end as ${quoteName(column)}`,
  )
  return {
    text: `select * ${emptied.length > 0 ? `replace (${emptied.join(', ')})` : ''} from ${from} where not (${theirs})`,
    rows: found?.rows ?? 0,
    cells: found?.cells ?? 0,
  }
}

/** Corrupt rows have no columns to go by: what stands in them is taken to pieces. Fills `gone` by hash, as `findGoneByHash`. */
export async function findCorruptByHash(session: EngineSession, file: string, columns: PersonColumns): Promise<void> {
  await layOutGone(session, [])
  const kinds = [...new Set(['email', ...columns.owned.map(({ kind }) => kind)])]
  for (const kind of kinds) {
    await session.run(
      `insert into gone select ${quoteText(kind)}, value from (select distinct value from (${piecesIn(file, kind)}))
       where ${isKeptOutSql(kind, 'value')}`,
    )
  }
}

/** As `rowsWithout` of a file of corrupt rows (`key, detail, content, …`). */
export async function corruptRowsWithout(
  session: EngineSession,
  file: string,
): Promise<{ readonly text: string; readonly rows: number }> {
  await session.run(
    `create or replace temp table mention_corrupt as
     select distinct place from (${piecesIn(file, 'email')}) semi join (select value from gone where kind = 'email') g using (value)
     union select distinct place from (${piecesIn(file, 'key')}) semi join (select value from gone where kind <> 'email') g using (value)`,
  )
  const [found] = await session.rows<{ rows: number }>('select count(*) as rows from mention_corrupt')
  return {
    text: `select * exclude (file_row_number) from ${readSnapshot([file], { numbered: true })} where file_row_number not in (select place from mention_corrupt)`,
    rows: found?.rows ?? 0,
  }
}

/** A query of the addresses in a column (`value`): those that stand alone unless told, and those in longer texts; with the cells. */
function addressesIn(column: string, from: string, { alone = true, withCell = false } = {}): string {
  const cell = withCell ? column : 'null'
  const whole = `select ${foldSql(column)} as value, ${cell} as cell from ${from} where contains(${column}, '@')`
  const inTexts = `select unnest(list_transform(regexp_extract_all(${column}, ${quoteText(addressPattern)}), x -> ${foldSql('x')})) as value,
      ${cell} as cell
    from ${from} where contains(${column}, '@') and regexp_matches(${column}, ${quoteText(piecePattern)})`
  return alone ? `${whole} union all ${inTexts}` : inTexts
}

/** Whether an address of those in the session's `gone` stands in a text. */
export function tellsAddressSql(text: string): string {
  const found = `list_transform(regexp_extract_all(${text}, ${quoteText(addressPattern)}), x -> ${foldSql('x')})`
  return `coalesce(list_has_any(${found}, (select list(value) from gone where kind = 'email')), false)`
}

function piecesIn(file: string, kind: string): string {
  const pieces = `list_concat(regexp_split_to_array(coalesce(content, '') || ' ' || coalesce(detail, ''), ${quoteText(piecePattern)}), [coalesce(key, '')])`
  const value = kind === 'email' ? foldSql('piece') : 'piece'
  return `select ${value} as value, place from (
    select unnest(${pieces}) as piece, file_row_number as place from ${readSnapshot([file], { numbered: true })}
  ) where piece <> ''`
}

/** The columns of a file: an older one may have others than are declared today. */
async function columnsThere(session: EngineSession, file: string, { key, owned }: PersonColumns) {
  const described = await session.rows<{ column_name: string }>(`describe select * from ${readSnapshot([file])}`)
  const there = new Set(described.map(({ column_name }) => column_name))
  return { key: there.has(key) ? key : undefined, owned: owned.filter(({ column }) => there.has(column)) }
}

/** Columns of text in which an address stands somewhere. */
async function addressColumns(session: EngineSession, file: string): Promise<string[]> {
  const from = readSnapshot([file])
  const described = await session.rows<{ column_name: string; column_type: string }>(`describe select * from ${from}`)
  const texts = described.filter(({ column_type }) => column_type === 'VARCHAR').map(({ column_name }) => column_name)
  if (texts.length === 0) return []
  const [held] = await session.rows<Record<string, boolean | null>>(
    `select ${texts.map((name, at) => `bool_or(contains(${quoteName(name)}, '@')) as t${at}`).join(', ')} from ${from}`,
  )
  return texts.filter((_, at) => held?.[`t${at}`] === true)
}
