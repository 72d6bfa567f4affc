import { matches } from './matches.ts'

/** What strikes only a GET whose answer is a page of contacts, lists, activities or custom fields. */
export const PAGE_FAULTS = [
  /** The next link leads to the page it stands on. */
  'repeat-page',
  /** The next link leads past one page of rows, which is never shown. */
  'drop-page',
  /** No next link, though more follows. */
  'end-early',
  /** The rows are an object instead of a list. */
  'malformed-page',
  /** One row lacks its id. */
  'malformed-row',
] as const
export type PageFault = (typeof PAGE_FAULTS)[number]

export const NAMED_FAULTS = [
  'html',
  'cut-upload',
  'drop-before',
  'drop-after',
  'truncated-json',
  'unauthorized',
  'forbidden',
  'throttled',
  'quota-exceeded',
  'queue-full',
  ...PAGE_FAULTS,
] as const

/**
 * What happens to a request that is struck.
 * `{ status }` answers with a status and body, after doing the work when `handled`; `{ delayMs }` waits before the work, or
 * between it and the answer when `handled`; `cut-upload` cuts the connection while the body is still on its way,
 * `drop-before` once it has come, both without doing the work; `drop-after` does the work and cuts it before the answer.
 */
export type FaultAction =
  | { status: number; body?: unknown; handled?: boolean | undefined }
  | { delayMs: number; handled?: boolean | undefined }
  | (typeof NAMED_FAULTS)[number]

/** Which requests are meant. Left out, everything matches but requests to /control and the page. */
export type WantedRequest = {
  method?: string | undefined
  /** A part of the path with its query, or an expression. */
  path?: string | RegExp | undefined
}

export type FaultInput = WantedRequest & {
  /** The first request it strikes, counted from 1 among those that match since it was armed. */
  nth?: number | undefined
  /** How many requests it strikes; `Infinity` is every one. */
  times?: number | undefined
  action: FaultAction
}

const PAGES = /^\/v3\/(contacts|contact_lists|activities|contact_custom_fields)(\?|$)/

/** The request faults that are armed. */
export class RequestFaults {
  #armed: { input: FaultInput; seen: number; struck: number }[] = []

  arm(input: FaultInput): void {
    this.#armed.push({ input, seen: 0, struck: 0 })
  }

  clear(): void {
    this.#armed = []
  }

  /** The action that strikes a request, if any; the one armed first wins. */
  next(method: string, path: string): FaultAction | null {
    let found: FaultAction | null = null
    for (const armed of this.#armed) {
      const { nth = 1, times = 1, action } = armed.input
      if (!isWanted(armed.input, method, path)) continue
      if (isPageFault(action) && !(method === 'GET' && PAGES.test(path))) continue
      armed.seen++
      if (found || armed.seen < nth || armed.struck >= times) continue
      armed.struck++
      found = action
    }
    return found
  }
}

export function isWanted(wanted: WantedRequest, method: string, path: string): boolean {
  if (wanted.method !== undefined && wanted.method.toUpperCase() !== method) return false
  return wanted.path === undefined || matches(wanted.path, path)
}

export function isPageFault(action: FaultAction): action is PageFault {
  return PAGE_FAULTS.some((name) => name === action)
}

/** A name for the log. */
export function faultName(action: FaultAction): string {
  if (typeof action === 'string') return action
  return 'delayMs' in action ? `delay ${action.delayMs} ms` : `status ${action.status}`
}
