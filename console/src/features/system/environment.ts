import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, askVersioned, ifMatch, isConflict, ProblemError, type Versioned } from '../../app/api.ts'

/** What an environment is called, and the zone (IANA) that dates and times without one are meant in. */
export type Environment = { readonly name: string; readonly timeZone: string }

/** The environment; null while nothing has been configured. */
export const environmentQuery = queryOptions({
  queryKey: ['environment', 'name'],
  queryFn: async ({ signal }) => {
    try {
      const { value, version } = await askVersioned<{ definition: Environment }>('GET', '/environment', { signal })
      const { name, timeZone } = value.definition
      return { value: { name, timeZone }, version }
    } catch (thrown) {
      if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return null
      throw thrown
    }
  },
})

/**
 * Changes it, and answers what is there then and what is worth knowing of it, in sentences. Its version is that of all settings of the environment: that others
 * of them were changed since is no conflict, as long as these two still are what was seen.
 */
export function useChangeEnvironment() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ change, seen }: { readonly change: Environment; readonly seen: Versioned<Environment> }) => {
      try {
        return await save(change, seen.version)
      } catch (thrown) {
        if (!isConflict(thrown)) throw thrown
        const now = await queries.fetchQuery({ ...environmentQuery, staleTime: 0 })
        if (!now || now.value.name !== seen.value.name || now.value.timeZone !== seen.value.timeZone) throw thrown
        return await save(change, now.version)
      }
    },
    // Not waited for: what asked may be gone once everything is read again, and would not hear how it went.
    onSettled: () => void queries.invalidateQueries(),
  })
}

async function save(change: Environment, version: string | null) {
  const { warnings, consequences } = await ask<{
    warnings: readonly string[]
    consequences: readonly string[]
  }>('PATCH', '/environment', { body: change, headers: ifMatch(version) })
  return { saved: { value: change, version }, sentences: [...consequences, ...warnings] }
}
