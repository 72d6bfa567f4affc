import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ColumnRef } from '../../../../src/contract/column.ts'
import { type ColumnList, columnListOf } from '../../../../src/contract/column-list.ts'
import { ask, askVersioned, ifMatch, ProblemError } from '../../app/api.ts'

/** What holds people back from every export; null while nothing has been configured. */
export const suppressionQuery = queryOptions({
  queryKey: ['environment', 'suppression'],
  queryFn: async ({ signal }) => {
    try {
      type Answer = { readonly definition: { readonly suppress?: ColumnList } }
      const { value, version } = await askVersioned<Answer>('GET', '/environment', { signal })
      const { suppress } = value.definition
      return { value: { ...(suppress !== undefined && { suppress }) }, version }
    } catch (thrown) {
      if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return null
      throw thrown
    }
  },
})

type Change = { readonly columns: readonly ColumnRef[]; readonly version: string | null }

/** Changes it over the version that was seen. Answers what is worth knowing of it, in sentences. */
export function useChangeSuppression() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ columns, version }: Change) => {
      type Answer = { readonly warnings: readonly string[]; readonly consequences: readonly string[] }
      const body = { suppress: columnListOf(columns) ?? null }
      const { warnings, consequences } = await ask<Answer>('PATCH', '/environment', { body, headers: ifMatch(version) })
      return [...consequences, ...warnings]
    },
    onSuccess: () => queries.invalidateQueries(),
  })
}
