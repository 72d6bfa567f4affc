import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openEngine } from '../../engine/duckdb.ts'
import { wellFormedEmail } from './well-formed-email.ts'

const atom = String.raw`[^\s\p{Z}\p{C}@,;:<>()[\]\\"\.]+`
const label = String.raw`[\p{L}\p{N}]([\p{L}\p{N}\-]*[\p{L}\p{N}])?`
const plainly = new RegExp(String.raw`^${atom}(\.${atom})*@(${label}\.)+\p{L}[\p{L}\p{N}\-]*[\p{L}\p{N}]$`, 'u')
const usual = fc.constantFrom('a', 'Z', '7', 'ø', 'ß', '٣', 'ね', '-', '.', '.dk', '@ø.dk')
const odd = fc.constantFrom(...'@+_\' ,"\\[\t\u007f\u00a0\u0085\u2028☃\u200b\u0301😀', 'a@b.')
const piece = fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: odd })
const text = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc
    .tuple(fc.array(piece, { minLength: 1, maxLength: 3 }), fc.array(piece, { minLength: 1, maxLength: 4 }))
    .map(([local, domain]) => `${local.join('')}@${domain.join('')}.dk`),
)

test('an address is well-formed where the pattern of Unicode classes says so', async () => {
  await using engine = await openEngine()
  await using session = await engine.session()
  let good = 0
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 200, maxLength: 400 }), async (texts) => {
      const rows = await session.rows<{ email: string; good: boolean }>(
        `select email, ${wellFormedEmail('email')} as good from (select unnest($1::varchar[]) as email)`,
        [texts],
      )
      for (const row of rows) expect([row.email, row.good]).toEqual([row.email, plainly.test(row.email)])
      good += rows.filter((row) => row.good).length
    }),
    { numRuns: 20 },
  )
  expect(good).toBeGreaterThan(100)
})
