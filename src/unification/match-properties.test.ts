import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aUnificationLab, type Row } from '../../test/support/unification-lab.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'

const rules = [
  { name: 'same mail', where: [{ field: 'Mail' }] },
  { name: 'like name', where: [{ field: 'Town' }, { field: 'Name', precision: 50 }] },
] as const

const definition: UnifiedProfiles = {
  email: 'Mail',
  tables: [{ source: 'one' }, { source: 'two' }],
  fields: ['Mail', 'Town', 'Name'].map((name) => ({ name, from: { one: name, two: name } })),
  match: rules,
}

type Person = {
  readonly table: string
  readonly id: string
  readonly Mail: string | null
  readonly Town: string | null
  readonly Name: string | null
}

const cell = (...values: string[]) => fc.constantFrom<string | null>(null, ...values)
const aRow = fc.record({
  Mail: cell('m1', 'm2', 'm3', 'm4'),
  Town: cell('t1', 't2'),
  Name: cell('ab', 'ac', 'xy', 'xyz', 'q'),
})
const twoTables = fc.record({
  one: fc.array(aRow, { minLength: 1, maxLength: 7 }),
  two: fc.array(aRow, { minLength: 1, maxLength: 7 }),
})

/** Rows of both tables with keys that tell nothing of their order. */
function peopleOf({ one, two }: { readonly one: readonly Row[]; readonly two: readonly Row[] }): Person[] {
  return [
    ...one.map((row, at) => ({ table: 'one', id: `a${at}`, ...row }) as unknown as Person),
    ...two.map((row, at) => ({ table: 'two', id: `b${at}`, ...row }) as unknown as Person),
  ]
}

/** How alike two rows are by a rule, or undefined where it does not hold: the rules above, once more and plainly. */
function scoreOf(rule: number, a: Person, b: Person): number | undefined {
  if (rule === 0) return a.Mail !== null && a.Mail === b.Mail ? 1 : undefined
  if (a.Town === null || a.Town !== b.Town || a.Name === null || b.Name === null) return undefined
  const longer = Math.max(a.Name.length, b.Name.length)
  const alike = (longer - edits(a.Name, b.Name)) / longer
  return alike >= 0.5 ? (1 + alike) / 2 : undefined
}

function edits(a: string, b: string): number {
  if (a === '' || b === '') return Math.max(a.length, b.length)
  const same = a.at(-1) === b.at(-1) ? 0 : 1
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)]
  return Math.min(edits(shortA, b) + 1, edits(a, shortB) + 1, edits(shortA, shortB) + same)
}

/** What the documentation says, person by person: within each table, then each group below with the best above. */
function naiveGroups(people: readonly Person[]): string[][] {
  const label = new Map(people.map((person) => [person, person]))
  const order = new Map(people.map((person, at) => [person, at]))
  const join = (a: Person, b: Person) => {
    const [first, second] = [label.get(a) ?? a, label.get(b) ?? b].sort(
      (x, y) => (order.get(x) ?? 0) - (order.get(y) ?? 0),
    )
    if (!first || !second) return
    for (const [person, of] of label) if (of === second) label.set(person, first)
  }
  const [one, two] = ['one', 'two'].map((table) => people.filter((person) => person.table === table)) as [
    Person[],
    Person[],
  ]
  for (const table of [one, two]) {
    for (const a of table)
      for (const b of table) if (a !== b && rules.some((_, rule) => scoreOf(rule, a, b) !== undefined)) join(a, b)
  }
  for (const rule of rules.keys()) {
    const free = two.filter((person) => label.get(person)?.table === 'two')
    const chosen = [...Map.groupBy(free, (person) => label.get(person)).values()].map((group) => {
      const found = group.flatMap((from) =>
        one.flatMap((to) => {
          const score = scoreOf(rule, to, from)
          return score === undefined ? [] : [{ from, to, score }]
        }),
      )
      return found.sort((x, y) => y.score - x.score || (order.get(x.to) ?? 0) - (order.get(y.to) ?? 0))[0]
    })
    for (const best of chosen) if (best) join(best.to, best.from)
  }
  const groups = Map.groupBy(people, (person) => label.get(person))
  return [...groups.values()].map((group) => group.map(({ table, id }) => `${table} ${id}`))
}

test('people are made one as the documentation says, whatever order their rows are in', async () => {
  const lab = await aUnificationLab()
  await fc.assert(
    fc.asyncProperty(twoTables, fc.infiniteStream(fc.nat()), async (given, shuffle) => {
      const people = peopleOf(given)
      const expected = naiveGroups(people)
      const shuffled = people
        .map((person) => ({ person, at: shuffle.next().value as number }))
        .sort((a, b) => a.at - b.at)
      for (const rows of [people, shuffled.map(({ person }) => person)]) {
        const tables = await Promise.all(
          ['one', 'two'].map((name) =>
            lab.table(
              name,
              rows.filter(({ table }) => table === name).map(({ table: _, ...row }) => row),
            ),
          ),
        )
        expect(await lab.groups(definition, tables)).toEqual(expected)
      }
    }),
    { numRuns: 12, seed: 5 },
  )
})

test('a group is one however long the way through it is', async () => {
  const lab = await aUnificationLab()
  // Every two neighbours have a mail or a name in common, and no others do.
  const chain = Array.from({ length: 24 }, (_, at) => ({
    id: String((at * 7) % 24).padStart(2, '0'),
    Mail: `m${Math.floor(at / 2)}`,
    Town: 't1',
    Name: String.fromCharCode(97 + Math.floor((at + 1) / 2)).repeat(3),
  }))
  const alone = { id: 'z', Mail: 'other', Town: 't1', Name: 'zzz' }
  const tables = [await lab.table('one', [...chain, alone]), await lab.table('two', [{ ...alone, Town: null }])]
  expect((await lab.groups(definition, tables)).map((group) => group.length)).toEqual([24, 2])
})

test('pairs that are always one are, pairs that never are are not, whatever the rules find', async () => {
  const lab = await aUnificationLab()
  const anyPair = fc.tuple(fc.nat(13), fc.nat(13))
  const stranger = { Mail: null, Town: null, Name: null }
  const strangers = { one: [stranger, stranger, stranger], two: [stranger, stranger] }
  let contradictions = 0
  await fc.assert(
    fc.asyncProperty(
      twoTables,
      fc.array(anyPair, { maxLength: 3 }),
      fc.array(anyPair, { minLength: 1, maxLength: 5 }),
      async (given, always, never) => {
        const people = peopleOf(given)
        const named = (pairs: readonly (readonly [number, number])[]) =>
          pairs.flatMap(([i, j]) => {
            const [a, b] = [people[i], people[j]]
            return a && b && a !== b ? [[a, b] as const] : []
          })
        const asRows = (pairs: ReturnType<typeof named>) =>
          pairs.map(([a, b], at) => ({
            id: String(at),
            Table1: a.table,
            Table1Key: a.id,
            Table2: b.table,
            Table2Key: b.id,
          }))
        const [together, apart] = [named(always), named(never)]
        const nobody = { id: 'none', Table1: 'one', Table1Key: 'nobody', Table2: 'two', Table2Key: 'nobody' }
        // Lists come in several files.
        const list = async (name: string, pairs: ReturnType<typeof named>, part: number) =>
          await lab.table(name, [nobody, ...asRows(pairs.filter((_, at) => at % 2 === part))])
        const tables = [
          ...(await Promise.all(
            ['one', 'two'].map((name) =>
              lab.table(
                name,
                people.filter(({ table }) => table === name).map(({ table: _, ...row }) => row),
              ),
            ),
          )),
          await list('always', together, 0),
          await list('always-too', together, 1),
          await list('never', apart, 0),
          await list('never-too', apart, 1),
        ]
        const listed: UnifiedProfiles = {
          ...definition,
          always: ['always', 'always-too'],
          never: ['never', 'never-too'],
        }
        const forced = forcedLabels(together)
        const contradicted = apart.filter(([a, b]) => forced(a) === forced(b))
        if (contradicted.length > 0) {
          contradictions += 1
          const names = contradicted.flat().map(({ table, id }) => `${table} ${id}`)
          const thrown = await lab.groups(listed, tables).catch((error: Error) => error)
          expect(thrown).toMatchObject({ code: 'unification_contradiction' })
          expect(names.filter((name) => !(thrown as Error).message.includes(name))).toEqual([])
          return
        }
        const groups = await lab.groups(listed, tables)
        const groupOf = ({ table, id }: Person) => groups.findIndex((group) => group.includes(`${table} ${id}`))
        expect(together.filter(([a, b]) => groupOf(a) !== groupOf(b))).toEqual([])
        expect(apart.filter(([a, b]) => groupOf(a) === groupOf(b))).toEqual([])
      },
    ),
    // The first is a contradiction by way of others, and of two pairs.
    {
      numRuns: 15,
      seed: 3,
      examples: [
        [
          strangers,
          [
            [0, 1],
            [1, 3],
          ],
          [
            [0, 3],
            [1, 0],
          ],
        ],
      ],
    },
  )
  expect(contradictions).toBeGreaterThan(0)
})

/** What is one by the pairs alone. */
function forcedLabels(pairs: readonly (readonly [Person, Person])[]): (person: Person) => Person {
  const label = new Map<Person, Person>()
  const of = (person: Person): Person => label.get(person) ?? person
  for (const [a, b] of pairs) {
    const [first, second] = [of(a), of(b)]
    for (const person of [...label.keys(), a, b]) if (of(person) === second) label.set(person, first)
  }
  return of
}
