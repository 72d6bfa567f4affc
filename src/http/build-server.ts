import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import Fastify, {
  type FastifyInstance,
  type FastifyPluginCallback,
  type FastifyReply,
  type RouteShorthandOptions,
} from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Person } from '../access/person.ts'
import { deepest, isTooDeep } from '../lib/depth.ts'
import { networkOf } from '../lib/network-of.ts'
import { keepable, unkeepableText } from '../lib/plain-text.ts'
import { said } from '../lib/said.ts'
import type { Span } from '../lib/tracing.ts'
import { answerProblem } from './answer-problem.ts'
import { addCallback } from './callback-route.ts'
import { describeApi } from './describe-api.ts'
import { ClientGoneError, InvalidRequestError, NoRouteError } from './http-errors.ts'
import { AnswerLog, httpLog } from './http-log.ts'
import { onceByKey } from './idempotency.ts'
import { languageAsked, sayingAsked } from './language-asked.ts'
import { letPicturesIn } from './let-pictures-in.ts'
import { addMetrics } from './metrics.ts'
import { addProbes } from './probes.ts'
import { problemSchema } from './problem.ts'
import { type RateLimit, rateLimit, TooManyRequestsError } from './rate-limits.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import { type Tell, tellerOf } from './sentence.ts'
import { asksForPage, sendPage, serveConsole } from './serve-console.ts'
import type { ServerApp } from './server-app.ts'
import { requireRights, whoAsks } from './who-asks.ts'

export const apiPrefix = '/api/v1'

/**
 * How long a request may take to arrive: its head, and all of it, an upload over a slow line included. Whoever sends a letter at
 * a time keeps no connection for longer.
 */
export type Patience = { readonly headMs: number; readonly wholeMs: number; readonly lookEveryMs: number }

const patience: Patience = { headMs: 15_000, wholeMs: 300_000, lookEveryMs: 5_000 }

/** The HTTP server with every route and the manners they share; it does not listen yet. */
export async function buildServer(
  app: ServerApp,
  { headMs, wholeMs, lookEveryMs }: Patience = patience,
): Promise<FastifyInstance> {
  const server: FastifyInstance = Fastify({
    loggerInstance: httpLog(app.config.logLevel),
    logController: new AnswerLog(),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Only as many hops as there are proxies: whoever asks may put further addresses in front of the ones they add.
    trustProxy: (_address, hop) => hop < app.config.http.proxies,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    requestTimeout: wholeMs,
    http: { headersTimeout: headMs, connectionsCheckingInterval: lookEveryMs },
    routerOptions: { maxParamLength: 300 },
  })
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  server.setErrorHandler(answerProblem)
  // Files are handed on as they come.
  server.addContentTypeParser('application/octet-stream', (_request, content, done) => done(null, content))
  server.setNotFoundHandler((request, reply) => {
    if (asksForPage(request)) return sendPage(reply)
    return answerProblem(new NoRouteError(request), request, reply)
  })
  await server.register(cookie)
  await server.register(helmet, { contentSecurityPolicy: { directives: contentSecurity }, hsts: isOverTls(app) })
  letPicturesIn(server, app)
  server.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (!request.url.startsWith(apiPrefix)) return
    reply.header('content-language', languageAsked(request)).header('vary', 'accept-language, postbud-surface')
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    // The route's pattern and never its address, in which an e-mail may stand.
    request.log.info(
      { method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    )
  })
  addMetrics(server, app)
  addProbes(server, app)
  traceRequests(server, app)
  refuseWhatNobodyKeeps(server)
  endStreams(server)
  await describeApi(server)
  await serveConsole(server)
  const { person, address } = app.config.http.requestsPerMinute
  const limits: Limits = { person: shareOf(person), address: shareOf(address) }
  const addRoutes: FastifyPluginCallback = (api, _options, done) => {
    for (const each of routes) addRoute(api, app, each, limits)
    done()
  }
  await server.register(addRoutes, { prefix: apiPrefix })
  addCallback(server, app)
  return server
}

type Limits = { readonly person: RateLimit; readonly address: RateLimit }

/** A sixth of a minute's share may be asked for at once. */
function shareOf(perMinute: number): RateLimit {
  return rateLimit({ perMinute, atOnce: Math.ceil(perMinute / 6) })
}

/** Counts a request. Throws TooManyRequestsError. */
function count(limits: Limits, kind: 'person' | 'address', who: string): void {
  const wait = limits[kind].take(who)
  if (wait > 0) throw new TooManyRequestsError(kind, wait)
}

function traceRequests(server: FastifyInstance, { tracing }: ServerApp): void {
  const spans = new WeakMap<object, Span>()
  server.addHook('onRequest', async (request) => {
    const { method, headers, routeOptions } = request
    const route = routeOptions.url ?? 'none'
    const parent = typeof headers.traceparent === 'string' ? headers.traceparent : undefined
    const about = { 'http.request.method': method, 'http.route': route, 'postbud.request': request.id }
    spans.set(request, tracing.start(`${method} ${route}`, about, parent))
  })
  server.addHook('onError', async (request, _reply, error) => spans.get(request)?.fail(error))
  server.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request)
    span?.set({ 'http.response.status_code': reply.statusCode })
    span?.end()
  })
}

/** What would fail somewhere inside, whatever it is for. */
function refuseWhatNobodyKeeps(server: FastifyInstance): void {
  server.addHook('preValidation', async ({ params, query, body }) => {
    // Files come as streams, and are no values.
    const sent = body instanceof Readable ? undefined : body
    if (isTooDeep(sent)) {
      throw new InvalidRequestError([
        { path: 'body', message: said`expected at most ${deepest} levels in one another` },
      ])
    }
    const path = unkeepableText({ params, query, body: sent })
    if (!path) return
    const [place, ...within] = path
    throw new InvalidRequestError([{ path: (place === 'body' ? within : path).join('.'), message: keepable }])
  })
}

/** Streams of events last as long as whoever listens wants; a server that stops ends them, and their clients ask again. */
function endStreams(server: FastifyInstance): void {
  const streams = new Set<FastifyReply>()
  server.addHook('onSend', async (_request, reply) => {
    if (!String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream')) return
    streams.add(reply)
    reply.raw.once('close', () => streams.delete(reply))
  })
  server.addHook('preClose', async () => {
    for (const { raw } of streams) raw.destroy()
  })
}

const contentSecurity = {
  defaultSrc: ["'self'"],
  // Fluent UI writes its styles at run time.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  frameAncestors: ["'none'"],
  formAction: ["'self'"],
  upgradeInsecureRequests: null,
}

function isOverTls({ config }: ServerApp): boolean {
  return config.http.publicUrl.startsWith('https://')
}

function addRoute(api: FastifyInstance, app: ServerApp, { handle, ...each }: Route, limits: Limits): void {
  const asked = new WeakMap<object, Person | undefined>()
  const answers = Object.entries(each.answers)
  const tellers = tellersOf(each.answers)
  const usual = Number(answers.map(([status]) => status).find((status) => Number(status) < 300) ?? 200)
  const options: RouteShorthandOptions = {
    schema: {
      summary: each.summary,
      tags: [each.tag],
      ...(each.params && { params: each.params }),
      ...(each.query && { querystring: each.query }),
      ...(each.body && { body: each.body }),
      ...headersOf(each),
      response: {
        ...Object.fromEntries(answers.map(describeAnswer)),
        '4xx': described(problemSchema),
        '5xx': described(problemSchema),
      },
      ...(each.rights === 'anyone' && { security: [] }),
    } as NonNullable<RouteShorthandOptions['schema']>,
    ...(each.bodyLimit !== undefined && { bodyLimit: each.bodyLimit }),
    // Before the body is read, so that nobody unknown has one parsed.
    onRequest: async (request) => {
      count(limits, 'address', networkOf(request.ip))
      const person = await whoAsks(app, request)
      if (person) count(limits, 'person', person.id)
      requireRights(each.rights, person)
      asked.set(request, person)
    },
    preSerialization: async (request, reply, payload) => {
      const say = sayingAsked(request)
      return say ? (tellers.get(reply.statusCode)?.(payload, say) ?? payload) : payload
    },
  }
  api.route({
    ...options,
    method: each.method,
    url: each.path,
    handler: async (request, reply) => {
      const gone = new AbortController()
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) gone.abort(new ClientGoneError())
      })
      reply.code(usual)
      const { params, query, body } = request
      const person = asked.get(request)
      const told = { app, person, params, query, body, request, reply, signal: gone.signal } as never
      const act = async () => handle(told)
      const answer = each.starts && person ? await onceByKey(app, person, { request, reply }, act) : await act()
      return reply.sent ? reply : answer === undefined ? reply.send() : answer
    },
  })
}

/** By status, how the sentences of an answer are told in another language. */
function tellersOf(answers: Route['answers']): Map<number, Tell> {
  return new Map(
    Object.entries(answers).flatMap(([status, answer]) => {
      const tell = answer instanceof z.ZodType ? tellerOf(answer) : undefined
      return tell ? [[Number(status), tell] as const] : []
    }),
  )
}

function headersOf({ starts, versioned }: Pick<Route, 'starts' | 'versioned'>): { headers?: z.ZodType } {
  if (starts) {
    const key = 'The same request sent again with the same key is done once, and gets the same answer'
    return { headers: z.looseObject({ 'idempotency-key': z.string().exactOptional().describe(key) }) }
  }
  const seen = 'The ETag of what the change was made of; 412 when it has changed since'
  return versioned ? { headers: z.looseObject({ 'if-match': z.string().exactOptional().describe(seen) }) } : {}
}

function describeAnswer([status, answer]: [string, Route['answers'][number]]): [string, unknown] {
  if (answer === null) return [status, z.void().describe('Nothing')]
  if ('contentType' in answer) return [status, { content: { [answer.contentType]: { schema: z.any() } } }]
  return [status, answer]
}

function described(schema: z.ZodType) {
  return { content: { 'application/problem+json': { schema } } }
}
