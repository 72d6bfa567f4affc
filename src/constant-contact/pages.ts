import { PagingError } from './errors.ts'
import { type Answer, type ApiRequest, nextPageRequest, requestUrl } from './request.ts'
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

/**
 * The pages of a collection, one after another along `_links.next.href`. Throws PagingError when a link leads back to a page
 * that was read, pages share items, or pages stay empty: such a reading says nothing about who is not in it.
 */
export async function* readPages<Page>(
  session: Session,
  first: ApiRequest,
  reader: PageReader<Page>,
  signal?: AbortSignal,
): AsyncGenerator<Page> {
  const read = new Set([addressOf(session, first)])
  const repeated = noticeRepeats(reader)
  let empty = 0
  for (let request: ApiRequest | undefined = first; request; ) {
    const answer = await ask(session, request, signal)
    const page = reader.judge(answer)
    const ids = reader.ids(page)
    const repeats = repeated(ids)
    if (repeats) throw new PagingError(request.about, repeats)

    const href = linkOf(answer.json, 'next')
    const next: ApiRequest | undefined = href === undefined ? href : nextPageRequest(session.apiUrl, request, href)
    empty = ids.length === 0 ? empty + 1 : 0
    if (next) {
      if (empty >= emptyInARow) {
        throw new PagingError(request.about, `${empty} empty pages in a row, and a link to another`)
      }
      const address = addressOf(session, next)
      if (address === addressOf(session, request)) {
        throw new PagingError(request.about, 'the link to the next page leads to the page itself')
      }
      if (read.has(address)) throw new PagingError(request.about, 'a link to the next page came twice')
      read.add(address)
    }

    yield page
    request = next
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
  return (ids: readonly string[]): string | undefined => {
    const [start] = ids
    const end = ids.at(-1)
    if (start === undefined || end === undefined) return undefined
    if (starts.has(start)) return 'a page came twice'
    const shared = ids.filter((id) => starts.has(id) || ends.has(id) || previous.has(id)).length
    if (shared > 0 && overlap !== 'expected') return `${shared} of a page's items were on an earlier page`
    starts.add(start)
    ends.add(end)
    previous = new Set(ids)
    return undefined
  }
}

/** Where a request goes, however its query is ordered. */
function addressOf({ apiUrl }: Pick<Session, 'apiUrl'>, request: ApiRequest): string {
  const url = requestUrl(apiUrl, request)
  url.searchParams.sort()
  return url.href
}
