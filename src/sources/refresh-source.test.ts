import { readdir, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { closeSourceLab, sourceLab } from '../../test/support/source-lab.ts'
import { columnProfile } from './column-profile.ts'
import { lookAtSource } from './look-at-source.ts'
import { sourceState, tableOf } from './source-state.ts'

afterAll(closeSourceLab)

test('a CSV file becomes a table whose types all of its values spell', async () => {
  const lab = await sourceLab()
  await lab.write(
    'people.csv',
    'id,Name,Postcode,Age,Balance,Joined,Seen,At,Active,Subscriber,Long,Phone,Science\n' +
      '1,"Ada ""The"" Byron",0100,36,1.5,2026-01-02,2026-01-02T03:04:05Z,2026-01-02 03:04,true,yes,12345678901234567890,+4512345678,1e3\n' +
      '2,,2100,,12.25,2026-12-31,2026-01-02T03:04:05+02:00,2026-01-02T03:04:05.1234567,FALSE,no,1,12345678,2\n\n\n',
  )
  const { outcome, snapshot } = await lab.refresh()

  expect(outcome).toBe('refreshed')
  expect(snapshot).toMatchObject({ rows: 2, corrupt: 0, notices: [] })
  expect(await lab.types()).toEqual({
    id: 'VARCHAR',
    Name: 'VARCHAR',
    Postcode: 'VARCHAR',
    Age: 'BIGINT',
    Balance: 'DECIMAL(18,2)',
    Joined: 'DATE',
    Seen: 'TIMESTAMP WITH TIME ZONE',
    At: 'TIMESTAMP',
    Active: 'BOOLEAN',
    Subscriber: 'VARCHAR',
    Long: 'VARCHAR',
    Phone: 'VARCHAR',
    Science: 'DOUBLE',
  })
  expect(await lab.rows()).toMatchObject([
    { id: '1', Name: 'Ada "The" Byron', Postcode: '0100', Age: 36, Balance: '1.50', Active: true, Science: 1000 },
    { id: '2', Name: null, Age: null, Joined: '2026-12-31', Seen: '2026-01-02 01:04:05+00', Active: false },
  ])
})

test('rows that cannot be read or break the rules of the key are set aside with their row and reason', async () => {
  const lab = await sourceLab()
  await lab.write(
    'people.csv',
    [
      'id,name,born',
      '1,Ada,1815-12-10',
      '2,Grace',
      '3,Edsger,1930-05-11,Rotterdam',
      ' ,Nobody,',
      '1,Ada again,1815-12-10',
      '5,"Alan"x,1912-06-23',
      '6,Barbara,long ago',
      '7,Donald,1938-01-10',
      '7,Donald again,1938-01-10',
      '',
    ].join('\n'),
  )
  const { snapshot } = await lab.refresh({ maxCorrupt: 0.9, columns: { born: { type: 'date' } } })

  expect(snapshot).toMatchObject({
    rows: 2,
    corrupt: 7,
    corruptReasons: {
      blank_key: 1,
      duplicate_key: 2,
      bad_value: 1,
      too_few_fields: 1,
      too_many_fields: 1,
      bad_quotes: 1,
    },
  })
  expect((await lab.rows()).map((row) => row.name)).toEqual(['Ada', 'Donald'])
  const file = 'people.csv'
  expect(await lab.corrupt()).toEqual([
    { file, row: 3, reason: 'too_few_fields', detail: '3 columns expected, 2 found' },
    { file, row: 4, reason: 'too_many_fields', detail: '3 columns expected, more found' },
    { file, row: 5, reason: 'blank_key', detail: 'id is blank' },
    { file, row: 6, reason: 'duplicate_key', detail: 'the same id as row 2' },
    { file, row: 7, reason: 'bad_quotes', detail: 'a quote is not closed, or text follows the closing one' },
    { file, row: 8, reason: 'bad_value', detail: 'born: long ago is no date' },
    { file, row: 10, reason: 'duplicate_key', detail: 'the same id as row 9' },
  ])
})

test.each([
  ['"3,Edsger', 3],
  ['"3,Edsger\n', 3],
  ['3,"Edsger\n4,Barbara\n', 3],
  ['3,"Eds\nger"\n"4,Barbara\n', 4],
])('a last row whose quote is never closed is a corrupt row: %j', async (end, row) => {
  const lab = await sourceLab()
  await lab.write('people.csv', `id,name\n1,Ada\n${end}`)
  const { snapshot } = await lab.refresh({ maxCorrupt: 0.9 })
  expect(snapshot).toMatchObject({ corrupt: 1, corruptReasons: { bad_quotes: 1 } })
  expect(await lab.corrupt()).toMatchObject([{ row, reason: 'bad_quotes' }])
  expect((await lab.rows()).length).toBe(end.startsWith('3,"Eds\n') ? 2 : 1)
})

test('postcodes, phones and numbers that begin with a nought or a plus stay text, as do keys and related columns', async () => {
  const lab = await sourceLab()
  await lab.write(
    'people.csv',
    'id,shop,zip,Phone,number,signed,amount\n1,5,2100,12345678,007,+45,7\n2,6,8000,87654321,8,46,8\n',
  )
  await lab.refresh({}, { textColumns: ['id', 'shop'] })
  expect(await lab.types()).toEqual({
    id: 'VARCHAR',
    shop: 'VARCHAR',
    zip: 'VARCHAR',
    Phone: 'VARCHAR',
    number: 'VARCHAR',
    signed: 'VARCHAR',
    amount: 'BIGINT',
  })
})

test('the whole file decides: one value at its end is enough', async () => {
  const lab = await sourceLab()
  const rows = Array.from({ length: 60_000 }, (_, at) => `${at},${at},${at}.5,2026-01-02\n`).join('')
  await lab.write('people.csv', `id,a,b,c\n${rows}x,N/A,1.25,2026-02-30\n`)
  await lab.refresh()
  expect(await lab.types()).toMatchObject({ a: 'VARCHAR', b: 'DECIMAL(18,2)', c: 'VARCHAR' })
})

test('08/09/2026 stays text until the file says what it means, and the refresh says so', async () => {
  const lab = await sourceLab()
  await lab.write('people.csv', 'id,when,amount\n1,08/09/2026,"1.234,50"\n2,01/02/2026,"12,5"\n')
  const { snapshot } = await lab.refresh()
  expect(snapshot.notices.map(({ code, column }) => [code, column])).toEqual([
    ['ambiguous_date', 'when'],
    ['decimal_comma', 'amount'],
  ])
  expect(await lab.types()).toMatchObject({ when: 'VARCHAR', amount: 'VARCHAR' })

  const columns = {
    when: { type: 'date', format: '%d/%m/%Y' },
    amount: { type: 'number', format: '1.234,56' },
  } as const
  const declared = await lab.refresh({ columns })
  expect(declared.snapshot.notices).toEqual([])
  expect(await lab.rows()).toEqual([
    { id: '1', when: '2026-09-08', amount: '1234.50' },
    { id: '2', when: '2026-02-01', amount: '12.50' },
  ])
})

test('a declared type rules: rows that do not fit are corrupt', async () => {
  const lab = await sourceLab()
  await lab.write(
    'people.csv',
    'id,n,i,b,t,x\n1,1.5,2,ja,2026-01-02T03:04,5\n2,much,2,,,\n3,,2.5,,,\n4,,,perhaps,,\n5,,,,soon,\n',
  )
  await lab.refresh({
    maxCorrupt: 1,
    columns: {
      n: { type: 'number' },
      i: { type: 'integer' },
      b: { type: 'boolean' },
      t: { type: 'datetime' },
      x: { type: 'text' },
    },
  })
  expect(await lab.rows()).toEqual([{ id: '1', n: '1.5', i: 2, b: true, t: '2026-01-02 03:04:00', x: '5' }])
  expect((await lab.corrupt()).map(({ row, detail }) => [row, detail])).toEqual([
    [3, 'n: much is no number'],
    [4, 'i: 2.5 is no whole number'],
    [5, 'b: perhaps is neither true nor false'],
    [6, 't: soon is no date and time'],
  ])
})

test('nothing is read again until the files, their content or the definition change', async () => {
  const lab = await sourceLab()
  const path = join(lab.folder, 'people.csv')
  await lab.write('people.csv', 'id\n1\n')
  const first = await lab.refresh()
  expect(await lab.refresh()).toMatchObject({ outcome: 'unchanged', snapshot: { version: first.snapshot.version } })

  await utimes(path, new Date('2020-01-01'), new Date('2020-01-01'))
  expect(await lab.refresh()).toMatchObject({ outcome: 'unchanged' })
  await lab.write('people.csv', 'id\n2\n')
  expect(await lab.refresh()).toMatchObject({ outcome: 'refreshed' })
  expect(await lab.rows()).toEqual([{ id: '2' }])
  expect(await lab.refresh({ columns: { id: { type: 'text' } } })).toMatchObject({ outcome: 'refreshed' })
  expect(await lab.refresh({ columns: { id: { type: 'text' } } }, { force: true })).toMatchObject({
    outcome: 'refreshed',
  })
})

test('a column keeps its type: values that no longer fit fail the refresh, and the last good rows stay', async () => {
  const lab = await sourceLab()
  await lab.write('people.csv', 'id,age,code,late\n1,36,x,\n')
  await lab.refresh()
  await lab.write('people.csv', 'id,age,code,late\n1,36,7,5\n2,old,8,6\n')
  await expect(lab.refresh()).rejects.toThrow(
    'The column "age" of the source people was a number and is text now: row 3 of people.csv ("old") does not fit. Mend the data, or accept the change with: postbud sources refresh people --force.',
  )
  expect(await lab.rows()).toEqual([{ id: '1', age: 36, code: 'x', late: null }])
  const state = await sourceState(lab.app.db, 'people')
  expect(state).toMatchObject({ snapshot: { rows: 1 }, error: { code: 'source_type_changed' } })

  await lab.write('people.csv', 'id,age,code,late\n1,,7,5\n2,,8,6\n')
  const { snapshot } = await lab.refresh()
  expect(await lab.types()).toEqual({ id: 'VARCHAR', age: 'BIGINT', code: 'VARCHAR', late: 'BIGINT' })
  expect(snapshot.notices).toMatchObject([{ code: 'kept_text', column: 'code' }])
  expect((await sourceState(lab.app.db, 'people'))?.error).toBeUndefined()
  await lab.refresh({}, { force: true })
  expect(await lab.types()).toMatchObject({ code: 'BIGINT' })
})

test('more corrupt rows than are allowed fail the refresh, with counts by reason', async () => {
  const lab = await sourceLab()
  await lab.write('people.csv', 'id\n1\n')
  await lab.refresh()
  await lab.write(
    'people.csv',
    `id,name\n${Array.from({ length: 90 }, (_, at) => `${at},x\n`).join('')}1,y\n2,y\n,z\n,z\n,z\n5\n`,
  )
  await expect(lab.refresh()).rejects.toThrow(
    '6 of 96 rows of the source people are corrupt (6.3 %; 5 % are allowed): too few fields: 1, blank key: 3, duplicate key: 2. Nothing was replaced. Look at them (postbud sources corrupt people) and mend the data, or raise "maxCorrupt" of the source.',
  )
  expect(await lab.rows()).toEqual([{ id: '1' }])
  expect((await lab.corrupt()).map(({ row }) => row)).toEqual([92, 93, 94, 95, 96, 97])
  await lab.write('people.csv', 'id\n1\n')
  await lab.refresh({}, { force: true })
  expect(await lab.corrupt()).toEqual([])
})

test('a cancelled refresh leaves the rows of before, no scratch files, and says that it was cancelled', async () => {
  const lab = await sourceLab()
  await lab.write('people.csv', 'id\n1\n')
  await lab.refresh()
  await lab.write('people.csv', `id,name\n${Array.from({ length: 200_000 }, (_, at) => `${at},x\n`).join('')}`)
  for (const stage of ['reading', 'checking', 'writing']) {
    const stop = new AbortController()
    const onProgress = (progress: { stage: string }) => {
      if (progress.stage === stage) stop.abort(new Error('stopped by the test'))
    }
    await expect(lab.refresh({}, { signal: stop.signal, onProgress })).rejects.toThrow('stopped by the test')
    expect(await lab.rows()).toEqual([{ id: '1' }])
    expect(await readdir(lab.app.directory.scratch)).toEqual([])
    expect((await sourceState(lab.app.db, 'people'))?.error?.code).toBe('cancelled')
  }
})

test('a snapshot that was replaced stays for an hour for whoever began to read it', async () => {
  let now = new Date()
  const lab = await sourceLab({ clock: { now: () => now, wait: async () => undefined } })
  const versions = () => readdir(dirname(lab.app.directory.table('people', 'x')))
  for (const [at, hours] of [0, 0, 2].entries()) {
    now = new Date(Date.now() + hours * 3_600_000)
    await lab.write('people.csv', `id\n${at}\n`)
    await lab.refresh()
    expect(await versions()).toHaveLength([1, 2, 1][at] ?? 0)
  }
})

test('the profile of a table tells what its columns hold', async () => {
  const lab = await sourceLab()
  await lab.write('people.csv', 'id,State,Age\n1,Ohio,3\n2,Texas,\n3,Ohio,5\n')
  await lab.refresh()
  const table = await tableOf(lab.app.db, lab.app.directory, 'people')
  if (!table) throw new Error('not read')
  const [, state, age] = await columnProfile(lab.app, table)
  expect(state).toMatchObject({
    nulls: 0,
    distinct: 2,
    min: 'Ohio',
    max: 'Texas',
    top: [
      { value: 'Ohio', rows: 2 },
      { value: 'Texas', rows: 1 },
    ],
  })
  expect(age).toMatchObject({ nulls: 1, distinct: 2, min: '3', max: '5' })
})

test('a file that nobody has declared is looked at, and its columns are proposed', async () => {
  const lab = await sourceLab()
  await lab.write(
    'kunder.csv',
    Buffer.from(
      'Kundenr;Fornavn;Efternavn;E-mail;Opdateret\r\n1;Søren;Ærø;s@example.com;25-12-2026\r\n2;Åse;Ø;a@example.com;1-2-2026\r\n',
      'latin1',
    ),
  )
  const look = await lookAtSource(lab.app, { name: 'kunder', definition: { file: 'kunder.csv' }, folder: lab.folder })
  expect(look).toMatchObject({
    rows: 2,
    unreadable: 0,
    proposal: { key: 'Kundenr', email: 'E-mail', firstName: 'Fornavn', lastName: 'Efternavn', updatedAt: 'Opdateret' },
  })
})

test('rows that were few enough to be set aside are too many when fewer are allowed, without a change of the file', async () => {
  const lab = await sourceLab()
  await lab.write('people.csv', 'id\n1\n2\n2\n')
  await lab.refresh({ maxCorrupt: 0.5 })
  await expect(lab.refresh({ maxCorrupt: 0.1 })).rejects.toThrow('1 of 3 rows of the source people are corrupt (33.3 %')
  expect(await lab.refresh({ maxCorrupt: 0.5 })).toMatchObject({ outcome: 'unchanged' })
})
