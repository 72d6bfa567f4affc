import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/start-sandbox.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { commandLine } from '../support/command-line.ts'
import { visit } from '../support/connection-lab.ts'
import { freePort } from '../support/free-port.ts'
import { postgresMissing, startPostgres } from '../support/postgres.ts'
import { aFolder, layDatabase } from '../support/test-app.ts'

const shop = resolve(import.meta.dirname, '../../examples/shop')

/** The example's data are of some years, and its rules ask for the last two and for this one: it is read in November 2026. */
const startedAt = systemClock.now().getTime()
const inNovember: Clock = {
  ...systemClock,
  now: () => new Date(Date.parse('2026-11-24T08:00:00Z') + systemClock.now().getTime() - startedAt),
}

test.skipIf(postgresMissing)('the example works as it stands, from the file to the list', async () => {
  const { postbud, sandbox, members } = await start()
  expect(await postbud('validate')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/postbud\.yaml is valid\.\n$/),
  })
  expect((await postbud('apply', '--yes')).out).toMatch(/11 to create, 0 to change, 0 to remove\.\nApplied /)
  expect((await postbud('apply', '--yes')).out).toBe('Nothing changes: what is applied is what the file says.\n')
  expect(await postbud('run', 'spring-campaign')).toMatchObject({
    code: 5,
    out: expect.stringContaining('postbud connect marketing'),
  })
  expect((await postbud('connect', 'marketing', '--no-browser', '--accept-data-transfer')).out).toMatch(
    /^Connected "marketing" to .*\nIts lists: postbud lists marketing\n$/,
  )

  const preview = JSON.parse((await postbud('preview', 'spring-campaign', '--json')).out)
  expect(preview.segments).toMatchObject({ 'big-spenders': { members: 11 }, regulars: { members: 18 } })
  expect(preview.account).toEqual({ contacts: 0, newAtMost: 27, contactsAtMost: 27, contractLimit: 250_000 })
  expect(sandbox.control.imports()).toEqual([])

  const someone = preview.samples[0].people[0].key
  const email = emailOf(someone, await readFile(join(shop, 'data/contacts.csv'), 'utf8'))
  const tried = await postbud('test', 'spring-campaign', '--to', email.toUpperCase(), 'nobody@example.com')
  expect(tried).toMatchObject({ code: 0, err: expect.stringContaining('One of the addresses belongs to nobody') })
  expect(members()).toEqual([email])

  const run = await postbud('run', 'spring-campaign', '--json')
  const [{ figures }] = JSON.parse(run.out).runs
  expect(run.code).toBe(0)
  expect(figures.outcomes).toEqual({ delivered: { '': 26 }, unchanged: { '': 1 }, rejected: { email_missing: 2 } })
  expect(members()).toHaveLength(27)

  const { receipts } = JSON.parse((await postbud('receipts', 'last', '--json')).out)
  expect(receipts).toHaveLength(29)
  const delivered = receipts.filter(({ outcome }: { outcome: string }) => outcome !== 'rejected')
  expect(delivered.map((receipt: { email: string }) => receipt.email).sort()).toEqual(members())
  expect((await postbud('receipts', 'last', '--outcome', 'rejected')).out).toMatch(/C-1039 +rejected +email_missing/)
  expect((await postbud('why', email)).out).toMatch(/Export spring-campaign keeps this person on list 06526938-/)

  // The tier is the newest of somebody's memberships, by way of PostgreSQL.
  const tiers = Array.from(sandbox.control.members(), ({ values }) => values['cf:loyalty_tier'] ?? 'none')
  expect(Object.fromEntries([...Map.groupBy(tiers, String)].map(([tier, all]) => [tier, all.length]))).toEqual({
    Bronze: 2,
    Silver: 3,
    Gold: 2,
    none: 20,
  })

  const again = JSON.parse((await postbud('run', '--all', '--json')).out).runs[0]
  expect(again.figures.outcomes).toEqual({ unchanged: { '': 27 }, rejected: { email_missing: 2 } })
})

async function start() {
  const [server, sandbox] = await Promise.all([startPostgres(), startSandbox({ instant: true })])
  onTestFinished(() => sandbox.close())
  onTestFinished(() => server[Symbol.asyncDispose]())
  await server.run(await readFile(join(shop, 'loyalty.sql'), 'utf8'))
  sandbox.control.autoApprove = true
  sandbox.control.setLimits('none')
  const data = await aFolder()
  await layDatabase(data)
  const postbud = commandLine({
    env: {
      POSTBUD_FILE: join(shop, 'postbud.yaml'),
      POSTBUD_DATA: data,
      POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`,
      LOYALTY_DATABASE_URL: server.url,
      CONSTANT_CONTACT_API_URL: sandbox.apiUrl,
      CONSTANT_CONTACT_AUTH_URL: sandbox.authUrl,
      CONSTANT_CONTACT_CLIENT_ID: 'sandbox-client',
      CONSTANT_CONTACT_CLIENT_SECRET: 'sandbox-secret',
    },
    clock: inNovember,
    onNote: (text) => {
      const [address] = /http:\S+\/authorize\S+/.exec(text) ?? []
      if (address) void visit(new URL(address))
    },
  })
  const members = () => Array.from(sandbox.control.members(), ({ email }) => email).sort()
  return { postbud, sandbox, members }
}

/** The example's key is the first column of its customers, their e-mail the second. */
function emailOf(key: string, csv: string): string {
  const line = csv.split('\n').find((each) => each.startsWith(`${key},`))
  return line?.split(',')[1] ?? ''
}
