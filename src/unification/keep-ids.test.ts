import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aUnificationLab } from '../../test/support/unification-lab.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'

const definition: UnifiedProfiles = {
  email: 'Mail',
  tables: [{ source: 'one' }],
  fields: [{ name: 'Mail', type: 'email', from: { one: 'mail' } }],
  match: [{ name: 'same mail', where: [{ field: 'Mail' }] }],
}

/** A day: which rows there are, and whose mail each has, which is what makes rows one. */
const aDay = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('m1', 'm2', 'm3')), {
  minLength: 1,
  maxLength: 5,
  selector: ([id]) => id,
})

test('ids stay through whatever days bring, nobody has two, nobody has another’s, and who is gone leads to one who is there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aDay, { minLength: 2, maxLength: 4 }), async (days) => {
      const lab = await aUnificationLab()
      const whose = new Map<string, ReadonlySet<string>>()
      for (const day of days) {
        const table = await lab.table(
          'one',
          day.map(([id, mail]) => ({ id, mail })),
        )
        const { ids, successors } = await lab.ids(definition, [table])
        // One mail, one id, and the other way round.
        const pairs = new Set(day.map(([id, mail]) => `${mail} ${ids[`one ${id}`]}`))
        expect(pairs.size).toBe(new Set(day.map(([, mail]) => mail)).size)
        expect(new Set(Object.values(ids)).size).toBe(pairs.size)
        for (const [id, rows] of Map.groupBy(Object.entries(ids), ([, value]) => value)) {
          const now = new Set(rows.map(([row]) => row))
          const before = whose.get(id)
          // An id that was in use the day before is kept only by somebody of the rows that had it.
          if (before) expect([...now].some((row) => before.has(row))).toBe(true)
        }
        const live = new Set(Object.values(ids))
        for (const [former, id] of Object.entries(successors)) {
          expect(live.has(former)).toBe(false)
          expect(live.has(id)).toBe(true)
        }
        // Running again changes nothing.
        expect((await lab.ids(definition, [table])).ids).toEqual(ids)
        whose.clear()
        for (const [id, rows] of Map.groupBy(Object.entries(ids), ([, value]) => value)) {
          whose.set(id, new Set(rows.map(([row]) => row)))
        }
      }
    }),
    { numRuns: 6, seed: 4 },
  )
})

test('an id of the person’s own fields is theirs alone, follows its value, and is never given to somebody else', async () => {
  const lab = await aUnificationLab()
  const own: UnifiedProfiles = {
    ...definition,
    fields: [...definition.fields, ...['No', 'Land'].map((name) => ({ name, from: { one: name.toLowerCase() } }))],
    customerId: ['No', 'Land'],
  }
  type Row = { readonly mail: string; readonly no: string | null; readonly land: string | null }
  const day = async (rows: Record<string, Row>) => {
    const table = await lab.table(
      'one',
      Object.entries(rows).map(([id, row]) => ({ id, ...row })),
    )
    return await lab.ids(own, [table])
  }
  const a = { mail: 'x', no: '7', land: 'dk' }
  const first = await day({ a, b: { mail: 'y', no: '7', land: null }, c: { mail: 'z', no: '7 ', land: 'dk' } })
  // Of two with the same values the first has them; whoever lacks one, and the second, have Postbud's own.
  expect(first.ids['one a']).toBe('7|dk')
  expect(first.ids['one b']).toMatch(/^[0-9a-f-]{36}$/)
  expect(first.ids['one c']).toMatch(/^[0-9a-f-]{36}$/)
  // The value changes, and another takes the old one: whom the old id meant is not forgotten, and nobody else is meant by it.
  const changed = { a: { ...a, no: '8' }, b: { mail: 'y', no: '7', land: 'dk' } }
  const second = await day(changed)
  expect(second.ids).toEqual({ 'one a': '8|dk', 'one b': first.ids['one b'] })
  expect(second.successors).toMatchObject({ '7|dk': '8|dk' })
  expect((await day(changed)).ids).toEqual(second.ids)
  // A value that goes missing takes nobody's id.
  expect((await day({ a: { ...a, no: null } })).ids).toEqual({ 'one a': '8|dk' })
})

test('of merged people the id of most rows stays; of divided ones most rows keep it, and the rest have it behind them', async () => {
  const lab = await aUnificationLab()
  const day = async (mails: Record<string, string>) =>
    await lab.ids(definition, [
      await lab.table(
        'one',
        Object.entries(mails).map(([id, mail]) => ({ id, mail })),
      ),
    ])
  const apart = await day({ a: 'x', b: 'y', c: 'y' })
  // New ids are made of rows and not by chance, so that whoever loses the files that ids are kept in has the same again.
  const elsewhere = await aUnificationLab()
  const again = await elsewhere.table('one', [
    { id: 'c', mail: 'y' },
    { id: 'b', mail: 'y' },
    { id: 'a', mail: 'x' },
  ])
  expect((await elsewhere.ids(definition, [again])).ids).toEqual(apart.ids)
  // Whoever is merged twice has all the ids behind them, those of the first time, too.
  let successors: Readonly<Record<string, string>> = {}
  for (const mail of ['z', 'x']) {
    const rows = [...'abc'].map((id) => ({ id, mail: 'x' })).concat([...'defg'].map((id) => ({ id, mail })))
    successors = (await elsewhere.ids(definition, [await elsewhere.table('one', rows)])).successors
  }
  const [merged] = await elsewhere.session.rows<{ id: string; previous: string }>(
    'select "CustomerId" as id, "PreviousCustomerId" as previous from customer',
  )
  expect(successors).toEqual({ [apart.ids['one a'] ?? '']: merged?.id, [apart.ids['one b'] ?? '']: merged?.id })
  expect(merged?.previous.split(';').sort()).toEqual([apart.ids['one a'], apart.ids['one b']].sort())
  const together = await day({ a: 'x', b: 'x', c: 'x' })
  expect(new Set(Object.values(together.ids))).toEqual(new Set([apart.ids['one b']]))
  expect(together.successors).toEqual({ [apart.ids['one a'] ?? '']: apart.ids['one b'] })
  const divided = await day({ a: 'x', b: 'y', c: 'x' })
  expect(divided.ids['one a']).toBe(apart.ids['one b'])
  expect(divided.ids['one c']).toBe(apart.ids['one b'])
  expect(Object.values(apart.ids)).not.toContain(divided.ids['one b'])
  const [previous] = await lab.session.rows<{ previous: string }>(
    `select "PreviousCustomerId" as previous from customer where "CustomerId" = $1`,
    [divided.ids['one b'] ?? ''],
  )
  expect(previous?.previous.split(';')).toContain(apart.ids['one b'])
})
