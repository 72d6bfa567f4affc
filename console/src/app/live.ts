import type { Query, QueryClient } from '@tanstack/react-query'
import type { FollowedNoun } from '../../../src/contract/followed-nouns.ts'

type Noun = FollowedNoun | 'run' | 'refresh'

/** What the server told of: something of a noun stands otherwise, and which run or refresh it is. */
type News = { readonly noun: Noun; readonly id?: string }

type Live = {
  /** What the answer tells of. */
  readonly of: readonly Noun[]
  /** The one run or refresh that it tells of. */
  readonly id?: string
  /** How often it is asked for, in milliseconds, while the server tells nothing. */
  readonly every: number
}

/** Asked for so often though nobody told of anything: a connection may be gone without a word. */
const anywayMs = 60_000
/** After so long the server is asked to tell again that refused to: somebody has too many pages open, or is signed out. */
const reopenMs = 30_000
/** What is told within this time is asked for once. */
const gatherMs = 100
/** And what is told while it is asked for, once that is answered or has taken so long. */
const answerMs = 5_000

let isTelling = false
const listeners = new Set<(news: News) => void>()

/** Whether the server tells of what happens, so that nobody has to ask. */
export function isLive(): boolean {
  return isTelling
}

/**
 * What a query says of itself whose answer is shown as it stands: it is asked for again when the server tells of one of these, and
 * from time to time where it tells nothing. Not for what is edited, which stays as it was when the editing began.
 */
export function live(live: Live) {
  return { meta: { live }, refetchInterval: () => (isTelling ? anywayMs : live.every) }
}

/** Hears of what the server tells, until the function that is answered is called. */
export function onNews(listener: (news: News) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * Has the server tell of everything that happens, by one stream a tab, and only while somebody sees it: a browser keeps few connections
 * to one server. When it begins, and begins again, all that is live is asked for once; while it is broken, from time to time.
 */
export function followServer(queries: QueryClient): () => void {
  let stream: EventSource | undefined
  let later: ReturnType<typeof setTimeout> | undefined
  let news: News[] = []
  let isAsking = false

  const ask = async (): Promise<void> => {
    isAsking = true
    while (news.length > 0) {
      await pause(gatherMs)
      const told = news
      news = []
      const asked = queries.invalidateQueries({ predicate: (query) => told.some((each) => hangsOn(query, each)) })
      await Promise.race([asked, pause(answerMs)])
    }
    isAsking = false
  }
  const hear = (told: News) => {
    news.push(told)
    for (const listener of listeners) listener(told)
    if (!isAsking) void ask()
  }
  const open = () => {
    stream = new EventSource('/api/v1/events')
    stream.addEventListener('open', () => {
      isTelling = true
      // What ended meanwhile is not told of any more.
      hear({ noun: 'run' })
      hear({ noun: 'refresh' })
    })
    stream.addEventListener('changed', ({ data }) => hear({ noun: JSON.parse(data).noun }))
    for (const noun of ['run', 'refresh'] as const) {
      stream.addEventListener(noun, ({ data }) => hear({ noun, id: JSON.parse(data).id }))
    }
    stream.addEventListener('error', ({ target }) => {
      // From now on it is asked for: each answer sets when the next one is.
      if (isTelling) void queries.invalidateQueries({ predicate: ({ meta }) => meta?.live !== undefined })
      isTelling = false
      if (target === stream && stream.readyState === EventSource.CLOSED) later = setTimeout(open, reopenMs)
    })
  }
  const close = () => {
    stream?.close()
    stream = undefined
    isTelling = false
    clearTimeout(later)
  }
  const turn = () => {
    close()
    if (document.visibilityState === 'visible') open()
  }
  turn()
  document.addEventListener('visibilitychange', turn)
  return () => {
    document.removeEventListener('visibilitychange', turn)
    close()
  }
}

function hangsOn({ meta }: Query, { noun, id }: News): boolean {
  const about = meta?.live as Live | undefined
  if (!about?.of.includes(noun)) return false
  return about.id === undefined || id === undefined || about.id === id
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
