import { invalid } from './api-error.ts'

export type PageRequest = {
  limit: number
  /** The id of the row that the page starts with, null for the first page. */
  next: string | null
  /** All parameters of the first request: a cursor carries them, whatever stands beside it. */
  query: URLSearchParams
}

/** Reads limit and cursor. A cursor is the base64 of the first request's parameters and `next=<id of the next row>`. */
export function pageRequest(query: URLSearchParams, bounds: { default: number; max: number }): PageRequest {
  const cursor = query.get('cursor')
  const from = cursor === null ? query : new URLSearchParams(Buffer.from(cursor, 'base64').toString('utf8'))
  const next = cursor === null ? null : from.get('next')
  if (cursor !== null && next === null) throw invalid('The cursor is invalid.')
  const text = from.get('limit')
  const limit = text === null ? bounds.default : Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > bounds.max) throw invalid(`limit must be between 1 and ${bounds.max}.`)
  return { limit, next, query: from }
}

/** The `_links` of a page whose follower starts with the row `nextId`; nothing on the last page. */
export function nextLink(path: string, page: PageRequest, nextId: string | undefined): { _links?: { next: { href: string } } } {
  if (nextId === undefined) return {}
  const inside = new URLSearchParams(page.query)
  inside.delete('next')
  inside.set('limit', String(page.limit))
  inside.set('next', nextId)
  const cursor = Buffer.from(inside.toString()).toString('base64')
  return { _links: { next: { href: `${path}?cursor=${encodeURIComponent(cursor)}` } } }
}

/** One page of rows that stand in an array, keyed by id. */
export function pageOf<Row>(rows: readonly Row[], page: PageRequest, idOf: (row: Row) => string): { rows: Row[]; nextId: string | undefined } {
  const from = page.next === null ? 0 : rows.findIndex((row) => idOf(row) === page.next)
  if (from === -1) return { rows: [], nextId: undefined }
  const follower = rows[from + page.limit]
  return { rows: rows.slice(from, from + page.limit), nextId: follower && idOf(follower) }
}
