import { expect, test } from 'vitest'
import { openEngine } from './duckdb.ts'

test('lists are bound with their values, and empty ones too', async () => {
  await using engine = await openEngine()
  await using session = await engine.session()
  const text = 'select len($1::varchar[]) as words, len($2::integer[]) as numbers, $3 as last'
  expect(await session.rows(text, [['a', 'b'], [1], 'x'])).toEqual([{ words: 2, numbers: 1, last: 'x' }])
  expect(await session.rows(text, [[], [], 'x'])).toEqual([{ words: 0, numbers: 0, last: 'x' }])
  await expect(
    session.run(`create temp table kept as select ${text.slice(7)}`, [[], [7], 'x']),
  ).resolves.toBeUndefined()
})
