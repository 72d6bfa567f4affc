import { z } from 'zod'
import { said } from '../lib/said.ts'
import { InvalidRequestError } from './http-errors.ts'

/** The query of a list: text to look for, the order, filters of its own, and which page. */
export function listQuery<S extends string, F extends z.core.$ZodLooseShape>(sorts: readonly [S, ...S[]], filters: F) {
  const orders = z.enum([...sorts, ...sorts.map((sort) => `-${sort}`)] as [string, ...string[]]).default(sorts[0])
  return z.object({
    search: z.string().max(200).exactOptional().describe('Only what has this text in its name, whatever the case'),
    sort: (orders as unknown as z.ZodDefault<z.ZodType<S | `-${S}`>>).describe(
      'The order; with a hyphen the other way round',
    ),
    limit: z.coerce.number().int().min(1).max(500).default(100).describe('Things a page'),
    cursor: z.string().max(2000).exactOptional().describe('`next` of the page before'),
    ...filters,
  })
}

/** The answer of a list: a page, and the cursor of the next one, or null on the last. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable().describe('The cursor of the next page') })
}

type Key = string | number | null

type Order<T, S extends string> = {
  /** What tells things apart that are alike in what they are sorted by. */
  readonly id: (thing: T) => string
  /** Texts that the search looks into. */
  readonly searched: (thing: T) => readonly (string | null | undefined)[]
  readonly sorts: Readonly<Record<S, (thing: T) => Key>>
}

type Asked<S extends string> = {
  readonly search?: string
  readonly sort: S | `-${S}`
  readonly limit: number
  readonly cursor?: string
}

const cursorSchema = z.tuple([z.string(), z.union([z.string(), z.number(), z.null()]), z.string()])
type Place = readonly [key: Key, id: string]

/**
 * A page of things that are all at hand. A cursor holds where the page before ended, so that what was added or removed since
 * makes nothing come twice or be passed over. Throws InvalidRequestError for a cursor of another order.
 */
export function pageOf<T, S extends string>(
  things: readonly T[],
  { search, sort, limit, cursor }: Asked<S>,
  { id, searched, sorts }: Order<T, S>,
): { items: T[]; next: string | null } {
  const isDown = sort.startsWith('-')
  const keyOf = sorts[(isDown ? sort.slice(1) : sort) as S]
  const placeOf = (thing: T): Place => [keyOf(thing), id(thing)]
  const compare = (a: Place, b: Place) => compareKeys(a[0], b[0], isDown) || compareTexts(a[1], b[1])
  const wanted = search?.trim().toLowerCase()
  const after = cursor === undefined ? undefined : readCursor(cursor, sort)
  const found = things
    .filter((thing) => !wanted || searched(thing).some((text) => text?.toLowerCase().includes(wanted)))
    .map((thing) => ({ thing, place: placeOf(thing) }))
    .filter(({ place }) => !after || compare(place, after) > 0)
    .sort((a, b) => compare(a.place, b.place))
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ thing }) => thing),
    next: last && found.length > limit ? writeCursor(sort, last.place) : null,
  }
}

/** Nothing comes last, whichever way round. */
function compareKeys(a: Key, b: Key, isDown: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b))
  return isDown ? -order : order
}

const collator = new Intl.Collator('en', { numeric: true })

function compareTexts(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b))
}

function writeCursor(sort: string, [key, id]: Place): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url')
}

function readCursor(text: string, sort: string): Place {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success || parsed.data[0] !== sort) {
    const message = said`is no cursor of this list in this order; start without one`
    throw new InvalidRequestError([{ path: 'querystring.cursor', message }])
  }
  const [, key, id] = parsed.data
  return [key, id]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
