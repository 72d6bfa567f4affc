import { createServer } from 'node:net'

/** Below those that systems hand out by themselves (32768 on Linux, 49152 elsewhere), to connections too: what is free stays so. */
const [first, last] = [20_000, 32_767]

/** A port that is free, for what has to know its own address before it listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * (last - first + 1))
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return await new Promise<boolean>((resolve, reject) => {
    probe.once('error', (thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'EADDRINUSE' || thrown.code === 'EACCES') resolve(false)
      else reject(thrown)
    })
    probe.listen(port, () => probe.close(() => resolve(true)))
  })
}
