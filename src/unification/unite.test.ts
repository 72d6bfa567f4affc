import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uniteWithin } from './unite.ts'

const pair = fc.tuple(fc.nat(9), fc.nat(9)).filter(([one, other]) => one !== other)

test('whoever is linked is one, in the order of the links, as long as that brings no two enemies together', () => {
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 20 }), fc.array(pair, { maxLength: 6 }), (linked, hostile) => {
      // Once more and plainly: groups as lists, and a link is refused when what it would make holds a pair of enemies.
      let groups = Array.from({ length: 10 }, (_, node) => [node])
      let refused = 0
      for (const [a, b] of linked) {
        const [one, other] = [a, b].map((node) => groups.find((group) => group.includes(node)))
        if (!one || !other || one === other) continue
        const both = [...one, ...other]
        if (hostile.some(([x, y]) => both.includes(x) && both.includes(y))) refused += 1
        else groups = [...groups.filter((group) => group !== one && group !== other), both]
      }
      const united = uniteWithin(
        linked.map(([a, b]) => ({ a, b })),
        hostile.map(([x, y]) => ({ x, y })),
      )
      const expected = linked.flat().map((node) => Math.min(...(groups.find((group) => group.includes(node)) ?? [])))
      expect(linked.flat().map((node) => united.labels.get(node))).toEqual(expected)
      expect(united.refused).toBe(refused)
    }),
    { numRuns: 300, seed: 8 },
  )
})
