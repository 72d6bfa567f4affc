import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentOf, startConsoleServer, untilEnded } from './console-server.ts'
import type { World } from './worlds.ts'

/** A server with the sample in it, whose first runs have ended. */
export async function startSampleServer(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-screenshots-'))
  // It ends where what follows fails.
  await using begun = new AsyncDisposableStack()
  const server = begun.use(await startConsoleServer(folder, await environmentOf(folder)))
  const { runs } = await server.send<{ runs: { id: string }[] }>('POST', '/sample', { agree: true, textVersion: '1' })
  for (const { id } of runs) await untilEnded(server, `/runs/${id}`)
  begun.move()
  return { server, parts: { run: runs[0]?.id ?? '' } }
}
