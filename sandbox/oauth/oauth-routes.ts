import type { FastifyInstance, FastifyReply } from 'fastify'
import type { World } from '../world.ts'
import { authorizePage, refusalPage } from './authorize-page.ts'
import { type Application, SCOPES } from './grants.ts'
import { fieldsOf, tokenRoute } from './token-route.ts'

export const AUTH_PATH = '/oauth2/default/v1'

type AuthorizeRequest = {
  application: Application
  redirectUri: string
  state: string | null
  scopes: string[]
  codeChallenge: string | null
}

/** The authorization server: the page a person approves on, and the token endpoint. */
export function oauthRoutes(server: FastifyInstance, world: World): void {
  server.get(`${AUTH_PATH}/authorize`, async (request, reply) => {
    const query = new URLSearchParams(request.url.split('?')[1] ?? '')
    const asked = readAuthorize(world, query)
    if (typeof asked === 'string') return reply.code(400).type('text/html').send(refusalPage(asked))
    if ('error' in asked) return redirect(reply, asked.redirectUri, { error: asked.error, state: asked.state })
    if (world.autoApprove) return approve(world, asked, world.signedInAs, reply)
    return reply.type('text/html').send(
      authorizePage({
        clientId: asked.application.clientId,
        scopes: asked.scopes,
        query: query.toString(),
        accounts: [...world.accounts.values()],
        signedInAs: world.signedInAs,
      }),
    )
  })

  server.post(`${AUTH_PATH}/authorize`, async (request, reply) => {
    const form = fieldsOf(request)
    const asked = readAuthorize(world, new URLSearchParams(form.get('request') ?? ''))
    if (typeof asked === 'string') return reply.code(400).type('text/html').send(refusalPage(asked))
    if ('error' in asked) return redirect(reply, asked.redirectUri, { error: asked.error, state: asked.state })
    if (form.get('decision') !== 'approve') {
      return redirect(reply, asked.redirectUri, {
        error: 'access_denied',
        error_description: 'The resource owner denied the request.',
        state: asked.state,
      })
    }
    return approve(world, asked, form.get('account') ?? world.signedInAs, reply)
  })

  tokenRoute(server, world)
}

function readAuthorize(
  world: World,
  query: URLSearchParams,
): AuthorizeRequest | { error: string; redirectUri: string; state: string | null } | string {
  const application = world.grants.applications.get(query.get('client_id') ?? '')
  if (!application?.active) return 'The application (client_id) is not known.'
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!application.redirectUris.some((registered) => isRegistered(registered, redirectUri))) {
    return `The redirect_uri is not registered for this application. Registered: ${application.redirectUris.join(', ')}`
  }
  const state = query.get('state')
  if (query.get('response_type') !== 'code') return { error: 'unsupported_response_type', redirectUri, state }
  if (!state && world.unknowns.missingState === 'refuse') return { error: 'invalid_request', redirectUri, state }
  const scopes = (query.get('scope') ?? '').split(/[ +]/).filter((scope) => scope !== '')
  if (scopes.length === 0 || scopes.some((scope) => !SCOPES.some((known) => known === scope))) {
    return { error: 'invalid_scope', redirectUri, state }
  }
  const codeChallenge = query.get('code_challenge')
  const needsChallenge = application.clientSecret === null
  const wrongMethod = codeChallenge !== null && query.get('code_challenge_method') !== 'S256'
  if ((needsChallenge && codeChallenge === null) || wrongMethod) return { error: 'invalid_request', redirectUri, state }
  return { application, redirectUri, state, scopes, codeChallenge }
}

/** Exact, but for `*` as the port, which the two applications the sandbox comes with use. */
function isRegistered(registered: string, redirectUri: string): boolean {
  if (!registered.includes(':*/')) return registered === redirectUri
  const [before = '', after = ''] = registered.split(':*/')
  if (!redirectUri.startsWith(`${before}:`) || !redirectUri.endsWith(`/${after}`)) return false
  return /^\d{1,5}$/.test(redirectUri.slice(before.length + 1, redirectUri.length - after.length - 1))
}

function approve(world: World, asked: AuthorizeRequest, accountId: string, reply: FastifyReply): FastifyReply {
  if (!world.accounts.has(accountId))
    return reply.code(400).type('text/html').send(refusalPage('There is no such account.'))
  const code = world.grants.newCode({
    clientId: asked.application.clientId,
    accountId,
    redirectUri: asked.redirectUri,
    scopes: asked.scopes,
    codeChallenge: asked.codeChallenge,
  })
  return redirect(reply, asked.redirectUri, { code, state: asked.state })
}

function redirect(reply: FastifyReply, redirectUri: string, answer: Record<string, string | null>): FastifyReply {
  const address = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) if (value) address.searchParams.set(name, value)
  return reply.redirect(address.toString(), 302)
}
