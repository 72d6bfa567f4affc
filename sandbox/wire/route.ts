import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Account } from '../accounts/account.ts'
import type { Application } from '../oauth/application.ts'
import type { World } from '../world.ts'
import { accessDenied, ApiError, gatewayForbidden, unauthorized } from './api-error.ts'

export type Caller = { application: Application; account: Account; scopes: readonly string[] }

export type Call = {
  account: Account
  caller: Caller
  query: URLSearchParams
  params: Record<string, string>
  body: unknown
  now: number
  request: FastifyRequest
  reply: FastifyReply
}

export type Route = {
  method: HTTPMethods
  path: string
  /** What the token and the user need; null is nothing beyond a valid token. */
  scope: string | null
  privilege: string | null
  status?: number
  handle(call: Call): unknown
}

const callers = new WeakMap<FastifyRequest, Caller>()

/** Who makes a request, once it was let in. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return callers.get(request)
}

/** A route of /v3. Before its body is read the request passes the door: token, limits, scope, privilege, in this order. */
export function addRoute(app: FastifyInstance, world: World, route: Route): void {
  app.route({
    method: route.method,
    url: `/v3${route.path}`,
    onRequest: async (request) => {
      callers.set(request, letIn(world, request, route))
    },
    handler: async (request, reply) => {
      const caller = callers.get(request)
      if (!caller) throw unauthorized()
      const now = world.now(caller.account)
      const answer = await route.handle({
        account: caller.account,
        caller,
        query: new URL(request.url, 'http://localhost').searchParams,
        params: request.params as Record<string, string>,
        body: request.body,
        now,
        request,
        reply,
      })
      caller.account.noteCounts(now)
      if (reply.sent) return reply
      return reply.code(route.status ?? 200).send(answer)
    },
  })
}

function letIn(world: World, request: FastifyRequest, route: Route): Caller {
  const now = world.clock.now()
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const grant = token ? world.grants.grantOf(token, now) : undefined
  const application = grant && world.applications.get(grant.clientId)
  const account = grant && world.accounts.get(grant.accountId)
  if (!grant || !application || !account) throw unauthorized()

  world.rates.admit(application.clientId, now, world.limits, world.unknowns)
  const { gatewayBodyBytes } = world.unknowns
  if (gatewayBodyBytes !== null && Number(request.headers['content-length'] ?? 0) > gatewayBodyBytes) {
    throw new ApiError(413, { message: 'Request Too Long' })
  }
  if (!application.active || (route.scope !== null && !grant.scopes.includes(route.scope))) {
    throw world.unknowns.missingScopeBody === 'gateway' ? gatewayForbidden() : accessDenied()
  }
  if (route.privilege !== null && !account.privileges.includes(route.privilege)) throw accessDenied()
  return { application, account, scopes: grant.scopes }
}
