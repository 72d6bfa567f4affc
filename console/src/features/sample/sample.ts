import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, once } from '../../app/api.ts'

export type Sample = {
  readonly offered: boolean
  /** A page of its Constant Contact; null until it was begun. */
  readonly page: string | null
}

export const sampleQuery = queryOptions({
  queryKey: ['sample'],
  queryFn: ({ signal }) => ask<Sample>('GET', '/sample', { signal }),
})

type Settings = { readonly consent: { readonly version: string; readonly text: string } }

/** The text about the transfer of data, and its version. Administrators only. */
export const consentQuery = (language: string) =>
  queryOptions({
    queryKey: ['connection-settings', 'consent', language],
    queryFn: async ({ signal }) =>
      (await ask<Settings>('GET', `/connection-settings?language=${language}`, { signal })).consent,
  })

type Begun = { readonly runs: readonly { readonly id: string; readonly export: string }[] }

/** Makes the sample. `onBegun` is told here and not where it is asked for: what asked is gone once there is a sample. */
export function useTrySample(onBegun: (begun: Begun) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (read: { readonly textVersion: string; readonly language: string }) =>
      ask<Begun>('POST', '/sample', { body: { agree: true, ...read }, headers: once() }),
    onSuccess: onBegun,
    onSettled: () => queries.invalidateQueries(),
  })
}
