import { expect, test } from 'vitest'
import { unreadable } from './source-files.ts'

test.for([
  [
    "Invalid Input Error: No magic bytes found at end of file '/scratch/part-0'",
    'it is no Parquet file. Declare its format, or',
  ],
  [
    'Invalid Input Error: Malformed JSON in file "/scratch/x", at byte 1 in record/value 2: unexpected character. \nmore',
    'Malformed JSON, at byte 1 in record/value 2: unexpected character. If it is no JSON, declare its format.',
  ],
  ['unexpected end of file', 'unexpected end of file: it was cut short or damaged. Have it written or copied anew.'],
  ["EACCES: permission denied, open '/a.csv'", "EACCES: permission denied, open '/a.csv'. Let the user that runs"],
  ['something else', 'cannot be read: something else'],
] as const)('a file that cannot be read is told with what to do: %s', ([message, told]) => {
  const error = unreadable('people', '/data/a.csv', new Error(message))
  expect(error.message).toContain('The source people reads /data/a.csv, which cannot be read: ')
  expect(error.message).toContain(told)
})
