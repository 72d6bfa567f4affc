import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'

export type FoundRow = {
  readonly key: string
  /** Whether the key stands here in full, so that it can be asked about. */
  readonly isKeyShown: boolean
  readonly email: string | null
  readonly name: string | null
}

export type FoundRows = {
  readonly source: string
  readonly rows: readonly FoundRow[]
  /** Whether there are others. */
  readonly more: boolean
}

/** The rows of each table in which all words stand. The words travel in the body: they may be somebody's address. */
export const foundRowsQuery = (text: string) =>
  queryOptions({
    queryKey: ['profiles', 'rows', text],
    queryFn: async ({ signal }) =>
      (await ask<{ tables: readonly FoundRows[] }>('POST', '/unification/rows', { body: { text, limit: 8 }, signal }))
        .tables,
    staleTime: 30_000,
    retry: false,
    placeholderData: keepPreviousData,
  })
