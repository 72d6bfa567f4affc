import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/start-sandbox.ts'
import { commandLine } from '../support/command-line.ts'
import { visit } from '../support/connection-lab.ts'
import { freePort } from '../support/free-port.ts'
import { aFolder, layDatabase, placeIn } from '../support/test-app.ts'

const file = `environment: { name: Decisions, timeZone: Europe/Copenhagen }
sources:
  contacts: { file: contacts.csv, key: ContactId }
profiles: { from: contacts, email: EMail }
segments:
  everybody: { rules: [{ where: { column: ContactId, isNotNull: true } }] }
connections:
  marketing: { type: constant-contact, clientId: sandbox-client, clientSecret: sandbox-secret, limits: { requestsPerSecond: 200 } }
exports:
  news: { connection: marketing, list: Newsletter, segments: [everybody], leavers: remove, consent: Consent }
`

async function start() {
  const folder = await aFolder()
  const sandbox = await startSandbox({ instant: true })
  onTestFinished(() => sandbox.close())
  sandbox.control.autoApprove = true
  sandbox.control.setLimits('none')
  await writeFile(join(folder, 'postbud.yaml'), file)
  const place = await placeIn(folder)
  if (!place.DATABASE_URL) await layDatabase(join(folder, 'data'))
  const postbud = commandLine({
    env: {
      ...place,
      POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`,
      CONSTANT_CONTACT_API_URL: sandbox.apiUrl,
      CONSTANT_CONTACT_AUTH_URL: sandbox.authUrl,
    },
    onNote: (text) => {
      const address = /http:\S+\/authorize\S+/.exec(text)?.[0]
      if (address) void visit(new URL(address))
    },
  })
  const people = async (from: number, to: number) => {
    const lines = Array.from({ length: to - from }, (_, at) => `C-${from + at},person.${from + at}@example.com,yes`)
    await writeFile(join(folder, 'contacts.csv'), `ContactId,EMail,Consent\n${lines.join('\n')}\n`)
  }
  await people(0, 300)
  expect((await postbud('apply', '--yes')).code).toBe(0)
  expect((await postbud('connect', 'marketing', '--no-browser', '--accept-data-transfer')).code).toBe(0)
  const members = () => sandbox.control.list().memberCount
  return { postbud, people, members, sandbox, control: sandbox.control }
}

test('a person decides in the terminal: approve, reject, pause, undo, retry, drift and departures', {
  timeout: 120_000,
}, async () => {
  const { postbud, people, members, control } = await start()
  expect((await postbud('run', 'news')).code).toBe(0)

  await people(100, 300)
  const preview = await postbud('preview', 'news')
  expect(preview.out).toMatch(/100 would be taken off the list; who leaves, and why: 100 left_segments\./)
  expect(preview.out).toMatch(/1 removal, 1 request to learn contact ids: about \d+ requests \([\d,]+ are left today\)/)
  expect(preview.out).toMatch(/100 of the 300 people .* \(33 %\).* would wait for approval/)
  const waiting = await postbud('run', 'news')
  expect(waiting).toMatchObject({ code: 4, out: expect.stringMatching(/Waits for approval.*postbud approve \w+/s) })
  // Who decides sees what the plan does, not only the guard's figure.
  expect((await postbud('runs', 'last')).out).toMatch(
    /200 +members *\n +200 +unchanged *\n +100 +who leave *\n +100 left_segments .*\n +100 +to be taken off the list/,
  )
  expect((await postbud('budget')).out).toMatch(/\w+ waits: The run waits for a person before anything is sent/)
  expect((await postbud('retry', 'last')).err).toMatch(/has not ended/)
  expect(await postbud('reject', 'last', '--note', 'not yet')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Canceled.*Rejected by \w+.*not yet.*100 +not taken off/s),
  })
  await postbud('run', 'news')
  const approved = await postbud('approve', 'last', '--json')
  expect(JSON.parse(approved.out).runs[0]).toMatchObject({
    status: 'Successful',
    approval: { tripped: [{ guard: 'guard_removals', figure: 100 }], approved: { by: expect.any(String) } },
    figures: { removals: { removed: { left_segments: 100 } } },
  })
  expect(members()).toBe(200)
  expect((await postbud('receipts', 'last', '--leavers', '--limit', '1')).out).toMatch(
    /C-\d+ +\S+ +removed +left_segments/,
  )

  await postbud('pause', '--reason', 'wrong segment')
  await people(100, 310)
  expect(await postbud('run', 'news')).toMatchObject({ code: 5, out: expect.stringContaining('wrong segment') })
  for (const look of [['runs'], ['budget'], ['preview', 'news']]) {
    expect((await postbud(...look)).out, look[0]).toMatch(/Delivery was paused by .*wrong segment.*: postbud resume/)
  }
  expect((await postbud('resume')).out).toMatch(/Delivery goes on/)
  expect((await postbud('resume')).out).toBe('Delivery was not paused.\n')
  expect((await postbud('run', 'news')).code).toBe(0)
  expect(members()).toBe(210)
  expect((await postbud('undo', 'last', '--preview')).out).toMatch(
    /Nothing was sent.*10 would be taken off.*10 undone/s,
  )
  expect(members()).toBe(210)
  expect((await postbud('undo', 'last')).out).toMatch(/an undo of \w+.*10 undone/s)
  expect(members()).toBe(200)
  expect((await postbud('run', 'news')).code).toBe(0)

  control.removeFromList('person.120@example.com')
  control.addContact({ email: 'stranger@example.com', listIds: [control.list().listId] })
  const drift = await postbud('drift', 'news')
  expect(drift).toMatchObject({
    code: 3,
    out: expect.stringMatching(/1 put there by us and missing now\n.*p…0@example/),
  })
  expect((await postbud('drift', 'news', '--preview')).out).toMatch(/Nothing was sent.*1\s+left_list/s)
  expect((await postbud('drift', 'news', '--repair')).out).toMatch(/Successful.*a repair.*1 left_list/s)
  expect((await postbud('drift', 'news')).out).toMatch(
    /209 put there by us, 1 known to be others'.\n.*as Postbud believes/,
  )
  const listed = await postbud('departures', 'list', 'marketing')
  expect(listed.out).toMatch(/1 departed: 1 left_list\n.*\nperson\.120@example\.com +left_list/)
  expect(await postbud('departures', 'end', 'marketing', '--reason', 'why not')).toMatchObject({ code: 2 })
  const end = ['departures', 'end', 'marketing', '--email', 'person.120@example.com', '--reason', 'asked by telephone']
  expect((await postbud(...end)).out).toMatch(/one person has ended/)
  expect((await postbud('run', 'news')).code).toBe(0)
  expect(members()).toBe(211)
  const { entries } = JSON.parse((await postbud('audit', 'list', '--limit', '500', '--json')).out)
  const acts = new Set(entries.map(({ action, via }: { action: string; via: string }) => `${via} ${action}`))
  const decided = ['run.start', 'run.approve', 'run.reject', 'delivery.pause', 'delivery.resume', 'departure.end']
  expect(decided.filter((action) => !acts.has(`CLI ${action}`))).toEqual([])
  expect((await postbud('why', 'stranger@example.com')).out).toMatch(/On list Newsletter.*put there by somebody else/)
})
