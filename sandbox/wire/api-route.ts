import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Account, Privilege } from '../accounts/account.ts'
import type { FaultAction } from '../faults/request-faults.ts'
import type { World } from '../world.ts'
import { ACCESS_DENIED, GATEWAY_FORBIDDEN, QUOTA_EXCEEDED, Refusal, THROTTLED, UNAUTHORIZED } from './answers.ts'
import { struck } from './build-server.ts'

export type Call = {
  world: World
  account: Account
  params: Record<string, string | undefined>
  query: URLSearchParams
  body: unknown
  /** The fault that strikes it, for the one that is done where pages are cut. */
  fault: FaultAction | undefined
  request: FastifyRequest
  reply: FastifyReply
}

export type ApiRoute = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  scope: 'account_read' | 'contact_data' | null
  privilege: Privilege | null
}

/** Adds a call of the API: below /v3, behind the bearer token, the limits, the scope and the user's privilege. */
export function apiRoute(
  server: FastifyInstance,
  world: World,
  route: ApiRoute,
  handle: (call: Call) => unknown,
): void {
  server.route({
    method: route.method,
    url: `/v3${route.path}`,
    handler: async (request, reply) => {
      const { account } = admit(world, request, route)
      world.advance()
      return handle({
        world,
        account,
        params: textsOf(request.params),
        query: new URLSearchParams(request.url.split('?')[1] ?? ''),
        body: request.body,
        fault: struck.get(request),
        request,
        reply,
      })
    },
  })
}

function admit(world: World, request: FastifyRequest, route: ApiRoute): { account: Account } {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const bearer = token === undefined ? undefined : world.grants.bearer(token)
  if (!bearer) throw new Refusal(401, UNAUTHORIZED)

  const verdict = world.meter(bearer.grant.clientId).api.take(world.limits, world.unknowns)
  if (verdict === 'throttled') throw new Refusal(429, THROTTLED)
  if (verdict === 'quota_exceeded') throw new Refusal(429, QUOTA_EXCEEDED)

  const account = world.accounts.get(bearer.grant.accountId)
  if (!bearer.valid || !account) throw new Refusal(401, UNAUTHORIZED)
  const scopeBody = world.unknowns.missingScopeBody === 'gateway' ? GATEWAY_FORBIDDEN : ACCESS_DENIED
  if (!world.grants.applications.get(bearer.grant.clientId)?.active) throw new Refusal(403, scopeBody)
  if (route.scope !== null && !bearer.grant.scopes.includes(route.scope)) throw new Refusal(403, scopeBody)
  if (route.privilege !== null && !account.privileges.has(route.privilege)) throw new Refusal(403, ACCESS_DENIED)
  return { account }
}

function textsOf(params: unknown): Record<string, string | undefined> {
  if (typeof params !== 'object' || params === null) return {}
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
}
