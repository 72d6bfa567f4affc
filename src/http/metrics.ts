import { timingSafeEqual } from 'node:crypto'
import { isIPv4 } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { ForbiddenError } from '../access/person.ts'
import { applicationBudgets } from '../connections/application-budgets.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import type { ServerApp } from './server-app.ts'

/**
 * `GET /metrics` in the form that Prometheus reads, and the durations of requests. What the control database knows is read when
 * it is asked for, so that every process of an installation tells the same. Numbers and names of ours; nobody's customers.
 */
export function addMetrics(server: FastifyInstance, app: ServerApp): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'postbud_http_request_duration_seconds',
    help: 'How long requests took, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  server.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    // Without a route the address is whatever somebody made up, and would be a series of its own.
    const route = routeOptions.url ?? 'none'
    durations.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  const read = stateMetrics(registry, app)
  server.get('/metrics', { schema: { hide: true }, logLevel: 'warn' }, async (request, reply) => {
    requireScraper(app, request, reply)
    await read()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

/** Throws ForbiddenError. Without a token only programs of this machine may ask, and none that a proxy speaks for. */
function requireScraper({ secrets }: ServerApp, request: FastifyRequest, reply: FastifyReply): void {
  const { metricsToken } = secrets
  if (metricsToken === undefined) {
    const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
    const here = address === '::1' || (isIPv4(address) && address.startsWith('127.'))
    const spokenFor = 'x-forwarded-for' in request.headers || 'forwarded' in request.headers
    if (here && !spokenFor) return
    throw new ForbiddenError(
      'Metrics are told to programs of this machine alone; set POSTBUD_METRICS_TOKEN for others.',
    )
  }
  const given = Buffer.from(/^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '')
  const wanted = Buffer.from(metricsToken)
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return
  reply.header('www-authenticate', 'Bearer')
  throw new ForbiddenError('Metrics need the token of POSTBUD_METRICS_TOKEN: "Authorization: Bearer …".')
}

function stateMetrics(registry: Registry, app: ServerApp): () => Promise<void> {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name: `postbud_${name}`, help, labelNames: [...labelNames], registers: [registry] })
  const runs = gauge('runs', 'Runs that are remembered, by status', ['status'])
  const open = gauge('open_runs', 'Runs that have not ended, by stage', ['stage'])
  const age = gauge('queue_age_seconds', 'How long the run has waited that was queued first')
  const people = gauge('people_delivered', 'People delivered by the runs that are remembered, once for each run')
  const used = gauge('requests_used_today', 'Requests to Constant Contact this UTC day', ['application'])
  const left = gauge('requests_left_today', 'Requests that may still leave this UTC day', ['application'])
  const connections = gauge('connections', 'Connections by status', ['status'])
  const database = gauge('database_latency_seconds', 'How long a trivial statement took in the control database')
  const bytes = gauge('database_bytes', 'How large the control database is, without its log')
  const engine = gauge('engine_latency_seconds', 'How long a trivial statement took in the engine')
  const workers = gauge('workers_alive', '1 while the workers of this process look for work')

  return async () => {
    const { db, clock } = app
    const { rows: byStatus } = await sql<{ status: string; runs: number }>`
      select status, count(*)::int as runs from runs group by status`.execute(db)
    runs.reset()
    for (const each of byStatus) runs.set({ status: each.status }, each.runs)

    const { rows: byStage } = await sql<{ stage: string; runs: number }>`
      select stage, count(*)::int as runs from runs where finished_at is null group by stage`.execute(db)
    open.reset()
    for (const each of byStage) open.set({ stage: each.stage }, each.runs)

    const { rows: queued } = await sql<{ since: Date | null }>`
      select min(created_at) as since from runs where finished_at is null and status = 'Queued'`.execute(db)
    const since = queued[0]?.since
    age.set(since ? Math.max(0, (clock.now().getTime() - new Date(since).getTime()) / 1000) : 0)

    const { rows: delivered } = await sql<{ people: number | null }>`
      select sum(each.value::bigint) as people from runs, jsonb_each_text(figures #> '{outcomes,delivered}') each
      where jsonb_typeof(figures #> '{outcomes,delivered}') = 'object'`.execute(db)
    people.set(Number(delivered[0]?.people ?? 0))

    const budgets = await applicationBudgets(app, await loadDefinitions(db).catch(() => ({ connections: {} })))
    used.reset()
    left.reset()
    for (const { clientId, usedToday, leftToday } of budgets) {
      used.set({ application: clientId }, usedToday)
      left.set({ application: clientId }, leftToday)
    }

    const { rows: states } = await sql<{ status: string; connections: number }>`
      select status, count(*)::int as connections from connection_states group by status`.execute(db)
    connections.reset()
    for (const each of states) connections.set({ status: each.status }, each.connections)

    database.set(await seconds(() => sql`select 1`.execute(db)))
    const { rows: size } = await sql<{ bytes: number }>`
      select pg_database_size(current_database()) as bytes`.execute(db)
    bytes.set(Number(size[0]?.bytes ?? 0))
    engine.set(
      await seconds(async () => {
        await using session = await app.engine.session()
        await session.rows('select 1 as one')
      }),
    )
    if (app.workersAlive) workers.set(app.workersAlive() ? 1 : 0)
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
