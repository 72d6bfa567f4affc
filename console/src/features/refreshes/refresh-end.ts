import { ask } from '../../app/api.ts'
import { isLive, onNews } from '../../app/live.ts'
import type { Refresh } from './refreshes.ts'

/** Where the server tells nothing, it is asked this often. */
const askAgainMs = 1_000

/** Answers how a refresh ended, once it has. Throws ProblemError where it cannot be asked for. */
export function refreshEnd(id: string): Promise<Refresh> {
  return new Promise((resolve, reject) => {
    const look = async () => {
      const refresh = await ask<Refresh>('GET', `/refreshes/${encodeURIComponent(id)}`)
      if (refresh.finishedAt !== null) end(() => resolve(refresh))
    }
    const lookOnce = () => void look().catch((thrown) => end(() => reject(thrown)))
    const leave = onNews((news) => {
      if (news.noun === 'refresh' && (news.id ?? id) === id) lookOnce()
    })
    const asking = setInterval(() => isLive() || lookOnce(), askAgainMs)
    const end = (settle: () => void) => {
      leave()
      clearInterval(asking)
      settle()
    }
    lookOnce()
  })
}
