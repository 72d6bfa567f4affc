import { expect, test } from 'vitest'
import { aUnificationLab, type Row } from '../../test/support/unification-lab.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'

const field = (name: string, more: Partial<UnifiedProfiles['fields'][number]> = {}) => ({
  name,
  from: { one: name, two: name },
  ...more,
})

const base: UnifiedProfiles = {
  email: 'mail',
  tables: [{ source: 'one' }, { source: 'two' }],
  fields: [field('mail'), field('town'), field('zip'), field('seen', { type: 'number' })],
  match: [{ name: 'same mail', where: [{ field: 'mail' }] }],
}

async function customers(
  definition: UnifiedProfiles,
  one: readonly Row[],
  two: readonly Row[] = [{ id: 'z', mail: 'z', town: null, zip: null, seen: null }],
) {
  const lab = await aUnificationLab()
  const rows = await lab.customers(definition, [await lab.table('one', one), await lab.table('two', two)])
  return rows.sort((a, b) => String(a.mail).localeCompare(String(b.mail)))
}

const full = (id: string, town: string | null, zip: string | null, seen: number | null): Row => ({
  id,
  mail: 'm',
  town,
  zip,
  seen,
})

test('of several rows within a table the winner is most filled, newest or oldest, and the greater key of equals', async () => {
  const rows = [full('a', 'A', null, 3), full('b', 'B', '1', 2), full('c', 'C', '2', 1), full('d', null, null, null)]
  const keeping = async (deduplicate: object) => {
    const [person] = await customers({ ...base, tables: [{ source: 'one', deduplicate }, { source: 'two' }] }, rows)
    return [person?.one_id, person?.one_id_Alternate, person?.town, person?.zip]
  }
  expect(await keeping({})).toEqual(['c', 'a;b;d', 'C', '2'])
  expect(await keeping({ winner: { mostRecent: 'seen' } })).toEqual(['a', 'b;c;d', 'A', null])
  expect(await keeping({ winner: { leastRecent: 'seen' } })).toEqual(['c', 'a;b;d', 'C', '2'])
  // Of keys that are numbers, 10 is greater than 9.
  const [numbered] = await customers(
    base,
    [9, 10, 2].map((id) => ({ ...full('', 'A', null, 1), id })),
  )
  expect([numbered?.one_id, numbered?.one_id_Alternate].map((each) => String(each).replaceAll('.0', ''))).toEqual([
    '10',
    '2;9',
  ])
  // A winner that is put together: the newest row, but the zip of the oldest.
  expect(await keeping({ winner: { mostRecent: 'seen' }, fields: { zip: { leastRecent: 'seen' } } })).toEqual([
    'a',
    'b;c;d',
    'A',
    '2',
  ])
})

test('a value is of the first table that has one, of another order, or of the newest or oldest row', async () => {
  const one = [full('a', 'first', null, 1)]
  const two = [full('x', 'second', '22', 2)]
  const town = async (merge?: UnifiedProfiles['fields'][number]['merge']) => {
    const fields = base.fields.map((each) => (each.name === 'town' && merge ? { ...each, merge } : each))
    return (await customers({ ...base, fields }, one, two))[0]?.town
  }
  expect(await town()).toBe('first')
  expect(await town({ importance: ['two'] })).toBe('second')
  expect(await town({ mostRecent: 'seen' })).toBe('second')
  expect(await town({ leastRecent: 'seen' })).toBe('first')
  expect((await customers(base, one, two))[0]?.zip).toBe('22')
  // Fields of a group come from one table, also where that has no value for one of them.
  const grouped = { ...base, groups: [{ fields: ['town', 'zip'] }] }
  expect((await customers(grouped, one, two))[0]).toMatchObject({ town: 'first', zip: null })
  const newest = { ...base, groups: [{ fields: ['town', 'zip'], merge: { mostRecent: 'seen' } }] }
  expect((await customers(newest, one, two))[0]).toMatchObject({ town: 'second', zip: '22' })
})

test('a row that is not dated is neither the newest nor the oldest', async () => {
  const fields = [
    field('mail'),
    field('town', { merge: { leastRecent: 'seen' } }),
    field('seen', { type: 'number' as const }),
  ]
  const [person] = await customers(
    { ...base, fields },
    [full('a', 'undated', null, null)],
    [full('x', 'dated', null, 5)],
  )
  expect(person?.town).toBe('dated')
})

test('excluded fields are compared and not kept; columns are combined and joined', async () => {
  const fields = [
    field('mail', { exclude: true }),
    { name: 'address', from: { one: { join: ['town', 'zip'] }, two: ['zip', 'town'] } },
  ]
  const definition = { ...base, email: 'address', fields }
  const lab = await aUnificationLab()
  const one = await lab.table('one', [full('a', 'Aarhus', '8000', 1)])
  const two = await lab.table('two', [{ id: 'x', mail: 'other', town: 'Odense', zip: null }])
  const rows = await lab.customers({ ...definition, match: [{ name: 'r', where: [{ field: 'mail' }] }] }, [one, two])
  expect(rows.map(({ address }) => address).sort()).toEqual(['Aarhus 8000', 'Odense'])
  expect(Object.keys(rows[0] ?? {})).not.toContain('mail')
})

test('rows that match nobody are left out where the table says so, and their numbers keep no order of files', async () => {
  const definition = { ...base, tables: [{ source: 'one' }, { source: 'two', includeAll: false }] }
  const people = await customers(
    definition,
    [{ id: 'a', mail: 'm', town: null, zip: null, seen: null }],
    [full('x', 'T', null, null), { id: 'y', mail: 'alone', town: null, zip: null, seen: null }],
  )
  expect(people.map(({ mail, two_id }) => [mail, two_id])).toEqual([['m', 'x']])
})
