import { expect, test } from 'vitest'
import { aCaller, recordOf } from '../caller.ts'
import { DEFAULT_LIST_ID } from '../world.ts'

test('an import answers 201 and initialized, and lands with its file name', async () => {
  const { sandbox, importCsv, activityOf } = await aCaller()
  const answer = await importCsv('email,first_name,cf:loyalty_tier\nada@example.com,Ada,gold\n', {
    fileName: 'run-7.csv',
  })
  expect(answer).toMatchObject({ status: 201, body: { state: 'initialized', source_file_name: 'run-7.csv' } })
  expect(await activityOf(answer)).toMatchObject({
    state: 'completed',
    source_file_name: 'run-7.csv',
    percent_done: 100,
    status: {
      items_total_count: 2,
      person_count: 1,
      error_count: 0,
      correctable_count: 0,
      cannot_add_to_list_count: 0,
    },
  })
  expect(sandbox.control.list().members).toMatchObject([
    { email: 'ada@example.com', permission: 'implicit', values: { first_name: 'Ada', 'cf:loyalty_tier': 'gold' } },
  ])
  const [received] = sandbox.control.imports('run-7.csv')
  expect(received).toMatchObject({ rows: 1, state: 'completed', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(sandbox.control.importText(received?.activityId ?? '')).toContain('ada@example.com')
})

test('a second import changes what it supplies and leaves the rest', async () => {
  const { sandbox, importCsv } = await aCaller()
  await importCsv('email,first_name,last_name\nada@example.com,Ada,King\n')
  await importCsv('email,last_name\nADA@example.com,Lovelace\n')
  expect(sandbox.control.list()).toMatchObject({ memberCount: 1 })
  expect(sandbox.control.contact('ada@example.com')?.values).toEqual({ first_name: 'Ada', last_name: 'Lovelace' })
})

test('quoted cells, line breaks in cells, CRLF and other alphabets arrive as written', async () => {
  const { sandbox, importCsv } = await aCaller()
  await importCsv('email,first_name,company_name\r\nada@example.com,"Ada ""A"", Ø","=1+1\nand more"\r\n')
  expect(sandbox.control.contact('ada@example.com')?.values).toEqual({
    first_name: 'Ada "A", Ø',
    company_name: '=1+1\nand more',
  })
})

test('refused rows are counted and named by line', async () => {
  const { importCsv, activityOf } = await aCaller()
  const rows = [
    'email,first_name,birthday_month,birthday_day,anniversary',
    'no-at.example.com,A,,,',
    `${'x'.repeat(45)}@example.com,B,,,`,
    'c@example.com,C,2,,',
    'd@example.com,D,,,yesterday',
    'e@example.com,E,2,29,12/31/2020',
    ',F,,,',
    ` g@example.com,${'G'.repeat(3)},,,`,
    `h@example.com,${'H'.repeat(51)},,,`,
  ]
  expect(await activityOf(await importCsv(rows.join('\n')))).toMatchObject({
    activity_errors: [
      'Line 2: Invalid email address',
      'Line 3: Email address is too long',
      'Line 4: Invalid birthday',
      'Line 5: Invalid anniversary',
      'Line 7: Email address is missing',
      'Line 8: Invalid email address',
      'Line 9: first_name is too long',
    ],
    status: { items_total_count: 9, person_count: 1, error_count: 3, correctable_count: 4 },
  })
})

test('the unsubscribed are not put on the list, and the deleted come back', async () => {
  const { sandbox, importCsv, activityOf } = await aCaller()
  const { control } = sandbox
  for (const name of ['gone', 'left', 'both', 'owner']) control.addContact({ email: `${name}@example.com` })
  control.unsubscribe('left@example.com')
  control.unsubscribe('both@example.com')
  control.unsubscribe('owner@example.com', 'Account')
  control.deleteContact('gone@example.com')
  control.deleteContact('both@example.com')
  const answer = await importCsv(
    'email,first_name\ngone@example.com,G\nleft@example.com,L\nboth@example.com,B\nowner@example.com,O\n',
  )
  expect(await activityOf(answer)).toMatchObject({ status: { person_count: 2, cannot_add_to_list_count: 2 } })
  expect(control.list().members?.map((member) => member.email)).toEqual(['gone@example.com', 'owner@example.com'])
  expect(control.contact('left@example.com')).toMatchObject({ permission: 'unsubscribed', values: { first_name: 'L' } })
  expect(control.contact('both@example.com')).toMatchObject({ permission: 'unsubscribed', deleted: false })
})

test('someone who left only the list is put back on it', async () => {
  const { sandbox, importCsv } = await aCaller()
  await importCsv('email\nada@example.com\n')
  sandbox.control.leaveList('ada@example.com')
  expect(sandbox.control.list().memberCount).toBe(0)
  await importCsv('email\nada@example.com\n')
  expect(sandbox.control.list().memberCount).toBe(1)
})

test('beyond 4 MB and beyond 40,000 lines rows are dropped without a word', async () => {
  const { sandbox, importCsv, activityOf } = await aCaller()
  const many = ['email', ...Array.from({ length: 40_005 }, (_, i) => `p${i}@example.com`)].join('\n')
  expect(await activityOf(await importCsv(many))).toMatchObject({
    state: 'completed',
    activity_errors: [],
    status: { items_total_count: 40_000, person_count: 39_999 },
  })
  const large = [
    'email,company_name',
    ...Array.from({ length: 39_999 }, (_, i) =>
      `q${i}@${'x'.repeat(25)}.example.com,${'y'.repeat(50)}${i}`.slice(0, 110),
    ),
  ]
  sandbox.control.setUnknown('sizeLimitBytes', 1_000_000)
  const rows = Number(recordOf((await activityOf(await importCsv(large.join('\n')))).status).items_total_count)
  expect(rows).toBeGreaterThan(5_000)
  expect(rows).toBeLessThan(20_000)
})

test('a JSON import counts a header, so its first row is line 2', async () => {
  const { sandbox, post, activityOf } = await aCaller()
  const answer = await post('/activities/contacts_json_import', {
    import_data: [{ email: 'bad' }, { email: 'ada@example.com', first_name: 'Ada', 'cf:loyalty_tier': 'gold' }],
    list_ids: [DEFAULT_LIST_ID],
  })
  expect(answer.status).toBe(201)
  expect(await activityOf(answer)).toMatchObject({
    activity_errors: ['Line 2: Invalid email address'],
    status: { items_total_count: 3, person_count: 1, correctable_count: 1 },
  })
  expect(sandbox.control.list().members).toMatchObject([{ values: { first_name: 'Ada', 'cf:loyalty_tier': 'gold' } }])
})

test('a wrong content type or file type is 415, a malformed list id 400, an unknown list fails the activity', async () => {
  const { importCsv, post, activityOf } = await aCaller()
  expect((await post('/activities/contacts_file_import', {})).status).toBe(415)
  expect((await importCsv('email\n', { fileName: 'people.txt' })).status).toBe(415)
  expect((await importCsv('email\n', { listIds: 'newsletter' })).status).toBe(400)
  const unknown = await importCsv('email\na@example.com\n', { listIds: '11111111-56dd-11e9-932a-fa163ea075fa' })
  expect(await activityOf(unknown)).toMatchObject({ state: 'failed' })
})

test('a refused e-mail is named in a line or only counted', async () => {
  const { sandbox, importCsv, activityOf } = await aCaller()
  sandbox.control.refuseEmail({ email: 'ada@example.com', message: 'Invalid email address' })
  sandbox.control.refuseEmail({ email: 'bob@example.com', named: false, correctable: true })
  expect(await activityOf(await importCsv('email\nada@example.com\nbob@example.com\neve@example.com\n'))).toMatchObject(
    {
      activity_errors: ['Line 2: Invalid email address'],
      status: { person_count: 1, error_count: 1, correctable_count: 1 },
    },
  )
})

test('the switches change what nobody knows', async () => {
  const { sandbox, importCsv, activityOf } = await aCaller()
  await importCsv('email,first_name\nada@example.com,Ada\n')
  sandbox.control.setUnknown('blankCell', 'keep')
  await importCsv('email,first_name\nada@example.com,\n')
  expect(sandbox.control.contact('ada@example.com')?.values).toEqual({ first_name: 'Ada' })
  sandbox.control.setUnknown('blankCell', 'erase')
  await importCsv('email,first_name\nada@example.com,\n')
  expect(sandbox.control.contact('ada@example.com')?.values).toEqual({})

  sandbox.control.setUnknown('unknownCustomField', 'row-error')
  expect(await activityOf(await importCsv('email,cf:nothing\nbob@example.com,x\n'))).toMatchObject({
    status: { error_count: 1 },
  })
  sandbox.control.setUnknown('personCount', 'all')
  expect(await activityOf(await importCsv('email\nbad\nbob@example.com\n'))).toMatchObject({
    status: { person_count: 2 },
  })
  sandbox.control.setUnknown('errorLineCap', 1)
  expect(await activityOf(await importCsv('email\nbad\nworse\n'))).toMatchObject({
    activity_errors: ['Line 2: Invalid email address'],
  })
})
