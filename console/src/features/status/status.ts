import { queryOptions } from '@tanstack/react-query'
import { ask, ProblemError } from '../../app/api.ts'
import { live } from '../../app/live.ts'
import type { Refresh } from '../refreshes/refreshes.ts'

export type Outcome = {
  readonly status: string
  readonly reason: string | null
  readonly message: string | null
  readonly meaning: string | null
}

export type Standing = Outcome & {
  readonly name: string
  readonly displayName: string | null
  readonly updatedAt: string | null
  readonly count: number | null
  /** The refresh that it stands so by. */
  readonly refresh: string | null
  readonly run: string | null
  readonly next: string | null
}

export type Attention = Outcome & {
  readonly key: string
  readonly kind: string
  readonly subject: string
  readonly since: string
}

export type Status = {
  readonly environment: string
  readonly refreshes: readonly Refresh[]
  readonly sources: readonly Standing[]
  readonly profiles: Standing
  readonly segments: readonly Standing[]
  readonly exports: readonly (Standing & { readonly inStep: boolean | null })[]
  readonly connections: readonly Standing[]
  readonly lists: { readonly inStep: number; readonly of: number }
  readonly attention: readonly Attention[]
}

/** Where everything stands; null while nothing has been configured. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: async ({ signal }): Promise<Status | null> => {
    try {
      return await ask<Status>('GET', '/status', { signal })
    } catch (thrown) {
      if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return null
      throw thrown
    }
  },
  ...live({
    of: ['run', 'refresh', 'source', 'profiles', 'segment', 'export', 'connection', 'environment', 'need'],
    every: 15_000,
  }),
})
