import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { idleTimeout } from './idle-timeout.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('silence ends it, however long signs of life had kept it', () => {
  using timeout = idleTimeout(400)
  for (let chunk = 0; chunk < 10; chunk += 1) {
    vi.advanceTimersByTime(399)
    timeout.alive()
  }
  expect(timeout.signal.aborted).toBe(false)
  vi.advanceTimersByTime(400)
  expect(timeout.signal.reason).toMatchObject({ name: 'TimeoutError' })
})

test('nothing is left of it once it is disposed of', () => {
  {
    using _ = idleTimeout(400)
    expect(vi.getTimerCount()).toBe(1)
  }
  expect(vi.getTimerCount()).toBe(0)
})
