import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../start-sandbox.ts'

async function aFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'kept', 'accounts')
}

test('accounts, members, jobs and tokens last from one start to the next', async () => {
  const keepIn = await aFile()
  const importing = await startSandbox({ keepIn, contactsPerSecond: 1 })
  const { access_token, refresh_token } = importing.control.issueTokens()
  const headers = { authorization: `Bearer ${access_token}` }
  const listIds = ['06526938-56dd-11e9-932a-fa163ea075fa']
  for (const name of ['grace', 'gone']) importing.control.addContact({ email: `${name}@example.com`, listIds })
  importing.control.leaveList('gone@example.com')
  const sent = await fetch(`${importing.apiUrl}/activities/contacts_json_import`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      import_data: [{ email: 'ada@example.com', first_name: 'Ada' }, { email: 'bob@example.com' }],
      list_ids: listIds,
    }),
  })
  const { activity_id } = (await sent.json()) as { activity_id: string }
  expect(sent.status).toBe(201)
  // Two seconds of work, which are not over.
  const before = await (await fetch(`${importing.apiUrl}/activities/${activity_id}`, { headers })).json()
  expect(before).toMatchObject({ state: expect.stringMatching(/initialized|processing/) })
  await importing.close()

  await using again = await startSandbox({ keepIn })
  const after = await (await fetch(`${again.apiUrl}/activities/${activity_id}`, { headers })).json()
  expect(after).toMatchObject({ state: 'completed', status: { person_count: 2 } })
  const members = again.control.list().members ?? []
  expect(members.map(({ email }) => email).sort()).toEqual(['ada@example.com', 'bob@example.com', 'grace@example.com'])
  expect(members.find(({ email }) => email === 'ada@example.com')).toMatchObject({ values: { first_name: 'Ada' } })
  expect(again.control.issueTokens().access_token).not.toBe(access_token)
  const refreshed = await fetch(`${again.authUrl}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('sandbox-client:sandbox-secret')}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' }),
  })
  // The new sign-in above has spent it, as it would have before the stop.
  expect(refreshed.status).toBe(400)
})

test('a file that no sandbox wrote is refused, and stays', async () => {
  const keepIn = await aFile()
  await (await startSandbox({ keepIn })).close()
  await writeFile(keepIn, 'rubbish')
  await expect(startSandbox({ keepIn })).rejects.toThrow(/cannot read .*accounts/)
})
