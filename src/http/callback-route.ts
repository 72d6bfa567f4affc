import type { FastifyInstance } from 'fastify'
import { callbackPage } from '../connections/callback-page.ts'
import { type Returned, returnFromSignIn } from '../connections/return-from-sign-in.ts'
import type { ServerApp } from './server-app.ts'
import { whoAsks } from './who-asks.ts'

const pages = {
  signedIn: { status: 200, page: 'signedInHere' },
  denied: { status: 200, page: 'deniedHere' },
  failed: { status: 200, page: 'failedHere' },
  late: { status: 410, page: 'late' },
  foreign: { status: 400, page: 'foreignHere' },
} as const satisfies Record<Returned['kind'], object>

/**
 * The way back from signing in with Constant Contact: a browser is sent here with what shows that its person let Postbud in.
 * It stands where the portal has it registered, which is no address of the API.
 */
export function addCallback(server: FastifyInstance, app: ServerApp): void {
  const { callbackUrl } = app.config.http
  server.get(callbackUrl.pathname, { schema: { hide: true } }, async (request, reply) => {
    const person = await whoAsks(app, request)
    const { searchParams } = new URL(request.url, callbackUrl)
    const { kind, returnTo } = await returnFromSignIn(app, person, searchParams)
    // The address holds the code: it is not to be handed on or kept.
    reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
    if (returnTo !== undefined) return reply.redirect(returnTo, 303)
    const { status, page } = pages[kind]
    return reply.code(status).type('text/html; charset=utf-8').send(callbackPage(page))
  })
}
