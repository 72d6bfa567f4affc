import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UnifiedProfiles } from '../../../../src/contract/definitions.ts'
import type { MatchRule } from '../../../../src/contract/unification.ts'
import type { UnificationFigures } from '../../../../src/contract/unification-figures.ts'
import { ask, askVersioned, ifMatch, once, ProblemError } from '../../app/api.ts'
import { live } from '../../app/live.ts'
import type { ProfilesDefinition } from '../profiles/profiles.ts'
import type { Refresh, Task } from '../refreshes/refreshes.ts'

export type UnificationState = {
  /** Null before the first time. */
  readonly figures: UnificationFigures | null
  /** Names of the rules between tables, also where the shipped ones are used. */
  readonly rules: readonly string[]
  readonly refreshedAt: string | null
  readonly checkedAt: string | null
  readonly durationMs: number | null
  /** Whether the profiles are of other steps than those that are saved. */
  readonly definitionChanged: boolean
  /** What matching alone found since the profiles were made; its people are those that unifying would make. */
  readonly matching: {
    readonly figures: UnificationFigures
    readonly matchedAt: string
    readonly durationMs: number
    readonly definitionChanged: boolean
  } | null
  readonly error: { readonly code: string; readonly message: string; readonly at: string } | null
}

/** How the sources were last unified; null where the profiles come from one source and there is nothing to unify. */
export const unificationQuery = queryOptions({
  queryKey: ['profiles', 'unification'],
  queryFn: async ({ signal }): Promise<UnificationState | null> => {
    try {
      return await ask<UnificationState>('GET', '/unification', { signal })
    } catch (thrown) {
      if (thrown instanceof ProblemError && thrown.code === 'nothing_to_unify') return null
      throw thrown
    }
  },
  ...live({ of: ['profiles', 'refresh'], every: 10_000 }),
})

export type StoredProfiles = {
  readonly definition: ProfilesDefinition | UnifiedProfiles
  readonly managedBy: string | null
  readonly updatedAt: string
}

/** Who the customers are, with its version; null while nothing has been configured. */
export const storedProfilesQuery = queryOptions({
  queryKey: ['profiles', 'stored'],
  queryFn: async ({ signal }) => {
    try {
      return await readStored(signal)
    } catch (thrown) {
      if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return null
      throw thrown
    }
  },
})

/** Who the customers are, as it stands now. */
export function readStored(signal?: AbortSignal) {
  return askVersioned<StoredProfiles>('GET', '/profiles', { ...(signal && { signal }) })
}

/** Whether it is the definition of profiles of several sources, or of one in which people stand more than once. */
export function isUnifiedProfiles(definition: ProfilesDefinition | UnifiedProfiles): definition is UnifiedProfiles {
  return 'tables' in definition
}

/** The newest task of each of the two ways: null where there was none. */
const lastTaskQuery = (name: 'profiles' | 'matching') =>
  queryOptions({
    queryKey: ['refresh-tasks', 'profiles', name, 'last'],
    queryFn: async ({ signal }): Promise<Task | null> => {
      const path = `/refreshes/tasks/profiles/${name}?limit=1`
      return (await ask<{ items: readonly Task[] }>('GET', path, { signal })).items[0] ?? null
    },
    ...live({ of: ['profiles', 'refresh'], every: 2_000 }),
  })

/** The newest attempt to unify, or to match alone (`matching`): the one that is under way, else the one that ended last. */
export function useLastAttempt(): { readonly task: Task; readonly matching: boolean } | undefined {
  const { data: unified } = useQuery(lastTaskQuery('profiles'))
  const { data: matched } = useQuery(lastTaskQuery('matching'))
  const attempts = [unified && { task: unified, matching: false }, matched && { task: matched, matching: true }]
  const known = attempts.filter((each) => each !== null && each !== undefined)
  const endOf = ({ task }: (typeof known)[number]) => task.finishedAt ?? '9'
  return known.sort((a, b) => (endOf(a) < endOf(b) ? 1 : -1))[0]
}

export function isUnderWay(task: Task | null | undefined): task is Task {
  return task !== null && task !== undefined && task.finishedAt === null
}

/** What is brought up to date: the profiles from what was last read, or after the sources were read anew, with the segments or without. */
export type Scope = {
  readonly sources: readonly string[]
  readonly segments: readonly string[]
  /** Only what matches is told, and the profiles are left as they are. */
  readonly matchOnly?: true
}

export function useUnify() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ matchOnly, ...scope }: Scope) =>
      ask<Refresh>('POST', '/refreshes', {
        body: { ...scope, profiles: matchOnly ? 'matching' : true },
        headers: once(),
      }),
    onSettled: () => queries.invalidateQueries(),
  })
}

export type Notes = { readonly warnings: readonly string[]; readonly consequences: readonly string[] }

/** Replaces who the customers are, over the version that was seen. Nothing is refreshed by it. */
export function useSaveUnified() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ profiles, version }: { readonly profiles: UnifiedProfiles; readonly version: string | null }) =>
      ask<Notes>('PUT', '/profiles', { body: profiles, headers: ifMatch(version) }),
    onSuccess: () => queries.invalidateQueries(),
  })
}

export type Proposal = { readonly profiles: Partial<UnifiedProfiles>; readonly rules: readonly MatchRule[] }

/** Profiles that sources could be unified into, by what their columns are called and hold. */
export function propose(sources: readonly string[], signal?: AbortSignal): Promise<Proposal> {
  return ask<Proposal>('POST', '/unification/propose', { body: { sources }, ...(signal && { signal }) })
}
