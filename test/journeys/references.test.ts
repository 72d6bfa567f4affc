import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/start-sandbox.ts'
import type { RunEvent } from '../../src/exports/run/run-events.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import { aShop, writePeople } from '../support/a-shop.ts'
import { sandboxAccount } from '../support/sandbox-account.ts'
import { testApp } from '../support/test-app.ts'

const shop = aShop({
  sources: { contacts: { file: '${FILE}.csv', key: 'ContactId' } },
  segments: { everybody: { rules: [{ where: { column: 'LastName', equals: '${NAME}' } }] } },
  exports: {
    news: {
      connection: 'marketing',
      list: '${LIST}',
      segments: ['everybody'],
      fields: { first_name: 'FirstName', last_name: '${LAST}' },
    },
  },
})

async function start(given: Record<string, string>) {
  const sandbox = await startSandbox({ instant: true })
  onTestFinished(() => sandbox.close())
  sandbox.control.setLimits('none')
  const app = await testApp()
  await writePeople(app, [
    { id: '1', email: 'ann@example.com', first: 'Ann', last: 'Lee' },
    { id: '2', email: 'bo@example.com', first: 'Bo', last: 'Holm' },
  ])
  const run = (
    change: Record<string, string | undefined> = {},
    { only, until }: { only?: readonly string[]; until?: RunEvent['type'] } = {},
  ) => {
    const stop = new AbortController()
    const variables = { ...given, ...change }
    return runExport({ ...app, variables, openAccount: () => sandboxAccount(app, sandbox) }, shop, {
      exportName: 'news',
      trigger: 'CLI',
      startedBy: 'test',
      ...(only && { about: { kind: 'test' as const, only } }),
      signal: stop.signal,
      tell: ({ type }) => {
        if (type === until) stop.abort(new Error('stopped by the test'))
      },
    })
  }
  return { app, sandbox, run }
}

const variables = { FILE: 'contacts', NAME: 'Lee', LIST: 'Newsletter', LAST: 'LastName' }

test('an export whose file, rule, list and mapping stand in variables runs, and its run keeps the references', async () => {
  const { run, sandbox } = await start(variables)
  const done = await run()
  expect(done).toMatchObject({ status: 'Successful', definition: shop.exports.news })
  expect(Array.from(sandbox.control.members(), ({ email }) => email)).toEqual(['ann@example.com'])
  expect(sandbox.control.contact('ann@example.com')).toMatchObject({ values: { last_name: 'Lee' } })
})

test('another value of a variable is another rule and another mapping', async () => {
  const { run, sandbox } = await start(variables)
  await run()
  expect((await run({ LAST: 'FirstName' })).figures).toMatchObject({ all: { changed: 1 } })
  expect((await run({ NAME: 'Holm' })).figures).toMatchObject({ all: { members: 1, new: 1 } })
  expect(Array.from(sandbox.control.members(), ({ email }) => email).sort()).toEqual([
    'ann@example.com',
    'bo@example.com',
  ])
})

test('an unset variable is told with its place, and what does not need it runs', async () => {
  const { run, app } = await start(variables)
  await expect(run({ LIST: undefined })).rejects.toThrow(
    'The environment variable LIST, which exports.news.list refers to, is not set. Set it and try again.',
  )
  expect(await app.db.selectFrom('runs').selectAll().execute()).toEqual([])
  expect(await run({ FILE: undefined })).toMatchObject({
    reason: 'variable_unset',
    message: expect.stringContaining('FILE, which sources.contacts.file refers to, is not set'),
  })
})

test('a few people are not tried while a run is unfinished, which is named with what carries it on', async () => {
  const { run, sandbox } = await start(variables)
  await expect(run({}, { until: 'planned' })).rejects.toThrow('stopped by the test')
  await expect(run({}, { only: ['ann@example.com'] })).rejects.toThrow(
    /^Run \S+ of export "news" has not ended, so nothing was done\. Where no server carries it on, do so first: postbud run news$/,
  )
  expect(sandbox.control.imports()).toEqual([])
  expect(await run()).toMatchObject({ status: 'Successful' })
  expect(await run({}, { only: ['ann@example.com'] })).toMatchObject({
    status: 'Successful',
    only_emails: ['ann@example.com'],
  })
})

test('a test that was stopped is carried on by the same test', async () => {
  const { run } = await start(variables)
  await expect(run({}, { only: ['ann@example.com'], until: 'planned' })).rejects.toThrow('stopped by the test')
  await expect(run({}, { only: ['bo@example.com'] })).rejects.toThrow(/^The test of other people, run /)
  expect(await run({}, { only: ['ann@example.com'] })).toMatchObject({ status: 'Successful' })
})
