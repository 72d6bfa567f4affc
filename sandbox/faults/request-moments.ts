import { isWanted, type WantedRequest } from './request-faults.ts'

/** A moment in the course of the requests: at the nth that matches, counted from 1 since this was said. */
export type RequestMoment = WantedRequest & { nth?: number | undefined }

/** What is done then; it is waited for. */
export type MomentAct = (request: { method: string; path: string }) => unknown

/** Whether an act's moment came and the act ended well. */
export type AwaitedMoment = { readonly done: boolean }

type Waiting = { moment: RequestMoment; act: MomentAct; seen: number; awaited: { done: boolean } }

/** Acts that wait for a request: what people do to an account while a client is in the midst of its work. */
export class RequestMoments {
  #waiting: Waiting[] = []

  wait(moment: RequestMoment, act: MomentAct): AwaitedMoment {
    const awaited = { done: false }
    this.#waiting.push({ moment, act, seen: 0, awaited })
    return awaited
  }

  clear(): void {
    this.#waiting = []
  }

  /** Does what waited for this request, in the order in which it was said; each act once. */
  async come(method: string, path: string): Promise<void> {
    const wanting = this.#waiting.filter((one) => isWanted(one.moment, method, path))
    for (const one of wanting) one.seen++
    const due = wanting.filter((one) => one.seen === (one.moment.nth ?? 1))
    this.#waiting = this.#waiting.filter((one) => !due.includes(one))
    for (const { act, awaited } of due) {
      await act({ method, path })
      awaited.done = true
    }
  }
}
