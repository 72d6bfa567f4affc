/** One request as it arrived. `status` is 0 when no answer was ever given. */
export type LoggedRequest = {
  readonly at: number
  readonly method: string
  /** The route's pattern, such as /v3/contact_lists/:list_id. */
  readonly route: string
  readonly url: string
  clientId: string | null
  accountId: string | null
  fileName: string | null
  status: number
  fault: string | null
}

const KEPT = 20_000

/** The last requests, and how many there were of each kind since the start. */
export class RequestLog {
  #entries: LoggedRequest[] = []
  readonly counts = new Map<string, number>()

  add(entry: LoggedRequest): void {
    this.#entries.push(entry)
    if (this.#entries.length > 2 * KEPT) this.#entries = this.#entries.slice(-KEPT)
    const key = `${entry.method} ${entry.route}`
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }

  get entries(): readonly LoggedRequest[] {
    return this.#entries
  }

  clear(): void {
    this.#entries = []
    this.counts.clear()
  }
}
