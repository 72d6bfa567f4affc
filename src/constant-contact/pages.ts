import { PagingError } from './errors.ts'
import { type Answer, type ApiRequest, nextPageRequest } from './request.ts'
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
}

/**
 * The pages of a collection, one after another along `_links.next.href`. Throws PagingError when a link or a page comes
 * twice or the pages stay empty: such a reading says nothing about who is not in it.
 */
export async function* readPages<Page>(
  session: Session,
  first: ApiRequest,
  reader: PageReader<Page>,
  signal?: AbortSignal,
): AsyncGenerator<Page> {
  const links = new Set<string>()
  const starts = new Set<string>()
  let empty = 0
  for (let request: ApiRequest | undefined = first; request; ) {
    const answer = await ask(session, request, signal)
    const page = reader.judge(answer)
    const ids = reader.ids(page)

    const start = ids[0]
    if (start !== undefined && starts.has(start)) throw new PagingError(request.about, 'a page came twice')
    if (start !== undefined) starts.add(start)
    empty = start === undefined ? empty + 1 : 0
    const href = linkOf(answer.json, 'next')
    if (href !== undefined && empty >= emptyInARow) {
      throw new PagingError(request.about, `${empty} empty pages in a row, and a link to another`)
    }
    if (href !== undefined && links.has(href))
      throw new PagingError(request.about, 'a link to the next page came twice')
    if (href !== undefined) links.add(href)

    yield page
    request = href === undefined ? undefined : nextPageRequest(session.apiUrl, request, href)
  }
}
