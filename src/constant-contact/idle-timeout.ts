/** A time-out that starts anew with every sign of life. Disposing ends it. */
export type IdleTimeout = Disposable & { readonly signal: AbortSignal; readonly alive: () => void }

/** Aborts its signal once `ms` milliseconds have passed without a sign of life. Keeps no process from ending. */
export function idleTimeout(ms: number): IdleTimeout {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException('nothing came in time', 'TimeoutError')), ms)
  timer.unref()
  return {
    signal: controller.signal,
    alive: () => void timer.refresh(),
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
