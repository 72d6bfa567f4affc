import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { traceRun } from '../../src/exports/run/trace-run.ts'
import { startServer } from '../../src/http/start-server.ts'
import { openTracing } from '../../src/lib/tracing.ts'
import { testApp } from '../support/test-app.ts'

type Told = {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly attributes: readonly { readonly key: string; readonly value: object }[]
}

test('requests, runs and their stages are told to a collector, with routes and ids alone', async () => {
  const { told, endpoint } = await aCollector()
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, POSTBUD_PORT: '0' }
  const app = await testApp({ variables })
  const server = await startServer({ ...app, wake: () => undefined })
  const theirs = '4bf92f3577b34da6a3ce929d0e0e4736'
  await fetch(`http://127.0.0.1:${server.port}/api/v1/me?email=ada@example.com`, {
    headers: { traceparent: `00-${theirs}-00f067aa0ba902b7-01` },
  })
  {
    using run = traceRun(app, { id: 'r1', export_name: 'news', kind: 'export' })
    run.tell({ type: 'stage', stage: 'refreshing' })
    run.tell({ type: 'stage', stage: 'planning' } as never)
    run.tell({ type: 'finished', run: 'r1', status: 'Successful', message: 'ada@example.com' })
    run.fail(new TypeError('ada@example.com'))
    run.standing('Successful')
  }
  await server[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()

  const byName = new Map(told.map((span) => [span.name, span]))
  expect([...byName.keys()].sort()).toEqual(['GET /api/v1/me', 'run', 'run planning', 'run refreshing'])
  expect(byName.get('GET /api/v1/me')).toMatchObject({ traceId: theirs, parentSpanId: '00f067aa0ba902b7' })
  for (const stage of ['run planning', 'run refreshing']) {
    expect(byName.get(stage)?.parentSpanId).toBe(byName.get('run')?.spanId)
  }
  expect(byName.get('run')?.attributes).toContainEqual({
    key: 'postbud.status',
    value: { stringValue: 'Successful' },
  })
  expect(JSON.stringify(told)).not.toContain('ada@example.com')
})

test('without a collector nothing is told, and a collector that is away is nobody\u2019s trouble', async () => {
  await using none = await openTracing({})
  none.start('x').start('y').end()
  const away = await openTracing({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    OTEL_EXPORTER_OTLP_TIMEOUT: '50',
  })
  const span = away.start('x')
  span.fail(new TypeError('a secret'))
  span.end()
  span.end()
  await Promise.resolve(away[Symbol.asyncDispose]()).catch(() => undefined)
})

async function aCollector() {
  const told: Told[] = []
  const server = createServer(async (request, response) => {
    const { resourceSpans } = JSON.parse(await text(request))
    for (const { scopeSpans } of resourceSpans) for (const { spans } of scopeSpans) told.push(...spans)
    response.setHeader('content-type', 'application/json').end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { told, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}
