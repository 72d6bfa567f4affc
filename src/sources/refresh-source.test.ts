import { expect, test } from 'vitest'
import { sourceLab } from '../../test/support/source-lab.ts'

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
