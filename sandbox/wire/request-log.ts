export type LoggedRequest = {
  at: number
  method: string
  path: string
  route: string
  status: number | null
  fault: string | null
}

const KEPT = 10_000

/** The requests the sandbox got, newest last; the counts go on when old lines are let go. */
export class RequestLog {
  total = 0
  readonly byRoute = new Map<string, number>()
  #lines: LoggedRequest[] = []

  add(line: LoggedRequest): LoggedRequest {
    this.total++
    const key = `${line.method} ${line.route}`
    this.byRoute.set(key, (this.byRoute.get(key) ?? 0) + 1)
    this.#lines.push(line)
    if (this.#lines.length > KEPT * 2) this.#lines.splice(0, KEPT)
    return line
  }

  clear(): void {
    this.total = 0
    this.byRoute.clear()
    this.#lines = []
  }

  lines(): readonly LoggedRequest[] {
    return this.#lines
  }
}
