import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ask, once } from '../../app/api.ts'
import type { Run } from './runs.ts'

/** Starts a run about one that has ended, and goes to its page. */
export function useFollowUp(id: string, kind: 'retry' | 'undo') {
  const navigate = useNavigate()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask<Run>('POST', `/runs/${encodeURIComponent(id)}/${kind}`, { headers: once() }),
    onSuccess: (started) => {
      void queries.invalidateQueries()
      void navigate({ to: '/runs/$id', params: { id: started.id } })
    },
  })
}
