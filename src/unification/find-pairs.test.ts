import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aUnificationLab, type UnificationLab } from '../../test/support/unification-lab.ts'
import { teachEdits } from './edit-distance.ts'
import { findPairs, type Sides } from './find-pairs.ts'
import { letterMaskSql } from './letter-mask.ts'
import type { PlannedRule } from './plan-unification.ts'

/** Levenshtein as it is taught, letter by letter. */
function edits(a: string, b: string): number {
  const [one, other] = [[...a], [...b]]
  let row = other.map((_, at) => at + 1)
  for (const [i, letter] of one.entries()) {
    let [left, above] = [i + 1, i]
    row = row.map((up, j) => {
      const here = Math.min(up + 1, left + 1, above + (letter === other[j] ? 0 : 1))
      ;[left, above] = [here, up]
      return here
    })
  }
  return row.at(-1) ?? one.length
}

const text = { engineType: 'VARCHAR' }
const condition = (at: number, percent: number) => ({ comparison: { at, field: { column: text } }, percent })
const fuzzy = (percent: number) => ({ name: 'r', where: [condition(0, percent)], except: [] }) as unknown as PlannedRule

async function layOut({ session }: UnificationLab, values: readonly (readonly string[])[]) {
  await session.run(
    `create or replace temp table norm as select *, ${letterMaskSql('n0')} as m0, ${letterMaskSql('n1')} as m1 from (
       select unnest(range(len($1::varchar[])))::integer as rid, 0::utinyint as t, unnest($1::varchar[]) as n0, unnest($2::varchar[]) as n1)`,
    [values.map(([first = '']) => first), values.map(([, second = '']) => second)],
  )
}

async function found({ session }: UnificationLab, right: 'a' | 'b' = 'a'): Promise<string[]> {
  const rows = await session.rows<{ a: number; b: number }>(
    `select distinct least(x, y) as a, greatest(x, y) as b from (
       select unnest(a.rids) as x, b.rids from alike join ent_a a on a.e = ea join ent_${right} b on b.e = eb
     ) p, unnest(p.rids) u(y) order by 1, 2`,
  )
  return rows.map(({ a, b }) => `${a} ${b}`)
}

/** Searches once more where a third of the rows, each of another value, were not there the first time. */
async function searchAgain({ session }: UnificationLab, rule: PlannedRule, sides: Sides): Promise<number> {
  const right = sides.right === undefined ? 'a' : 'b'
  await session.run(
    `create or replace temp table earlier as
     select a.rid as a, b.rid as b, score from alike join ent_a a on a.e = ea join ent_${right} b on b.e = eb where a.rid % 3 > 0 and b.rid % 3 > 0`,
  )
  const [kept] = await session.rows<{ n: number }>('select count(*) as n from earlier')
  const was = 'case when rid % 3 > 0 then rid end'
  await findPairs(
    session,
    rule,
    { ...sides, from: `(select *, ${was} as known_a, ${was} as known_b from norm)` },
    { partAbove: 0, earlier: { pairs: 'from earlier', known: ['known_a', 'known_b'] } },
  )
  return kept?.n ?? 0
}

test('letters are counted, not bytes', async () => {
  const { session } = await aUnificationLab()
  await teachEdits(session)
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ø', 'å', 'ж', '😀'), maxLength: 8 })
  const pairs = fc.sample(fc.tuple(letters, letters), { numRuns: 200, seed: 7 })
  const rows = await session.rows<{ n: number }>(
    'select edits(a, b) as n from (select unnest($1::varchar[]) as a, unnest($2::varchar[]) as b)',
    [pairs.map(([a]) => a), pairs.map(([, b]) => b)],
  )
  expect(rows.map(({ n }) => n)).toEqual(pairs.map(([a, b]) => edits(a, b)))
})

test('parting blocks by pieces misses nobody who is alike enough', async () => {
  const lab = await aUnificationLab()
  await teachEdits(lab.session)
  // So many from so few letters that there are blocks to part, and alike ones in all of them.
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ø'), minLength: 1, maxLength: 9 })
  const cases = fc.sample(fc.uniqueArray(word, { minLength: 60, maxLength: 110 }), { numRuns: 6, seed: 11 })
  let kept = 0
  for (const [at, percent] of [1, 30, 60, 75, 80, 99].entries()) {
    const values = cases[at] ?? []
    await layOut(
      lab,
      values.map((value) => [value]),
    )
    await findPairs(lab.session, fuzzy(percent), { left: 'true' }, { partAbove: 0 })
    const expected = values.flatMap((a, i) =>
      values.flatMap((b, j) => {
        const longer = Math.max([...a].length, [...b].length)
        return i < j && 100 * (longer - edits(a, b)) >= percent * longer ? [`${i} ${j}`] : []
      }),
    )
    expect([percent, await found(lab)]).toEqual([percent, expected.sort(byNumbers)])
    kept += await searchAgain(lab, fuzzy(percent), { left: 'true' })
    expect([percent, await found(lab)]).toEqual([percent, expected])

    // The same of two tables, in which a pair is one of both.
    const sides = { left: 'rid % 2 = 0', right: 'rid % 2 = 1' }
    const across = expected.filter((pair) => pair.split(' ').reduce((sum, rid) => sum + Number(rid), 0) % 2 === 1)
    await findPairs(lab.session, fuzzy(percent), sides, { partAbove: 0 })
    expect([percent, await found(lab, 'b')]).toEqual([percent, across])
    await searchAgain(lab, fuzzy(percent), sides)
    expect([percent, await found(lab, 'b')]).toEqual([percent, across])
  }
  expect(kept).toBeGreaterThan(100)
})

test('two fuzzy conditions miss nobody either, whichever of two rows has the longer text in each', async () => {
  const lab = await aUnificationLab()
  await teachEdits(lab.session)
  const word = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 7 })
  const cases = fc.sample(fc.array(fc.tuple(word, word), { minLength: 80, maxLength: 110 }), { numRuns: 3, seed: 2 })
  for (const values of cases) {
    await layOut(lab, values)
    const rule = { ...fuzzy(60), where: [condition(0, 60), condition(1, 75)] } as unknown as PlannedRule
    await findPairs(lab.session, rule, { left: 'true' }, { partAbove: 0, smallBlock: 20 })
    const alike = (a = '', b = '', percent: number) => {
      const longer = Math.max(a.length, b.length)
      return 100 * (longer - edits(a, b)) >= percent * longer
    }
    const expected = values.flatMap(([a1, a2], i) =>
      values.flatMap(([b1, b2], j) => {
        const same = a1 === b1 && a2 === b2
        return i < j && !same && alike(a1, b1, 60) && alike(a2, b2, 75) ? [`${i} ${j}`] : []
      }),
    )
    expect(await found(lab)).toEqual(expected.sort(byNumbers))
  }
})

test('what is too much to be compared is left out and told, the rest is found', async () => {
  const lab = await aUnificationLab()
  await teachEdits(lab.session)
  await layOut(lab, [
    ...Array.from({ length: 40 }, (_, at) => [`xx${String.fromCharCode(97 + (at % 26))}${at}`, 'many']),
    ['jensen', 'few'],
    ['jenson', 'few'],
  ])
  const rule = { ...fuzzy(60), where: [condition(1, 100), condition(0, 60)] } as unknown as PlannedRule
  const { leftOut, compared } = await findPairs(lab.session, rule, { left: 'true' }, { limit: 100 })
  expect(leftOut).toEqual({ blocks: 1, pairs: 1600 })
  expect(compared).toBe(4)
  expect(await found(lab)).toEqual(['40 41'])
})

function byNumbers(a: string, b: string): number {
  const [a1 = 0, a2 = 0] = a.split(' ').map(Number)
  const [b1 = 0, b2 = 0] = b.split(' ').map(Number)
  return a1 - b1 || a2 - b2
}
