import type { FastifyInstance } from 'fastify'
import { definitionsOf, readDefinitions } from '../definitions/load-definitions.ts'
import { imageColumns } from '../definitions/profile-sources.ts'
import { asksForPage } from './serve-console.ts'
import type { ServerApp } from './server-app.ts'

const header = 'content-security-policy'

/**
 * Lets the console's page load pictures over https from any host, where the profiles name pictures of people and only there: whose
 * pictures they are is in the customers' data, so hosts cannot be listed. Every page of the console is the one that was loaded first,
 * so it is not a matter of the address. The API and its documentation keep to their own.
 */
export function letPicturesIn(server: FastifyInstance, { db }: Pick<ServerApp, 'db'>): void {
  server.addHook('onSend', async (request, reply) => {
    const policy = reply.getHeader(header)
    if (typeof policy !== 'string' || !asksForPage(request)) return
    if (await namesPictures(db)) reply.header(header, policy.replace(/\bimg-src [^;]*/, '$& https:'))
  })
}

/** No where that cannot be told: the page comes without its pictures rather than not at all. */
async function namesPictures(db: ServerApp['db']): Promise<boolean> {
  try {
    const stored = await readDefinitions(db)
    return stored.length > 0 && imageColumns(definitionsOf(stored).profiles).length > 0
  } catch {
    return false
  }
}
