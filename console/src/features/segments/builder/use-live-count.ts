import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { SegmentDefinition } from '../../../../../src/contract/segment.ts'
import { ask, ProblemError } from '../../../app/api.ts'
import { useSettled } from '../../../ui/use-settled.ts'
import type { Explanation } from '../segment-looks.ts'

const pause = 400

export type LiveCount = {
  /** The newest count there is, which may be of rules before the last change. */
  readonly counted: Explanation | undefined
  readonly isStale: boolean
  /** What the server finds wrong with the rules, by path below the segment. */
  readonly issues: readonly { readonly path: string; readonly message: string }[]
  /** Another trouble than with the rules. */
  readonly error: Error | null
}

/**
 * How many people rules hold for, asked for when nothing was changed for a moment; a newer question ends an older one.
 * Only rules that are finished are sent.
 */
export function useLiveCount(
  definition: SegmentDefinition,
  { name, ready }: { name: string | undefined; ready: boolean },
) {
  const text = JSON.stringify(definition.rules)
  const asked = useSettled(text, pause)
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    queryKey: ['segments', 'count', name, asked],
    queryFn: ({ signal }) =>
      ask<Explanation>('POST', '/segments/count', {
        body: { ...(name && { name }), definition: { rules: JSON.parse(asked) } },
        signal,
      }),
    enabled: ready && asked === text,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 30_000,
  })
  const isOurs = error instanceof ProblemError && error.issues.length > 0
  const current = ready && asked === text
  const live: LiveCount = {
    counted: data,
    isStale: !current || isPlaceholderData || isFetching || error !== null,
    issues: current && isOurs ? error.issues.map(({ path, message }) => ({ path: belowSegment(path), message })) : [],
    error: current && !isOurs ? error : null,
  }
  return live
}

/** `segments.NAME.rules[0]` as `rules[0]`. */
export function belowSegment(path: string): string {
  return path.replace(/^segments\.[^.[\]]+\.?/, '')
}
