import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { commandLine } from '../support/command-line.ts'
import { fastClock } from '../support/fast-clock.ts'
import { processLab } from '../support/process-lab.ts'
import { aFolder } from '../support/test-app.ts'

type Told = { readonly status: string; readonly message: string | null; readonly tasks: readonly TaskTold[] }
type TaskTold = {
  readonly kind: string
  readonly name: string
  readonly status: string
  readonly reason: string | null
}

const tasksOf = ({ out }: { readonly out: string }) =>
  (JSON.parse(out) as Told).tasks.map(
    ({ kind, name, status, reason }) => `${kind} ${name}: ${status}${reason ? ` (${reason})` : ''}`,
  )

test('everything is refreshed in the terminal, without a server and with one, and told as it ended', {
  timeout: 300_000,
}, async () => {
  const folder = await aFolder()
  const lab = await processLab(folder, { more: ['offers'] })
  const { postbud, turnTo, members, env } = lab
  const clock = fastClock()
  const collector = await aCollector()
  const patient = commandLine({ env: { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint }, clock })

  const first = await patient('refresh')
  expect(first).toMatchObject({
    code: 0,
    err: expect.stringMatching(/source contacts: Successful, 12 rows\n[\s\S]*Delivering/),
  })
  expect(first.out).toMatch(
    /^Refresh \w+: Successful in .*\n[\s\S]* export +offers +Successful +12 members, 12 delivered\n$/,
  )
  // Beside two others whom somebody else put there.
  expect(members('news')).toHaveLength(14)
  // What the command line runs is traced as what a server does.
  expect(collector.names().filter((name) => name === 'run')).toHaveLength(2)
  expect(collector.names()).toContain('run delivering')

  // What may heal is tried again, and then it has failed, with everything that hangs on it.
  const kept = readFileSync(join(folder, 'contacts.csv'))
  rmSync(join(folder, 'contacts.csv'))
  const failed = await patient('refresh', '--json')
  expect(failed.code).toBe(1)
  expect(tasksOf(failed)).toEqual([
    'source contacts: Failed (permanent) (source_file_missing)',
    'profiles profiles: Skipped (upstream_failed)',
    'segment everybody: Skipped (upstream_failed)',
    'export news: Skipped (upstream_failed)',
    'export offers: Skipped (upstream_failed)',
  ])
  writeFileSync(join(folder, 'contacts.csv'), kept)

  // Runs that wait for a pause to end do not keep it from ending, nor does it say that they have.
  await postbud('pause')
  turnTo(1)
  const paused = await patient('refresh', '--json')
  expect(paused.code).toBe(1)
  expect(tasksOf(paused).slice(3)).toEqual(['export news: Queued (paused)', 'export offers: Queued (paused)'])
  expect((await postbud('refresh', '--cancel')).code).toBe(2)
  await postbud('resume')

  // The server does it for whoever asks; the next one takes the runs for its own that were left.
  const server = await lab.serve()
  const handed = await postbud('refresh')
  expect(handed).toMatchObject({ code: 0, out: expect.stringMatching(/^Refresh \w+: Successful/) })
  expect((await postbud('audit', 'list')).out).toMatch(/refresh\.start/)
  expect(members('offers').filter((email) => !members('news').includes(email))).toEqual([])
  expect(members('offers')).toHaveLength(12)

  // Who cancels it is answered how it ended, and so is who follows it.
  rmSync(join(folder, 'contacts.csv'))
  const following = lab.start('refresh')
  await following.said(/(source contacts: Failure \(will retry\))/)
  expect(await postbud('refresh', '--cancel')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Refresh \w+: Canceled[\s\S]*It was canceled by /),
  })
  expect(await following.ended).toMatchObject({ code: 1, out: expect.stringContaining('Canceled') })
  server.child.kill('SIGTERM')
  await server.ended
})

async function aCollector() {
  const spans: { readonly name: string }[] = []
  const server = createServer(async (request, response) => {
    const { resourceSpans } = JSON.parse(await text(request))
    for (const { scopeSpans } of resourceSpans) for (const each of scopeSpans) spans.push(...each.spans)
    response.setHeader('content-type', 'application/json').end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { endpoint, names: () => spans.map(({ name }) => name) }
}
