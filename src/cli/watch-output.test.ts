import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const main = new URL('main.ts', import.meta.url).pathname

test('output whose reader is gone ends the program without a word', async () => {
  const child = spawn(process.execPath, [main, 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect({ told, code }).toEqual({ told: '', code: 141 })
})

test.skipIf(process.platform !== 'linux')(
  'output that a full disk takes no more of is an error in a sentence',
  async () => {
    const child = spawn('sh', ['-c', 'exec "$0" "$1" schema > /dev/full', process.execPath, main])
    const [told, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    expect({ told, code }).toEqual({
      told: 'error: The output could not be written: ENOSPC: no space left on device, write\n',
      code: 1,
    })
  },
)
