import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/start-sandbox.ts'
import type { Definitions } from '../../src/contract/definitions.ts'
import { previewExport } from '../../src/exports/plan/preview-export.ts'
import { aShop, writePeople } from '../support/a-shop.ts'
import { sandboxAccount } from '../support/sandbox-account.ts'
import { testApp } from '../support/test-app.ts'

async function start(contractLimit?: number) {
  const sandbox = await startSandbox({ instant: true })
  onTestFinished(() => sandbox.close())
  sandbox.control.setLimits('none')
  const app = await testApp()
  await writePeople(app, [
    { id: '1', email: 'ann@example.com' },
    { id: '2', email: 'bo@example.com' },
    { id: '3', email: 'nowhere' },
  ])
  const shop = aShop()
  const definitions: Definitions = {
    ...shop,
    connections: {
      marketing: { type: 'constant-contact', clientId: 'x', ...(contractLimit !== undefined && { contractLimit }) },
    },
  }
  const preview = (showEmails = false) =>
    previewExport({ ...app, openAccount: () => sandboxAccount(app, sandbox) }, definitions, {
      exportName: 'news',
      showEmails,
      signal: new AbortController().signal,
    })
  return { sandbox, preview }
}

test('a preview shows people one can tell apart, in full when asked, and sends nothing', async () => {
  const { preview, sandbox } = await start()
  const people = ({ samples }: Awaited<ReturnType<typeof preview>>) =>
    Object.fromEntries(samples.map(({ standing, people }) => [standing, people.map(({ email }) => email)]))
  expect(people(await preview())).toEqual({ new: ['a…n@example.com', 'b…o@example.com'], rejected: ['n…e'] })
  expect(people(await preview(true))).toEqual({ new: ['ann@example.com', 'bo@example.com'], rejected: ['nowhere'] })
  expect(sandbox.control.imports()).toEqual([])
})

test("a preview tells the account's size, and warns when its contract would not hold everybody", async () => {
  const { preview, sandbox } = await start(3)
  expect(await preview()).toMatchObject({
    account: { contacts: 0, contactsAtMost: 2, contractLimit: 3 },
    limit: 1_000_000,
    warnings: [],
  })
  for (const email of ['cy@example.com', 'di@example.com']) sandbox.control.addContact({ email })
  expect(await preview()).toMatchObject({
    account: { contacts: 2, contactsAtMost: 4, contractLimit: 3 },
    warnings: [
      'The account has 2 contacts and would have up to 4; its contract allows 3. The run would wait for approval.',
    ],
  })
})

test('without a contract limit the size is told all the same', async () => {
  const { preview } = await start()
  expect(await preview()).toMatchObject({
    account: { contacts: 0, contactsAtMost: 2, contractLimit: null },
    warnings: [],
  })
})
