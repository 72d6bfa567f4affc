import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { packageFolder } from '../lib/version.ts'

/** Where the console is once it is built (`npm run console`). */
const folder = join(packageFolder, 'dist', 'console')

/** Whether there is a console to be served. */
export function hasConsole(): boolean {
  return existsSync(join(folder, 'index.html'))
}

/** Serves the console's files; where there are none, only the API is served. */
export async function serveConsole(server: FastifyInstance): Promise<void> {
  if (!hasConsole()) return
  await server.register(fastifyStatic, {
    root: folder,
    // The build lays every file beside itself as Brotli.
    preCompressed: true,
    // A name that is nothing there is left to whoever answers for unknown addresses.
    wildcard: false,
    // Told by file below: names under assets/ change with their content, the page itself must be asked for each time.
    cacheControl: false,
    setHeaders: (reply, path) => {
      const lasting = path.includes(`${sep}assets${sep}`)
      reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}

/** Whether a page of the console is asked for: its addresses are the browser's own matter, and all lead to the one page. */
export function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html') && hasConsole()
}

export function sendPage(reply: FastifyReply): FastifyReply {
  return reply.code(200).sendFile('index.html')
}
