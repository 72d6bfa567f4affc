import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aUnificationLab, type Row, type UnificationLab } from '../../test/support/unification-lab.ts'
import type { Table } from '../contract/catalogue.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'
import type { MatchRule } from '../contract/unification.ts'

const definition: UnifiedProfiles = {
  email: 'Mail',
  tables: [{ source: 'one' }, { source: 'two' }, { source: 'three', includeAll: false }],
  fields: [
    { name: 'Mail', type: 'email', from: { one: 'mail', two: 'mail', three: 'mail' } },
    { name: 'Town', from: { one: 'town', two: 'town' } },
    { name: 'Name', type: 'full-name', from: { one: 'name', two: 'name', three: 'name' } },
  ],
  match: [
    { name: 'mail', where: [{ field: 'Mail' }, { field: 'Name', precision: 40 }], except: [{ field: 'Town' }] },
    { name: 'name in town', where: [{ field: 'Town' }, { field: 'Name', precision: 60 }] },
    { name: 'name', where: [{ field: 'Name', precision: 75 }], except: [{ field: 'Mail', when: 'same' }] },
  ],
  always: ['always'],
  never: ['never'],
}

/** What may change from one day to the next; `undefined` for a row that goes. */
type Change = { readonly table: number; readonly id: number; readonly row: Row | undefined }
type Day = {
  readonly changes: readonly Change[]
  readonly rules: (given: UnifiedProfiles) => UnifiedProfiles
  readonly lists: readonly [
    always: readonly (readonly [number, number])[],
    never: readonly (readonly [number, number])[],
  ]
}

const sources = ['one', 'two', 'three'] as const
const cell = (...values: string[]) => fc.constantFrom<string | null>(null, ...values)
const aRow = fc.record({
  mail: cell('a@x.dk', 'b@x.dk', 'c@x.dk'),
  town: cell('t1', 't2'),
  name: cell('anna lee', 'anne lee', 'anna li', 'bo ek', 'bo eg', 'q'),
})
const aChange = fc.record({ table: fc.nat(2), id: fc.nat(9), row: fc.option(aRow, { nil: undefined, freq: 4 }) })
const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 2 })
const rulesOf = (change: (rules: NonNullable<UnifiedProfiles['match']>) => UnifiedProfiles['match']) => {
  return (given: UnifiedProfiles): UnifiedProfiles => ({ ...given, match: change(definition.match ?? []) ?? [] })
}
const aDay: fc.Arbitrary<Day> = fc.record({
  changes: fc.array(aChange, { maxLength: 3 }),
  rules: fc.oneof(
    { weight: 4, arbitrary: fc.constant((given: UnifiedProfiles) => given) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        rulesOf((rules) => rules),
        rulesOf((rules) => rules.toReversed()),
        rulesOf((rules) => rules.slice(1)),
        rulesOf((rules) => rules.map((rule) => ({ ...rule, except: [] }))),
        rulesOf((rules) =>
          rules.map((rule) => ({ ...rule, where: rule.where.map((each) => ({ ...each, normalize: [] })) })),
        ),
        rulesOf((rules) =>
          rules.map((rule) => ({
            ...rule,
            where: rule.where.map((each) => (each.field === 'Town' ? { ...each, alias: [['t1', 't2']] } : each)),
          })),
        ),
      ),
    },
  ),
  // By the first rows of the first table with the second, so that they seldom contradict each other.
  lists: fc.tuple(pairs, pairs).map(([always, never]) => {
    const said = new Set(always.flat())
    return [always, never.filter((pair) => !pair.some((id) => said.has(id)))] as const
  }),
})

test('taking over what was found among rows that did not change makes the same people as doing all of it, day after day', async () => {
  const lab = await aUnificationLab()
  let kept = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(2), aRow), { minLength: 12, maxLength: 24 }),
      fc.array(aDay, { minLength: 2, maxLength: 2 }),
      async (start, days) => {
        const rows = sources.map((_, table) => {
          const mine = start.filter(([of]) => of === table).map(([, row], id) => [id, row] as const)
          return new Map<number, Row>(mine)
        })
        let given = definition
        const written = new Map<string, Table>()
        for (const { changes, rules, lists } of [
          { changes: [], rules: (same: UnifiedProfiles) => same, lists: [[], []] } satisfies Day,
          ...days,
        ]) {
          for (const { table, id, row } of changes) {
            if (row) rows[table]?.set(id, row)
            else rows[table]?.delete(id)
            written.delete(sources[table] ?? '')
          }
          given = rules(given)
          const tables = await tablesOf(lab, rows, written, lists)
          const { always: _, never: __, ...without } = given
          const { anew, takingOver } = await lab.both(lists.flat().length > 0 ? given : without, tables)
          expect(takingOver).toEqual(anew)
          kept += (takingOver.kept_pair as unknown[]).length
        }
      },
    ),
    { numRuns: 2, seed: 4 },
  )
  expect(kept).toBeGreaterThan(30)
})

test('whom a rule found that is put aside or tried later now is asked about by those that come before it', async () => {
  const lab = await aUnificationLab()
  const mail = { name: 'mail', where: [{ field: 'Mail' }] }
  const name = { name: 'name', where: [{ field: 'Name', precision: 75 }] }
  // What is compared stays in one order, whatever order the rules have.
  const deduplicate = { rules: [{ name: 'both', where: [{ field: 'Mail' }, { field: 'Name' }] }], matchRules: false }
  const by = (...match: MatchRule[]): UnifiedProfiles => ({
    ...{ email: 'Mail', match, tables: [{ source: 'one', deduplicate }, { source: 'two' }] },
    fields: ['Mail', 'Name'].map((field) => ({ name: field, from: { one: field, two: field } })),
  })
  const one = await lab.table('one', [
    { id: '1', Mail: 'm', Name: 'zzzz' },
    { id: '2', Mail: 'o', Name: 'anna' },
  ])
  const tables = [one, await lab.table('two', [{ id: 'x', Mail: 'm', Name: 'anne' }])]
  const found = []
  for (const definition of [by(mail, name), by(name, mail), by(mail, name), by({ ...mail, active: false }, name)]) {
    const { anew, takingOver } = await lab.both(definition, tables)
    expect(takingOver).toEqual(anew)
    found.push(...(anew.pair as { readonly rule: string }[]).map(({ rule }) => rule))
  }
  expect(found).toEqual(['mail', 'name', 'mail', 'name'])
})

/** The sources as tables, each written again only where it changed, and both lists. */
async function tablesOf(
  lab: UnificationLab,
  rows: readonly ReadonlyMap<number, Row>[],
  written: Map<string, Table>,
  [always, never]: Day['lists'],
): Promise<Table[]> {
  for (const [at, source] of sources.entries()) {
    if (written.has(source)) continue
    const all = [...(rows[at] ?? [])].map(([id, row]) => ({ id: `k${id}`, ...row }))
    // A row without values, so that a table always has its columns.
    written.set(source, await lab.table(source, [{ id: 'none', mail: null, town: null, name: null }, ...all]))
  }
  const list = (pairs: Day['lists'][number]) => [
    { id: 'none', Table1: 'one', Table1Key: 'nobody', Table2: 'two', Table2Key: 'nobody' },
    ...pairs.map(([a, b], at) => ({
      id: String(at),
      Table1: 'one',
      Table1Key: `k${a}`,
      Table2: 'two',
      Table2Key: `k${b}`,
    })),
  ]
  return [...written.values(), await lab.table('always', list(always)), await lab.table('never', list(never))]
}
