import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { beginOidc, oidcLifeMs } from '../../access/begin-oidc.ts'
import { finishOidc } from '../../access/finish-oidc.ts'
import { currentSession } from '../../access/my-sessions.ts'
import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'
import { browserOf, letIn } from '../browser.ts'
import { type Asked, openRoute, type Route } from '../route.ts'
import type { ServerApp } from '../server-app.ts'
import { sessionCookie } from '../who-asks.ts'

const tag = 'Signing in'

/** A page of ours: nobody is led elsewhere after signing in. */
const pathSchema = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\p{C}\\]*$/u, said`is not a path of this server`)

/** The way to the OpenID provider and back; browsers go it, so that what goes wrong is told on the page to sign in on. */
export const oidcRoutes: readonly Route[] = [
  openRoute({
    method: 'GET',
    path: '/session/oidc',
    tag,
    summary: 'Go to the OpenID provider to sign in, or to prove once more who you are',
    query: z.object({
      returnTo: pathSchema.default('/'),
      again: z.enum(['yes', 'no']).default('no').describe('yes: for acts that ask for a fresh sign-in'),
    }),
    answers: { 303: null },
    handle: async (asked) => {
      const { app, query, reply, request } = asked
      await orTell(asked, async () => {
        const session = query.again === 'yes' ? await currentSession(app, browserOf(app, request).token) : undefined
        const { address, token } = await beginOidc(app, {
          returnTo: query.returnTo,
          address: request.ip,
          ...(session && { session }),
        })
        const { name, attributes } = underWay(app)
        reply.setCookie(name, token, { ...attributes, maxAge: oidcLifeMs / 1000 }).redirect(address, 303)
      })
    },
  }),
  openRoute({
    method: 'GET',
    path: '/session/oidc/callback',
    tag,
    summary: 'Where the OpenID provider sends browsers back to; answers with a cookie',
    query: z.looseObject({
      state: z.string().exactOptional(),
      code: z.string().exactOptional(),
      iss: z.string().exactOptional(),
      error: z.string().exactOptional(),
    }),
    answers: { 303: null },
    handle: async (asked) => {
      const { app, query, request, reply } = asked
      const { name, attributes } = underWay(app)
      reply.clearCookie(name, attributes)
      await orTell(asked, async () => {
        const token = request.cookies[name] ?? ''
        const given = { token, query: parametersOf(query), browser: browserOf(app, request) }
        const { session, returnTo } = await finishOidc(app, given)
        letIn(app, reply, session)
        toPage(app, reply, returnTo)
      })
    },
  }),
]

/** What the provider sent along, to be judged by its own names. */
function parametersOf(query: Readonly<Record<string, unknown>>): URLSearchParams {
  const texts = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return new URLSearchParams(texts)
}

/** The cookie of a sign-in under way. Lax, since it is to come along when the provider sends the browser back. */
function underWay({ config }: ServerApp) {
  const { name, secure } = sessionCookie(config.http.publicUrl)
  return { name: `${name}-oidc`, attributes: { path: '/', httpOnly: true, sameSite: 'lax', secure } as const }
}

/** What was thrown on purpose is told by its code on the page to sign in on; the log says why. */
async function orTell(
  { app, reply, request }: Asked<unknown, unknown, unknown>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    request.log.warn({ code: thrown.code, reason: thrown.message }, 'a sign-in with the OpenID provider failed')
    toPage(app, reply, `/sign-in?problem=${thrown.code}`)
  }
}

function toPage({ config }: ServerApp, reply: FastifyReply, path: string): void {
  reply.redirect(`${config.http.publicUrl}${path}`, 303)
}
