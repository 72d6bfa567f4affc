import type { EngineSession } from '../engine/engine.ts'
import { quoteText } from '../engine/quote-name.ts'
import { plainNumberSql } from './reading.ts'
import { type Staged, stagedName } from './staged.ts'
import { spellsSql, type ValueKind, valueKinds } from './value-kind.ts'

/** What all values of a column together tell about the type they spell. */
export type ColumnFacts = {
  /** Values that are not blank. */
  readonly filled: number
  /** How many of them spell each kind; a kind that some value rules out may be missing. */
  readonly fits: Readonly<Partial<Record<ValueKind, number>>>
  /** Most digits before and after the point, of the values that are decimals. */
  readonly wholeDigits: number
  readonly decimals: number
  /** Where every value is a date such as 08/09/2026. */
  readonly slashed?: SlashedFacts
}

export type SlashedFacts = {
  readonly firstLargest: number
  readonly secondLargest: number
  /** The strptime patterns of what stands between and behind day and month, one for each way it is written. */
  readonly shapes: readonly string[]
}

type Row = Record<string, number | null>

/** What is asked of a column: which kinds its values may spell, and how its numbers are written where that is declared. */
export type FactsWanted = {
  readonly kinds: readonly ValueKind[]
  /** Whether the type is declared, so that values which do not fit rule nothing out. */
  readonly declared?: boolean
  readonly numberFormat?: string
}

/**
 * The facts of the columns whose types are to be found, by their place. A few thousand rows rule most kinds out; what is
 * left is checked against every row, so that the answer never rests on a sample.
 */
export async function readFacts(
  session: EngineSession,
  staged: Staged,
  columns: ReadonlyMap<number, FactsWanted>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, ColumnFacts>> {
  if (columns.size === 0) return new Map()
  const options = signal ? { signal } : {}
  const sampleRows = Math.max(200, Math.min(5000, Math.floor(200_000 / columns.size)))
  const sample = await factsOf(session, `(from ${staged.relation} limit ${sampleRows})`, columns, options)
  const left = new Map(
    [...columns].map(([at, wanted]) => {
      const seen = sample.get(at)
      const kinds = wanted.declared ? wanted.kinds : wanted.kinds.filter((kind) => seen?.fits[kind] === seen?.filled)
      return [at, { ...wanted, kinds }] as const
    }),
  )
  const facts = await factsOf(session, staged.relation, left, options)
  for (const [at, found] of facts) {
    if (found.filled > 0 && found.fits.slashed === found.filled) {
      facts.set(at, { ...found, slashed: await slashedFacts(session, staged, at, options) })
    }
  }
  return facts
}

/**
 * Columns that one statement looks at. The engine takes far longer to plan a statement of thousands of aggregates than to run it
 * (20 seconds for 512 columns at once), and reads only the columns that are asked for.
 */
const columnsAtOnce = 24

async function factsOf(
  session: EngineSession,
  relation: string,
  columns: ReadonlyMap<number, FactsWanted>,
  options: { signal?: AbortSignal },
): Promise<Map<number, ColumnFacts>> {
  const all = [...columns]
  const facts = new Map<number, ColumnFacts>()
  for (let from = 0; from < all.length; from += columnsAtOnce) {
    const some = await factsOfSome(session, relation, new Map(all.slice(from, from + columnsAtOnce)), options)
    for (const [at, found] of some) facts.set(at, found)
  }
  return facts
}

async function factsOfSome(
  session: EngineSession,
  relation: string,
  columns: ReadonlyMap<number, FactsWanted>,
  options: { signal?: AbortSignal },
): Promise<Map<number, ColumnFacts>> {
  const aggregates: string[] = []
  for (const [at, { kinds }] of columns) {
    const v = `v${at}`
    aggregates.push(`count(${v}) as filled_${at}`)
    for (const kind of kinds) aggregates.push(`count(case when ${spellsSql(kind, v)} then 1 end) as ${kind}_${at}`)
    if (kinds.includes('decimal')) {
      const point = `strpos(${v}, '.')`
      const sign = `(case when starts_with(${v}, '-') then 1 else 0 end)`
      const isDecimal = spellsSql('decimal', v)
      aggregates.push(
        `max(case when ${isDecimal} then (case when ${point} = 0 then length(${v}) else ${point} - 1 end) - ${sign} end) as whole_${at}`,
        `max(case when ${isDecimal} and ${point} > 0 then length(${v}) - ${point} end) as decimals_${at}`,
      )
    }
  }
  const values = [...columns].map(
    ([at, { numberFormat }]) => `${plainNumberSql(`nullif(trim(${stagedName(at)}), '')`, numberFormat)} as v${at}`,
  )
  const [row = {}] = await session.rows<Row>(
    `select ${aggregates.join(', ')} from (select ${values.join(', ')} from ${relation})`,
    [],
    options,
  )
  return new Map(
    [...columns].map(([at, { kinds }]) => [
      at,
      {
        filled: row[`filled_${at}`] ?? 0,
        fits: Object.fromEntries(kinds.map((kind) => [kind, row[`${kind}_${at}`] ?? 0])),
        wholeDigits: row[`whole_${at}`] ?? 0,
        decimals: row[`decimals_${at}`] ?? 0,
      },
    ]),
  )
}

async function slashedFacts(
  session: EngineSession,
  staged: Staged,
  at: number,
  options: { signal?: AbortSignal },
): Promise<SlashedFacts> {
  const [row] = await session.rows<{ first: number; second: number; shapes: string[] }>(
    `select max(regexp_extract(v, '^[0-9]+')::integer) as first,
       max(regexp_extract(v, '^[0-9]+[./-]([0-9]+)', 1)::integer) as second,
       list(distinct regexp_extract(v, '^[0-9]+([./-])', 1) || regexp_extract(v, '^[0-9]+[./-][0-9]+([./-])', 1)
         || case length(regexp_replace(v, '[^:]', '', 'g')) when 0 then '' when 1 then ' %H:%M' else ' %H:%M:%S' end) as shapes
     from (select trim(${stagedName(at)}) as v from ${staged.relation}) where v <> ${quoteText('')}`,
    [],
    options,
  )
  return { firstLargest: row?.first ?? 0, secondLargest: row?.second ?? 0, shapes: row?.shapes ?? [] }
}

export const everyKind: readonly ValueKind[] = valueKinds
/** JSON spells numbers and booleans itself; only dates come as texts. */
export const dateKinds: readonly ValueKind[] = ['date', 'local', 'instant', 'slashed']
