import { useQuery } from '@tanstack/react-query'
import type { TaskKind } from '../refreshes/refreshes.ts'
import { statusQuery } from './status.ts'

/** What people call the things that are refreshed, and connections; by its name what has no other or is there no more. */
export function useDisplayNames(): (kind: TaskKind | 'connection', name: string) => string {
  const { data: status } = useQuery(statusQuery)
  const known = {
    source: [],
    profiles: [],
    segment: status?.segments ?? [],
    export: status?.exports ?? [],
    connection: status?.connections ?? [],
  }
  return (kind, name) => known[kind].find((each) => each.name === name)?.displayName ?? name
}
