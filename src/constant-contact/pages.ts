import { said } from '../lib/said.ts'
import { PagingError, UnexpectedAnswerError } from './errors.ts'
import { type Answer, type ApiRequest, nextPageRequest, requestUrl } from './request.ts'
import { nextDelay } from './retry-policy.ts'
import { ask } from './send.ts'
import type { Session } from './session.ts'
import { linkOf } from './wire.ts'

/** Empty pages that may follow each other before we stop believing that more is to come. */
const emptyInARow = 3

/** How one kind of page is read. */
export type PageReader<Page> = {
  readonly judge: (answer: Answer) => Page
  /** The ids of the page's items, in order. */
  readonly ids: (page: Page) => readonly string[]
  /** `expected` where new items may push others on to the next page while it is read, and nothing hangs on who is missing. */
  readonly overlap?: 'expected'
}

type Taken<Page> = { readonly page: Page; readonly next: ApiRequest | undefined }

/** How often a page that cannot be right is asked for in all. */
const tries = 3

/**
 * The pages of a collection, one after another along `_links.next.href`. A page that cannot be right is asked for again. Throws
 * PagingError when a link leads back to a page that was read, pages share items, or pages stay empty, and
 * UnexpectedAnswerError when a page is not one: such a reading says nothing about who is not in it.
 */
export async function* readPages<Page>(
  session: Session,
  first: ApiRequest,
  reader: PageReader<Page>,
  signal?: AbortSignal,
): AsyncGenerator<Page> {
  const read = new Set([addressOf(session, first)])
  const repeats = noticeRepeats(reader)
  let empty = 0

  /** The page of an answer, and the question for the next. Nothing is remembered of a page that is refused. */
  const take = (request: ApiRequest, answer: Answer): Taken<Page> => {
    const page = reader.judge(answer)
    const ids = reader.ids(page)
    const repeated = repeats.find(ids)
    if (repeated) throw new PagingError(request.about, repeated)
    const href = linkOf(answer.json, 'next')
    const next = href === undefined ? undefined : nextPageRequest(session.apiUrl, request, href)
    const emptyNow = ids.length === 0 ? empty + 1 : 0
    if (next) {
      if (emptyNow >= emptyInARow) {
        throw new PagingError(request.about, said`${emptyNow} empty pages in a row, and a link to another`)
      }
      const address = addressOf(session, next)
      if (address === addressOf(session, request)) {
        throw new PagingError(request.about, said`the link to the next page leads to the page itself`)
      }
      if (read.has(address)) throw new PagingError(request.about, said`a link to the next page came twice`)
      read.add(address)
    }
    empty = emptyNow
    repeats.remember(ids)
    return { page, next }
  }

  for (let request: ApiRequest | undefined = first; request; ) {
    const taken: Taken<Page> = await askForPage(session, request, take, signal)
    yield taken.page
    request = taken.next
  }
}

async function askForPage<Page>(
  session: Session,
  request: ApiRequest,
  take: (request: ApiRequest, answer: Answer) => Taken<Page>,
  signal?: AbortSignal,
): Promise<Taken<Page>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(session, request, signal)
    try {
      return take(request, answer)
    } catch (thrown) {
      const wrong = thrown instanceof PagingError || thrown instanceof UnexpectedAnswerError
      const delayMs = nextDelay(session.retry.unavailable, attempt, session.random)
      if (!wrong || attempt === tries || delayMs === undefined) throw thrown
      session.notify({ kind: 'unavailable', about: request.about, delayMs, attempt })
      await session.clock.wait(delayMs, signal)
    }
  }
}

/**
 * Says of each page's ids what they repeat of earlier pages, or nothing. All ids of a million contacts would weigh too much:
 * remembered are the first and the last of every page, and all of the page before.
 */
function noticeRepeats({ overlap }: Pick<PageReader<unknown>, 'overlap'>) {
  const starts = new Set<string>()
  const ends = new Set<string>()
  let previous: ReadonlySet<string> = new Set()
  return {
    find: (ids: readonly string[]): string | undefined => {
      const [start] = ids
      if (start === undefined) return undefined
      if (starts.has(start)) return said`a page came twice`
      const shared = ids.filter((id) => starts.has(id) || ends.has(id) || previous.has(id)).length
      return shared > 0 && overlap !== 'expected'
        ? said`${shared} of a page's items were on an earlier page`
        : undefined
    },
    remember: (ids: readonly string[]): void => {
      const [start] = ids
      const end = ids.at(-1)
      if (start === undefined || end === undefined) return
      starts.add(start)
      ends.add(end)
      previous = new Set(ids)
    },
  }
}

/** Where a request goes, however its query is ordered. */
function addressOf({ apiUrl }: Pick<Session, 'apiUrl'>, request: ApiRequest): string {
  const url = requestUrl(apiUrl, request)
  url.searchParams.sort()
  return url.href
}
