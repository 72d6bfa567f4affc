/** A question to Constant Contact, built but not sent. */
export type ApiRequest = {
  readonly method: 'GET' | 'POST'
  /** Below the API's base: `/contact_lists`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | undefined>>
  /** The type of what is asked for, where it is not application/json. */
  readonly accept?: string
  /** What is asked for, in the words of an error message: `the account's lists`. */
  readonly about: string
  /** Scope and privilege without which the answer is 403. */
  readonly scope?: string
  readonly privilege?: string
} & Payload

/** What a request carries: a form, or a value that is sent as application/json. A question carries neither. */
type Payload = { readonly body?: FormData; readonly json?: never } | { readonly body?: never; readonly json?: unknown }

/** What came back, read whole. `json` is undefined when the text was not JSON. */
export type Answer = {
  readonly status: number
  readonly text: string
  readonly json?: unknown
}

/** The address of a request. Values are encoded, a plus sign too (`+` alone would be read as a space). */
export function requestUrl(apiUrl: string, request: ApiRequest): URL {
  const url = new URL(`${apiUrl}${request.path}`)
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url
}

/**
 * The request for the next page: the same question at the address of `href`. A link holds the question's filters; whether
 * it holds its include_count too is unknown, so that is asked for again.
 */
export function nextPageRequest(apiUrl: string, request: ApiRequest, href: string): ApiRequest {
  const { include_count } = request.query ?? {}
  const { path, query } = linkAddress(apiUrl, href)
  return { ...request, path, query: { include_count, ...query } }
}

/**
 * The address that a link leads to; it comes without host (`/v3/…?cursor=…`). Only its path below the API and its query are
 * taken, so that a token never travels to another host.
 */
export function linkAddress(apiUrl: string, href: string): Required<Pick<ApiRequest, 'path' | 'query'>> {
  const base = new URL(apiUrl)
  const { pathname, searchParams } = new URL(href, base)
  const path = pathname.startsWith(`${base.pathname}/`)
    ? pathname.slice(base.pathname.length)
    : pathname.replace(/^\/v3(?=\/)/, '')
  return { path, query: Object.fromEntries(searchParams) }
}

/** An answer as Constant Contact sends it, from its status and text. */
export function answerOf(status: number, text: string): Answer {
  try {
    return { status, text, json: JSON.parse(text) }
  } catch {
    return { status, text }
  }
}
