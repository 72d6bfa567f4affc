import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { z } from 'zod'
import type { DataDirectory } from '../lib/data-directory.ts'

/**
 * Where a server listens for command lines, as it writes it into the data directory, readable by its owner alone: a socket, or a
 * port of this machine where the system has none or the path is too long for one.
 */
export const doorSchema = z.object({
  pid: z.int(),
  version: z.string(),
  token: z.string(),
  at: z.union([z.object({ path: z.string() }), z.object({ host: z.string(), port: z.int() })]),
})

export type Door = z.infer<typeof doorSchema>

/** A connection to the server that works on a data directory. */
export type FoundServer = AsyncDisposable & { readonly door: Door; readonly socket: Socket }

/** Connects to the server that works on a data directory; undefined where none does. A file that a killed one left is no server. */
export async function findServer(directory: DataDirectory): Promise<FoundServer | undefined> {
  const door = await readDoor(directory.door)
  if (!door) return undefined
  const socket = connect(door.at)
  try {
    await once(socket, 'connect')
  } catch {
    return undefined
  }
  return { door, socket, [Symbol.asyncDispose]: async () => void socket.destroy() }
}

async function readDoor(path: string): Promise<Door | undefined> {
  try {
    return doorSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (thrown) {
    // Whoever may not read it may not use the data directory either, and is to hear of it.
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EACCES') throw thrown
    return undefined
  }
}
