import { type QueryKey, type UseQueryOptions, useQueries } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { Rows } from './data-table.tsx'

/** How long a page is kept that nobody looks at any more, so that a list of 100,000 rows is never held whole. */
export const keptPageMs = 20_000

type PagesInSight<T> = {
  readonly rows: Rows<T>
  readonly onSight: (first: number, last: number) => void
  /** Why rows in sight do not come, and what asks for them again. */
  readonly error: Error | null
  readonly again: () => void
}

/**
 * The pages of a list that are in sight. `queryOf` asks for the page of this number, from 0, of `size` rows; `onSight` is told which
 * rows are in sight, and those pages alone are asked for: one that is scrolled past is not waited for.
 */
export function usePagesInSight<P extends { readonly items: readonly unknown[] }, K extends QueryKey>({
  length,
  size,
  queryOf,
}: {
  readonly length: number
  readonly size: number
  readonly queryOf: (page: number) => UseQueryOptions<P, Error, P, K>
}): PagesInSight<P['items'][number]> {
  const [sight, setSight] = useState({ from: 0, to: 0 })
  const last = Math.max(0, Math.ceil(length / size) - 1)
  const [from, to] = [Math.min(sight.from, last), Math.min(sight.to, last)]
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at)
  const pages = useQueries({ queries: numbers.map(queryOf) })
  const onSight = useCallback(
    (firstRow: number, lastRow: number) => {
      const now = { from: Math.floor(firstRow / size), to: Math.floor(lastRow / size) }
      setSight((before) => (before.from === now.from && before.to === now.to ? before : now))
    },
    [size],
  )
  const at = (index: number) => pages[Math.floor(index / size) - from]?.data?.items[index % size]
  const failed = pages.find(({ error }) => error !== null)
  return { rows: { length, at }, onSight, error: failed?.error ?? null, again: () => void failed?.refetch() }
}
