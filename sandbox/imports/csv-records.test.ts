import { expect, test } from 'vitest'
import { eachRecord } from './csv-records.ts'

function read(text: string): [number, ...string[]][] {
  const records: [number, ...string[]][] = []
  eachRecord(text, (cells, line) => {
    records.push([line, ...cells])
    return true
  })
  return records
}

test.each([
  [
    'a,b\nc,d\n',
    [
      [1, 'a', 'b'],
      [2, 'c', 'd'],
    ],
  ],
  [
    'a,b\r\nc,d',
    [
      [1, 'a', 'b'],
      [2, 'c', 'd'],
    ],
  ],
  ['"a,""b""",c\n', [[1, 'a,"b"', 'c']]],
  [
    '"a\nb",c\nd,e\n',
    [
      [1, 'a\nb', 'c'],
      [3, 'd', 'e'],
    ],
  ],
  [
    'a,\n,b\n',
    [
      [1, 'a', ''],
      [2, '', 'b'],
    ],
  ],
  [
    'a\n\nb\n',
    [
      [1, 'a'],
      [3, 'b'],
    ],
  ],
  ['a,', [[1, 'a', '']]],
  [
    '"a"\r\n"b',
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  ['', []],
])('%j', (text, records) => {
  expect(read(text)).toEqual(records)
})
