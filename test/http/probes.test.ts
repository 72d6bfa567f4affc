import { rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { serverLab } from '../support/server-lab.ts'

const token = 'a-token-for-the-scraper'

test('the process is alive, and ready when everything it needs is', async () => {
  const { url, app } = await serverLab()
  expect(await answered(`${url}/healthz`)).toEqual({ status: 200, body: { status: 'ok' } })
  expect(await answered(`${url}/readyz`)).toEqual({
    status: 200,
    body: {
      status: 'ok',
      checks: { database: 'ok', migrations: 'ok', dataDirectory: 'ok', workers: 'ok', server: 'ok' },
    },
  })

  await app.db
    .insertInto('postbud_migrations' as never)
    .values({ version: 9999, name: 'later' } as never)
    .execute()
  expect(await answered(`${url}/readyz`)).toMatchObject({ status: 503, body: { checks: { migrations: 'failed' } } })
})

test('a data directory that cannot be written to is not ready', async () => {
  const { url, app } = await serverLab()
  // A file in its place, since no permission keeps root out.
  await rm(app.directory.scratch, { recursive: true })
  await writeFile(app.directory.scratch, '')
  expect(await answered(`${url}/readyz`)).toMatchObject({ status: 503, body: { checks: { dataDirectory: 'failed' } } })
})

test('metrics are told to whoever has the token, and without one to this machine alone', async () => {
  const { url } = await serverLab({ variables: { POSTBUD_METRICS_TOKEN: token } })
  expect(await answered(`${url}/metrics`)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await answered(`${url}/metrics`, { authorization: 'Bearer guessed' })).toMatchObject({ status: 403 })
  expect(await answered(`${url}/metrics`, { authorization: `Bearer ${token}` })).toMatchObject({ status: 200 })

  const open = await serverLab()
  expect((await answered(`${open.url}/metrics`)).status).toBe(200)
  // A proxy on this machine speaks for somebody elsewhere.
  expect((await answered(`${open.url}/metrics`, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403)
})

test('metrics hold runs, people, requests and durations, and no customer', async () => {
  const lab = await serverLab({ variables: { POSTBUD_METRICS_TOKEN: token } })
  const { app } = lab
  const { figures, ...run } = {
    figures: { outcomes: { delivered: { '': 40, changed_again: 2 } } },
    export_name: 'news',
    trigger: 'API',
    started_by: 'ada@example.com',
    stage: 'finished',
    status: 'Successful',
    definition: JSON.stringify(aShop().exports.news),
    members: JSON.stringify([]),
    created_at: new Date(),
    finished_at: new Date(),
  }
  for (const id of ['r1', 'r2']) {
    await app.db
      .insertInto('runs')
      .values({ ...run, id, figures: JSON.stringify(figures) } as never)
      .execute()
  }
  await app.db
    .insertInto('runs')
    .values({
      ...run,
      id: 'r3',
      figures: '{}',
      stage: 'refreshing',
      status: 'Queued',
      created_at: new Date(Date.now() - 90_000),
      finished_at: null,
    } as never)
    .execute()
  const viewer = await lab.as('viewer')
  await viewer.get('/me')
  await viewer.get('/nobody/ada@example.com')

  const text = String((await answered(`${lab.url}/metrics`, { authorization: `Bearer ${token}` })).body)
  expect(text).toContain('postbud_runs{status="Successful"} 2')
  expect(text).toContain('postbud_open_runs{stage="refreshing"} 1')
  expect(Number(/^postbud_database_bytes (\S+)/m.exec(text)?.[1])).toBeGreaterThan(1e6)
  expect(text).toContain('postbud_people_delivered 84')
  expect(Number(/^postbud_queue_age_seconds (\S+)/m.exec(text)?.[1])).toBeGreaterThan(80)
  expect(text).toMatch(
    /postbud_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/me",status="200"\} 1/,
  )
  expect(text).toContain('route="none",status="404"')
  for (const name of ['database_latency_seconds', 'engine_latency_seconds', 'workers_alive'].map(
    (n) => `postbud_${n}`,
  )) {
    expect(text).toContain(name)
  }
  expect(text).toContain('process_resident_memory_bytes')
  expect(text).not.toContain('example.com')
})

async function answered(url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { headers })
  const text = await answer.text()
  return {
    status: answer.status,
    body: /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
  }
}
