import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/start-sandbox.ts'
import { commandLine } from '../../test/support/command-line.ts'
import { visit } from '../../test/support/connection-lab.ts'
import { freePort } from '../../test/support/free-port.ts'
import { aFolder, settleIn } from '../../test/support/test-app.ts'

const project = `environment: { name: Test, timeZone: Europe/Copenhagen }
sources: { contacts: { file: contacts.csv, key: id } }
profiles: { from: contacts, email: email }
segments: { everybody: { rules: [{ where: { all: [] } }] } }
connections:
  marketing: { type: constant-contact, clientId: sandbox-client, clientSecret: sandbox-secret }
  events: { type: constant-contact, clientId: sandbox-pkce, limits: { requestsPerDay: 20000 } }
exports:
  news: { connection: marketing, list: Newsletter, segments: [everybody], fields: {} }
`

async function start() {
  const folder = await aFolder()
  const sandbox = await startSandbox({ instant: true })
  onTestFinished(() => sandbox.close())
  sandbox.control.autoApprove = true
  sandbox.control.setLimits('none')
  const file = join(folder, 'postbud.yaml')
  await writeFile(file, project)
  const people = Array.from({ length: 3 }, (_, at) => `${at},p${at}@example.com`)
  await writeFile(join(folder, 'contacts.csv'), `id,email\n${people.join('\n')}\n`)
  const place = await settleIn(folder)
  const postbud = commandLine({
    env: {
      ...place,
      CONSTANT_CONTACT_API_URL: sandbox.apiUrl,
      CONSTANT_CONTACT_AUTH_URL: sandbox.authUrl,
      POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`,
    },
    onNote: (text) => {
      const address = /http:\S+authorize\S*/.exec(text)?.[0]
      if (address) void visit(new URL(address))
    },
  })
  await postbud('apply', '--yes')
  await postbud('connect', 'marketing', '--no-browser', '--accept-data-transfer')
  return { postbud, sandbox }
}

test('connections check tells of each connection, and one that fails does not stop the others', async () => {
  const { postbud, sandbox } = await start()
  const only = await postbud('connections', 'check', 'marketing')
  expect(only).toMatchObject({ code: 0, err: '' })
  expect(only.out).toMatch(/\nmarketing +works +Sandbox Outfitters \(p07e1l8cdif9dl\) +\d{4}-\d\d-\d\d +179 +1 of 1\n$/)

  sandbox.control.deleteList()
  const both = await postbud('connections', 'check')
  expect(both.code).toBe(1)
  expect(both.out).toMatch(/\nmarketing +something is wrong .* 0 of 1\nevents +something is wrong\n/)
  expect(both.out).toMatch(/\nmarketing: The account has no list called "Newsletter".* export "news"\.\n/)
  expect(both.out).toMatch(/\nevents: .* Run: postbud connect events\n$/)

  const { connections } = JSON.parse((await postbud('connections', 'check', '--json')).out)
  expect(connections).toMatchObject([
    { name: 'marketing', verdict: 'wrong', daysLeft: 179, findings: [{ kind: 'wrong', code: 'list_not_found' }] },
    { name: 'events', verdict: 'wrong', findings: [{ code: 'not_connected' }] },
  ])
  expect(await postbud('connections', 'check', 'marketin')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Did you mean "marketing"?'),
  })
})

test('a list that a run has found is checked by its id, whatever it is called since', async () => {
  const { postbud, sandbox } = await start()
  expect((await postbud('run', 'news')).code).toBe(0)
  const [account] = sandbox.control.accounts()
  sandbox.control.renameList(account?.lists[0]?.listId ?? '', 'Another name')
  const { connections } = JSON.parse((await postbud('connections', 'check', 'marketing', '--json')).out)
  expect(connections[0].lists).toMatchObject([{ name: 'Another name', exports: ['news'], state: 'reachable' }])
})

test('budget tells what the day has left, application by application, and that no run is open', async () => {
  const { postbud } = await start()
  const { code, out } = await postbud('budget')
  expect(code).toBe(0)
  expect(out).toMatch(/\nsandbox-client +marketing +4 a second +10,000 +2 +9,998\n/)
  expect(out).toMatch(/\nsandbox-pkce +events +4 a second +20,000 +0 +20,000\n/)
  expect(out).toMatch(/\nCounted anew at 00:00 UTC, in .*\.\nNo run is open\.\n$/)
  expect(JSON.parse((await postbud('budget', '--json')).out)).toEqual({
    applications: [
      expect.objectContaining({
        clientId: 'sandbox-client',
        connections: ['marketing'],
        usedToday: 2,
        leftToday: 9_998,
      }),
      expect.objectContaining({ clientId: 'sandbox-pkce', leftToday: 20_000, limitsDiffer: false }),
    ],
    runs: [],
  })
})

test('budget tells when a run that was cut short by the day will end', async () => {
  const { postbud, sandbox } = await start()
  sandbox.control.fault({ method: 'POST', path: 'contacts_file_import', action: 'quota-exceeded' })
  expect((await postbud('run', 'news')).code).toBe(1)
  const { out } = await postbud('budget')
  expect(out).toMatch(
    /\nsandbox-client: nothing leaves before \d{4}-\d\d-\d\d 00:0\d UTC: Constant Contact calls the day/,
  )
  expect(out).toMatch(/\n\w{13} +news +\w.* 1 +0 +3 +9 +\d{4}-\d\d-\d\d 00:0\d UTC +(no|yes)\n/)
  expect(out).toMatch(/\n\w{13} waits.*: The application's requests of the day are spent\. .*\n/)
  const [run] = JSON.parse((await postbud('budget', '--json')).out).runs
  expect(run).toMatchObject({
    ...{ export: 'news', connection: 'marketing', application: 'sandbox-client', phase: 'under way' },
    ...{ importsToSend: 1, jobsToSettle: 0, peopleToImport: 3, requests: 9, endsAt: expect.stringMatching(/T00:0/) },
  })
})
