import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ask } from '../../app/api.ts'
import { type Refresh, refreshQuery, type WholeRefresh } from './refreshes.ts'

/** Where the server tells no more, it is asked this often. */
const askAgainMs = 1_000

/** Keeps what is shown of a refresh true while it has not ended: the server tells each time it stands otherwise. */
export function useRefreshNews({ id, ended }: { readonly id: string; readonly ended: boolean }): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (ended) return undefined
    return follow(id, {
      onNews: (refresh) => queries.setQueryData(refreshQuery(id).queryKey, refresh),
      onEnd: () => void queries.invalidateQueries(),
      onLost: () => void queries.invalidateQueries({ queryKey: refreshQuery(id).queryKey }),
    })
  }, [id, ended, queries])
}

/** Answers how a refresh ended, once it has. Throws ProblemError where it cannot be asked for. */
export function refreshEnd(id: string): Promise<Refresh> {
  return new Promise((resolve, reject) => {
    const askOften = async (): Promise<void> => {
      const refresh = await ask<Refresh>('GET', `/refreshes/${encodeURIComponent(id)}`)
      if (refresh.finishedAt !== null) return resolve(refresh)
      setTimeout(() => void askOften().catch(reject), askAgainMs)
    }
    follow(id, { onEnd: resolve, onLost: () => void askOften().catch(reject) })
  })
}

type Told = {
  readonly onNews?: (refresh: WholeRefresh) => void
  readonly onEnd: (refresh: WholeRefresh) => void
  /** The server ended it before the refresh has: somebody has too many open, or is signed out. */
  readonly onLost: () => void
}

/** Listens how a refresh goes on; answers what ends the listening. A connection that is cut off is made again by the browser. */
function follow(id: string, { onNews, onEnd, onLost }: Told): () => void {
  const events = new EventSource(`/api/v1/refreshes/${encodeURIComponent(id)}/events`)
  events.addEventListener('refresh', ({ data }) => {
    const refresh = JSON.parse(data) as WholeRefresh
    onNews?.(refresh)
    if (refresh.finishedAt === null) return
    events.close()
    onEnd(refresh)
  })
  events.addEventListener('error', () => events.readyState === EventSource.CLOSED && onLost())
  return () => events.close()
}
