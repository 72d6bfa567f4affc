import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { type FaultAction, faultName } from '../faults/request-faults.ts'
import type { World } from '../world.ts'
import { GATEWAY_FORBIDDEN, invalid, notFound, Refusal } from './answers.ts'
import type { LoggedRequest } from './request-log.ts'
import { cutOff, strike, strikeAnswer } from './strike.ts'
import { withUnheardOf } from './unheard-of.ts'

const LARGEST_BODY = 1_000_000_000

/** The bytes of a JSON or multipart body as they came. */
export const rawBodies = new WeakMap<FastifyRequest, Buffer>()

/** The faults that strike requests. */
export const struck = new WeakMap<FastifyRequest, FaultAction>()

/** An HTTP server with the service's manners and no routes yet: body parsing, error shapes, armed faults, the request log. */
export async function buildServer(world: World): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: LARGEST_BODY,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  })
  const logged = new WeakMap<FastifyRequest, LoggedRequest>()
  const atWork = new WeakSet<FastifyRequest>()

  await server.register(formbody)
  server.removeContentTypeParser('application/json')
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    rawBodies.set(request, body)
    try {
      done(null, body.length === 0 ? {} : JSON.parse(body.toString('utf8')))
    } catch {
      done(invalid('The JSON in the request body could not be read.'))
    }
  })
  server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    rawBodies.set(request, body)
    done(null, body)
  })

  // Faults are chosen when the headers are there: one of them cuts the connection before the body is.
  server.addHook('onRequest', async (request, reply) => {
    const limit = world.unknowns.gatewayBodyBytes
    if (limit !== null && Number(request.headers['content-length'] ?? 0) > limit) {
      return reply.code(413).send({ message: 'Request Entity Too Large' })
    }
    if (isOurs(request.url)) return
    const action = world.faults.next(request.method, request.url)
    if (action === null) return
    struck.set(request, action)
    if (action !== 'cut-upload') return
    logRequest(world, request)
    return cutOff(request, reply)
  })
  // A request is in the log once it came whole: whoever waits for its line there may end the client.
  server.addHook('preHandler', async (request, reply) => {
    if (isOurs(request.url)) return
    logged.set(request, logRequest(world, request))
    const action = struck.get(request)
    if (action !== undefined) await strike(action, world, request, reply)
    if (reply.sent) return reply
    await world.beforeWork.come(request.method, request.url)
    atWork.add(request)
  })
  server.addHook('preSerialization', async (request, _reply, payload) =>
    world.unknowns.extraFields && !isOurs(request.url) ? withUnheardOf(payload) : payload,
  )
  server.addHook('onSend', async (request, reply, payload) => {
    if (atWork.delete(request)) await world.afterWork.come(request.method, request.url)
    const line = logged.get(request)
    const action = struck.get(request)
    const sent = action === undefined ? payload : await strikeAnswer(action, request, reply, payload)
    if (line && action !== 'drop-after') line.status = reply.statusCode
    return sent
  })
  server.setErrorHandler(async (error, _request, reply) => {
    if (error instanceof Refusal) return reply.code(error.status).send(error.body)
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    const message = error instanceof Error ? error.message : String(error)
    return reply.code(status).send([{ error_key: 'contacts.api.error', error_message: message }])
  })
  server.setNotFoundHandler(async (request, reply) => {
    if (!request.url.startsWith('/v3/')) return reply.code(403).send(GATEWAY_FORBIDDEN)
    const refusal = notFound('There is no such resource in this sandbox.')
    return reply.code(refusal.status).send(refusal.body)
  })
  return server
}

function logRequest(world: World, request: FastifyRequest): LoggedRequest {
  const action = struck.get(request)
  return world.log.add({
    at: world.clock.now(),
    method: request.method,
    path: request.url,
    route: request.routeOptions.url ?? 'unknown',
    status: null,
    fault: action === undefined ? null : faultName(action),
  })
}

/** The page and the control address are the sandbox's own: no faults, no limits, not in the log. */
function isOurs(url: string): boolean {
  return !url.startsWith('/v3/') && !url.startsWith('/oauth2/')
}
