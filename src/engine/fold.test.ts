import { expect, test } from 'vitest'
import { fold } from '../lib/fold.ts'
import { openEngine } from './duckdb.ts'
import { foldSql } from './fold.ts'

/** Letters that Unicode gained in versions 16 and 17, which the engine's tables do not have yet: it leaves them as they are. */
const newerThanTheEngine: readonly [number, number][] = [
  [0x1c89, 0x1c89],
  [0xa7cb, 0xa7dc],
  [0x10d50, 0x10d65],
  [0x16ea0, 0x16eb8],
]

test('the engine folds every character of Unicode as JavaScript does', async () => {
  await using engine = await openEngine()
  await using session = await engine.session()
  const codePoints = await session.rows<{ code: number; folded: string }>(
    `select code, ${foldSql('chr(code::integer)')} as folded from range(1, 1114112) r(code) where code not between 55296 and 57343`,
  )

  const differing = codePoints
    .filter(({ code, folded }) => fold(String.fromCodePoint(code)) !== folded)
    .filter(({ code }) => !newerThanTheEngine.some(([first, last]) => code >= first && code <= last))

  expect(differing.map(({ code, folded }) => [code.toString(16), folded])).toEqual([])
})

test('white space at both ends goes, inside it stays', async () => {
  await using engine = await openEngine()
  await using session = await engine.session()
  const untidy = '\t\u00a0 Åse  Ødegård\u202f\r\n'
  const [row] = await session.rows<{ folded: string }>(`select ${foldSql('$1')} as folded`, [untidy])
  expect(row?.folded).toBe('åse  ødegård')
  expect(fold(untidy)).toBe('åse  ødegård')
})
