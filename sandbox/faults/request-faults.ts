import { matches } from './activity-faults.ts'

/**
 * What happens to a request that is struck.
 * `{ status }` answers with a status and body, after doing the work when `handled`; `{ delayMs }` answers late;
 * `drop-before` cuts the connection without doing the work, `drop-after` does the work and cuts it before the answer.
 */
export type FaultAction =
  | { status: number; body?: unknown; handled?: boolean | undefined }
  | { delayMs: number }
  | 'html'
  | 'drop-before'
  | 'drop-after'
  | 'truncated-json'
  | 'unauthorized'
  | 'forbidden'
  | 'throttled'
  | 'quota-exceeded'
  | 'queue-full'

export type FaultInput = {
  method?: string | undefined
  /** A part of the path with its query, or an expression. Left out: every request but those to /control and the page. */
  path?: string | RegExp | undefined
  /** The first request it strikes, counted from 1 among those that match since it was armed. */
  nth?: number | undefined
  /** How many requests it strikes; `Infinity` is every one. */
  times?: number | undefined
  action: FaultAction
}

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
      const { nth = 1, times = 1 } = armed.input
      if (armed.input.method !== undefined && armed.input.method.toUpperCase() !== method) continue
      if (armed.input.path !== undefined && !matches(armed.input.path, path)) continue
      armed.seen++
      if (found || armed.seen < nth || armed.struck >= times) continue
      armed.struck++
      found = armed.input.action
    }
    return found
  }
}

/** A name for the log. */
export function faultName(action: FaultAction): string {
  if (typeof action === 'string') return action
  return 'delayMs' in action ? `delay ${action.delayMs} ms` : `status ${action.status}`
}
