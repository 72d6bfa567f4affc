import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, askVersioned, ifMatch } from '../../app/api.ts'
import { live } from '../../app/live.ts'

export type Erasure = {
  readonly id: string
  readonly state: 'under_way' | 'whole' | 'lifted'
  readonly removeFromLists: boolean
  readonly reason: string | null
  readonly askedBy: string
  readonly askedAt: string
  readonly endedAt: string | null
  readonly waitsFor: { readonly code: string; readonly sentence: string } | null
  readonly lifted: { readonly by: string; readonly at: string; readonly reason: string } | null
}

/** Who is meant. It travels in bodies alone, so that it is in no log. */
export type Who = { readonly email: string } | { readonly key: string }

export const erasuresQuery = queryOptions({
  queryKey: ['erasures'],
  queryFn: async ({ signal }) => (await ask<{ items: Erasure[] }>('GET', '/privacy/erasures', { signal })).items,
  ...live({ of: ['erasure'], every: 3_000 }),
})

export type Certificate = {
  readonly endedAt: string
  readonly erased: Readonly<Record<string, number>>
  readonly removedFrom: readonly string[]
  readonly remains: readonly { readonly kind: string; readonly name: string; readonly sentence: string }[]
}

export const certificateQuery = (id: string) =>
  queryOptions({
    queryKey: ['erasures', id, 'certificate'],
    queryFn: ({ signal }) =>
      ask<Certificate>('GET', `/privacy/erasures/${encodeURIComponent(id)}/certificate`, { signal }),
  })

/** What is kept for a number of days. */
export const keptKinds = ['receiptDays', 'runDays', 'corruptRowDays', 'departureEndingDays'] as const
type Kept = (typeof keptKinds)[number]

/** Those whose name does not tell everybody what they are. */
export function isExplained(kind: Kept): kind is 'corruptRowDays' | 'departureEndingDays' {
  return kind === 'corruptRowDays' || kind === 'departureEndingDays'
}

/** What the program does where the environment says nothing else (docs/privacy.md). */
export const usualDays: Readonly<Record<Kept, number>> = {
  receiptDays: 400,
  runDays: 1_100,
  corruptRowDays: 90,
  departureEndingDays: 400,
}

export type Retention = { readonly [K in Kept]?: number } & { readonly viewersSeeEmails?: boolean }

/** What is changed of it; null is as usual. */
export type RetentionChange = { readonly [K in Kept]?: number | null } & { readonly viewersSeeEmails: true | null }

export const retentionQuery = queryOptions({
  queryKey: ['environment', 'retention'],
  queryFn: async ({ signal }) => {
    const { value, version } = await askVersioned<{ definition: Retention }>('GET', '/environment', { signal })
    const { receiptDays, runDays, corruptRowDays, departureEndingDays, viewersSeeEmails } = value.definition
    return {
      value: { receiptDays, runDays, corruptRowDays, departureEndingDays, viewersSeeEmails } as Retention,
      version,
    }
  },
})

/** Changes it over the version that was seen. */
export function useChangeRetention() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ change, version }: { readonly change: RetentionChange; readonly version: string | null }) =>
      ask('PATCH', '/environment', { body: change, headers: ifMatch(version) }),
    onSuccess: () => queries.invalidateQueries(),
  })
}

export function useErase() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({
      who,
      removeFromLists,
      reason,
    }: {
      readonly who: Who
      readonly removeFromLists: boolean
      readonly reason: string
    }) =>
      ask<Erasure>('POST', '/privacy/erasures', {
        body: { ...who, removeFromLists, ...(reason.trim() !== '' && { reason: reason.trim() }) },
      }),
    onSettled: () => queries.invalidateQueries(),
  })
}

export function useLift(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) =>
      ask<Erasure>('POST', `/privacy/erasures/${encodeURIComponent(id)}/lift`, { body: { reason } }),
    onSettled: () => queries.invalidateQueries(),
  })
}

/** Asks for everything that is held of a person and hands it to the browser as a file, whose name tells nobody's. */
export function useExportPerson() {
  return useMutation({
    mutationFn: async (who: Who) => {
      const held = await ask<Readonly<Record<string, unknown>>>('POST', '/privacy/person', { body: who })
      const file = URL.createObjectURL(new Blob([JSON.stringify(held, null, 2)], { type: 'application/json' }))
      const link = document.createElement('a')
      link.href = file
      link.download = 'person.json'
      link.click()
      URL.revokeObjectURL(file)
      return held
    },
  })
}
