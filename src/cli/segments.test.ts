import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { aFolder, placeIn, settleIn } from '../../test/support/test-app.ts'
import { runCli } from './run-cli.ts'

const contacts = `ContactId,EMail,FirstName,LastName,State,City,Email Subscriber,CreatedOn
1,ada@example.com,Ada,Byron,California,Oakland,Yes,2024-01-01
2,bo@contoso.com,Bo,Berg,Texas,Austin,yes,2024-01-02
3,cy@example.com,Cy,Young,Ohio,Newark,yes,2024-01-03
4,di@example.com,Di,Dors,Ohio,Dayton,no,2024-01-04
`
const purchases = `PurchaseId,ContactId,TotalPrice,PurchasedOn
p1,1,600.50,2026-02-01
p2,2,900,2026-02-02
p3,3,800,2026-02-03
p4,4,700,2026-02-04
`
const project = `environment: { name: Contoso Coffee, timeZone: Europe/Copenhagen }
sources:
  contacts: { file: files/contacts.csv, key: ContactId }
  purchases: { file: files/purchases.csv, key: PurchaseId }
profiles: { from: contacts, email: EMail, firstName: FirstName, lastName: LastName, updatedAt: CreatedOn }
relationships:
  purchases-of-customer: { from: purchases.ContactId, to: profile.ContactId }
segments:
  big-spenders:
    displayName: Subscribers who spent, not staff
    rules:
      - where:
          all:
            - { column: Email Subscriber, equals: 'yes', ignoreCase: true }
            - any:
                - { column: State, in: [California, Texas] }
                - { column: City, startsWith: New }
      - intersect:
          path: [purchases-of-customer]
          all:
            - { column: purchases.TotalPrice, greaterThan: 500 }
            - { column: purchases.PurchasedOn, greaterThan: '2026-01-01' }
      - except: { column: EMail, endsWith: '@contoso.com', ignoreCase: true }
  others: { rules: [{ where: { not: { segment: big-spenders } } }] }
  nobody: { rules: [{ where: { all: [{ column: State, equals: Ohio }, { column: State, equals: Texas }] } }] }
  frozen: { type: static, rules: [{ where: { all: [] } }] }
  asleep: { state: inactive, rules: [{ where: { all: [] } }] }
`

test('segments from the command line', async () => {
  const folder = await aFolder()
  await mkdir(join(folder, 'files'))
  await writeFile(join(folder, 'files/contacts.csv'), contacts)
  await writeFile(join(folder, 'files/purchases.csv'), purchases)
  await writeFile(join(folder, 'postbud.yaml'), project)
  await settleIn(folder)
  const cli = (...argv: string[]) => run(folder, argv)
  expect(await cli('apply', '--yes')).toMatchObject({ code: 0 })

  expect(await cli('segments', 'refresh', '--no-sources')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('postbud sources refresh contacts'),
  })
  expect(await cli('segments', 'refresh')).toMatchObject({
    code: 0,
    errors: 'source contacts: read anew, 4 rows\nsource purchases: read anew, 4 rows\n',
    output: `big-spenders: refreshed, 2 members
others: refreshed, 2 members
nobody: refreshed, 0 members
frozen: skipped, static, not attempted
asleep: skipped, inactive, not attempted
`,
  })
  const asleep = await cli('segments', 'refresh', 'asleep', 'frozen')
  expect(asleep).toMatchObject({ code: 1 })
  expect(asleep.output).toMatch(/asleep: failed, Segment "asleep" is inactive.*\nfrozen: refreshed, 4 members/)

  const listed = JSON.parse((await cli('segments', 'list', '--json')).output)
  expect(listed.segments.map((each: { name: string; members: number }) => [each.name, each.members])).toEqual([
    ['big-spenders', 2],
    ['others', 2],
    ['nobody', 0],
    ['frozen', 4],
    ['asleep', null],
  ])
  expect((await cli('segments', 'show', 'big-spenders')).output).toMatch(
    /2 members since[\s\S]*Size\n.* 2 +█{30}\n[\s\S]*Sample[\s\S]*ada@example.com/,
  )

  await appendFile(join(folder, 'files/contacts.csv'), '5,ed@example.com,Ed,=1+1,Texas,Waco,yes,2024-01-05\n')
  await appendFile(join(folder, 'files/purchases.csv'), 'p5,5,501,2026-02-05\n')
  expect((await cli('segments', 'refresh', '--no-sources', 'big-spenders')).output).toBe(
    'big-spenders: unchanged, 2 members\n',
  )
  expect(await cli('segments', 'refresh', 'big-spenders')).toMatchObject({
    output: 'big-spenders: refreshed, 3 members\n',
    errors: 'source contacts: read anew, 5 rows\nsource purchases: read anew, 5 rows\n',
  })
  await rm(join(folder, 'files/purchases.csv'))
  expect(await cli('segments', 'refresh', 'big-spenders')).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^error: Source "purchases" could not be refreshed, so nothing was computed/),
  })

  const file = join(folder, 'out/members.csv')
  await cli('segments', 'members', 'big-spenders', '--csv', file)
  expect(await readFile(file, 'utf8')).toMatch(
    /^ContactId,EMail,.*\r\n1,ada@example.com,Ada[^\n]*\r\n3,cy@example.com,Cy[^\n]*\r\n5,ed@example.com,Ed,'=1\+1,[^\n]*\r\n$/,
  )
  await cli('segments', 'members', 'big-spenders', '--csv', file, '--cells', 'raw', '--limit', '3')
  expect(await readFile(file, 'utf8')).toContain('5,ed@example.com,Ed,=1+1,')
  expect(await cli('segments', 'members', 'big-spenders', '--csv', '/dev/full')).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^error: A disk that Postbud writes to is full/),
  })
  for (const [words, limit] of [
    [['runs'], 'many'],
    [['receipts', 'last'], '-1'],
    [['audit', 'list'], '0'],
  ] as const) {
    expect(await cli(...words, '--limit', limit)).toMatchObject({ code: 2, errors: expect.stringContaining('from 1') })
  }
  // Whoever takes people away as a file is recorded, at the terminal as over HTTP.
  expect((await cli('audit', 'list', '--action', 'segment.download')).output).toMatch(
    /( CLI +segment\.download +segment big-spenders\n.*){3}$/,
  )

  expect((await cli('segments', 'explain', 'big-spenders')).output).toMatch(/3\. except +1 +3\n/)
  expect((await cli('segments', 'explain', 'nobody')).output).toMatch(
    /Emptied at rules\.0\.where\.all\.1: 2 people would meet/,
  )
  expect(await cli('segments', 'show', 'big-spender')).toMatchObject({
    code: 2,
    errors: expect.stringMatching(/There is no segment "big-spender"\. Did you mean "big-spenders"\?/),
  })
})

async function run(folder: string, argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await runCli({
    argv,
    env: await placeIn(folder),
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    signal: new AbortController().signal,
  })
  return { code, output: String(stdout.read() ?? ''), errors: String(stderr.read() ?? '') }
}
