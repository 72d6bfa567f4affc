import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SegmentDefinition } from '../../../../../src/contract/segment.ts'
import { ask, askVersioned, ifMatch, once } from '../../../app/api.ts'
import { type Notes, type Segment, segmentPath } from '../segments.ts'

export type Saving = {
  readonly name: string
  readonly definition: SegmentDefinition
  /** The version that was edited; null for one that is to be made. */
  readonly version: string | null
  /** Whether its members are to be computed at once. */
  readonly refresh: boolean
}

/** Saves a segment, and computes its members where that is asked for. Nothing is delivered by either. */
export function useSaveSegment() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ name, definition, version, refresh }: Saving): Promise<Notes> => {
      const saved =
        version === null
          ? await ask<Segment & Notes>('POST', '/segments', { body: { name, definition }, headers: once() })
          : await ask<Segment & Notes>('PUT', segmentPath(name), { body: definition, headers: ifMatch(version) })
      if (refresh) await ask('POST', `${segmentPath(name)}/refresh`, { headers: once() })
      return saved
    },
    onSuccess: () => queries.invalidateQueries(),
  })
}

/** What somebody else has made of it meanwhile. */
export function readTheirs(name: string) {
  return askVersioned<Segment>('GET', segmentPath(name))
}
