import { invalid } from './answers.ts'
import type { Call } from './api-route.ts'

/** `limit` of a query, or its default; out of range is a 400. */
export function limitOf(query: URLSearchParams, max: number, fallback = 50): number {
  const text = query.get('limit')
  if (text === null) return Math.min(fallback, max)
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > max) throw invalid(`limit must be between 1 and ${max}.`)
  return limit
}

/** The query that a page is read with: what a cursor carries goes before everything else in the address. */
export function pageQuery(query: URLSearchParams): URLSearchParams {
  const cursor = query.get('cursor')
  if (cursor === null) return query
  const carried = new URLSearchParams(Buffer.from(cursor, 'base64').toString('utf8'))
  if (!carried.has('next') || !carried.has('limit')) throw invalid('The cursor is not valid.')
  return carried
}

/** `_links` of a page that has a next one: a path without host, with the position and every filter baked into a cursor. */
export function nextLink(
  path: string,
  query: URLSearchParams,
  limit: number,
  next: string,
): { next: { href: string } } {
  const carried = new URLSearchParams(query)
  carried.set('limit', String(limit))
  carried.set('next', next)
  const cursor = Buffer.from(carried.toString()).toString('base64')
  return { next: { href: `/v3${path}?cursor=${encodeURIComponent(cursor)}` } }
}

/** How many rows after a page's first the next one starts: a page's worth, and another when a fault drops a page. */
export function rowsUntilNext(limit: number, { fault }: Pick<Call, 'fault'>): number {
  return fault === 'drop-page' ? limit * 2 : limit
}

export type Page<T> = { rows: T[]; links: { next: { href: string } } | undefined }

/** A page of a collection whose rows have ids, from where the cursor of the query stands. */
export function pageOf<T>(
  call: Pick<Call, 'query' | 'fault'>,
  { all, idOf, path, limitMax }: { all: readonly T[]; idOf: (row: T) => string; path: string; limitMax: number },
): Page<T> {
  const query = pageQuery(call.query)
  const limit = limitOf(query, limitMax)
  const next = query.get('next')
  const start = next === null ? 0 : all.findIndex((row) => idOf(row) === next)
  if (start < 0) return { rows: [], links: undefined }
  const following = all[start + rowsUntilNext(limit, call)]
  return {
    rows: all.slice(start, start + limit),
    links: following === undefined ? undefined : nextLink(path, query, limit, idOf(following)),
  }
}
