/** The sandbox's time in milliseconds since 1970. It can be moved, so that days pass in a test without waiting. */
export class SandboxClock {
  offsetMs = 0
  readonly #source: () => number

  constructor(source: () => number = Date.now) {
    this.#source = source
  }

  now(): number {
    return this.#source() + this.offsetMs
  }
}

/** A time as the service writes it: ISO 8601 in UTC, cut to the second, so that two changes in one second look alike. */
export function isoSecond(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`
}
