import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { AlertSettings } from '../../../../src/contract/alerts.ts'
import { ask, askVersioned, ifMatch } from '../../app/api.ts'

type Told = { readonly settings: AlertSettings | null; readonly mailServer: boolean }

export const alertSettingsQuery = queryOptions({
  queryKey: ['alert-settings'],
  queryFn: ({ signal }) => askVersioned<Told>('GET', '/alerts/settings', { signal }),
})

export function useSaveAlerts() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ settings, version }: { readonly settings: AlertSettings; readonly version: string | null }) =>
      ask<{ settings: AlertSettings }>('PUT', '/alerts/settings', { body: { settings }, headers: ifMatch(version) }),
    // Not waited for: what asked may be gone once everything is read again, and would not hear how it went.
    onSettled: () => void queries.invalidateQueries(),
  })
}

export type Tested = {
  readonly channel: 'mail' | 'webhook'
  readonly recipient: string
  readonly problem: string | null
}

export function useTestAlerts() {
  return useMutation({ mutationFn: () => ask<{ recipients: readonly Tested[] }>('POST', '/alerts/test') })
}
