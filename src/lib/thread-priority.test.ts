import { readdir, readFile } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { answerFirst } from './thread-priority.ts'

test.runIf(process.platform === 'linux')('threads that compute step back behind the one that answers', async () => {
  const before = getPriority()
  await answerFirst()
  const threads = await Promise.all(
    (await readdir('/proc/self/task')).map(async (thread) => ({
      name: (await readFile(`/proc/self/task/${thread}/comm`, 'utf8')).trim(),
      priority: getPriority(Number(thread)),
    })),
  )
  expect(threads.map(({ name }) => name)).toContain('libuv-worker')
  expect(threads.filter(({ name }) => name === 'libuv-worker').map(({ priority }) => priority - before)).not.toContain(
    0,
  )
  expect(getPriority()).toBe(before)
})
