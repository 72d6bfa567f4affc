import { expect, test } from 'vitest'
import { columnListOf, columnsIn } from './column-list.ts'

test.each([
  ['nothing', undefined, []],
  ['a text', 'blocked.email', ['blocked.email']],
  ['texts', ['blocked.email', 'optouts.email'], ['blocked.email', 'optouts.email']],
  ['a table and its column', ['blocked', 'email'], [['blocked', 'email']]],
  ['a column whose name has dots in it', ['blocked', 'e.mail'], [['blocked', 'e.mail']]],
  [
    'both forms',
    [
      ['blocked', 'e.mail'],
      ['optouts', 'email'],
    ],
    [
      ['blocked', 'e.mail'],
      ['optouts', 'email'],
    ],
  ],
] as const)('%s names its columns', (_, list, columns) => {
  expect(columnsIn(list)).toEqual(columns)
})

test.each([
  [[], undefined],
  [['blocked.email'], 'blocked.email'],
  [[['blocked', 'e.mail']], [['blocked', 'e.mail']]],
  [
    ['blocked.email', 'optouts.email'],
    ['blocked.email', 'optouts.email'],
  ],
] as const)('columns %j are written so that they are read as they were', (columns, written) => {
  expect(columnListOf(columns)).toEqual(written)
  expect(columnsIn(columnListOf(columns))).toEqual(columns)
})
