import { expect, test } from 'vitest'
import { aUnificationLab } from '../../test/support/unification-lab.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'
import type { FieldType, MatchCondition, Normalization } from '../contract/unification.ts'
import { planUnification } from './plan-unification.ts'
import { unifyInSession } from './refresh-unification.ts'

/** What values of one field are compared as. */
async function compared(values: readonly string[], condition: Partial<MatchCondition> & { readonly type?: FieldType }) {
  const lab = await aUnificationLab()
  const { type = 'text', ...rest } = condition
  const definition: UnifiedProfiles = {
    email: 'F',
    tables: [{ source: 'one' }],
    fields: [{ name: 'F', type, from: { one: 'v' } }],
    match: [{ name: 'r', where: [{ field: 'F', ...rest }] }],
  }
  const table = await lab.table(
    'one',
    values.map((v, at) => ({ id: String(at).padStart(3, '0'), v })),
  )
  const lists = await lab.table('lists', [{ id: '1', name: 'ACME Corp.', means: 'Ajax Inc' }])
  const tables = new Map([
    ['one', table],
    ['lists', lists],
  ])
  await unifyInSession(lab.session, planUnification(definition, tables, 'UTC'))
  const rows = await lab.session.rows<{ n0: string | null }>('select n0 from norm order by rid')
  return rows.map(({ n0 }) => n0)
}

const by = (...normalize: Normalization[]) => ({ normalize })

test('numbers of any script are plain digits, letters that look like numbers stay letters', async () => {
  expect(await compared(['❽', 'Ⅷ', 'VIII', 'x²', '٣', '⑫', '９'], by('numerals'))).toEqual([
    '8',
    '8',
    'VIII',
    'x2',
    '3',
    '12',
    '9',
  ])
})

test('telephone numbers are digits, and a country code counts', async () => {
  const numbers = [
    '+1 (555) 123-4567',
    '+01 555 1234567',
    '001-555-123-4567',
    '555 123 4567',
    '+45 12345678 ext. 12',
    '12345678x3',
    'Fax: 12345678',
    '+00 000',
    '00000000',
  ]
  expect(await compared(numbers, { type: 'phone' })).toEqual([
    '+15551234567',
    '+15551234567',
    '+15551234567',
    '5551234567',
    '+4512345678',
    '12345678',
    '12345678',
    null,
    null,
  ])
})

test('names are told without titles, nicknames, accents and order', async () => {
  const names = [
    'Jensen, Dr. Debby',
    'Deborah JENSEN',
    'Søren Kjær',
    'Soeren Kjaer',
    'Åse-Marie O’Brien',
    'Prof.',
    'Hr. Bill Clinton',
  ]
  expect(await compared(names, { type: 'full-name' })).toEqual([
    'deborah jensen',
    'deborah jensen',
    'kjaer soeren',
    'kjaer soeren',
    'aase maria obrien',
    'prof',
    'clinton vilhelm',
  ])
})

test('addresses and organisations are told by their short forms, and by what is theirs alone', async () => {
  expect(
    await compared(['12 Main Street NW', '12 main st. northwest', 'Nørregade 4, 2. sal th'], { type: 'street' }),
  ).toEqual(['12 main st nw', '12 main st nw', 'noerregade 4 2 fl th'])
  expect(await compared(['ACME Holding ApS', 'Acme, Inc.', 'The Company'], { type: 'organization' })).toEqual([
    'acme',
    'acme',
    'the company',
  ])
})

test('symbols, case, accents and white space go where that is asked, and nothing without', async () => {
  expect(await compared([' É-x 1 ', '   ', '\t', '\u00a0', ''], by())).toEqual([' É-x 1 ', null, null, null, null])
  expect(await compared([' É-x 1 '], by('symbols'))).toEqual([' Éx 1 '])
  expect(await compared([' É-x 1 '], by('ascii', 'lower-case', 'symbols', 'whitespace'))).toEqual(['ex1'])
  expect(await compared(['Łódź Ærø'], by('ascii'))).toEqual(['Lodz AEro'])
})

test('aliases mean another value and bypassed values nothing, both compared as the rest', async () => {
  const alias = [['Acme', 'Ajax']] as const
  expect(
    await compared(['ACME ApS', 'ajax', 'n/a', 'N/A Ltd'], { type: 'organization', alias, bypass: ['N/A'] }),
  ).toEqual(['ajax', 'ajax', null, null])
  const fromSource = { from: 'lists.name', to: 'lists.means' }
  expect(await compared(['Acme'], { type: 'organization', alias: fromSource })).toEqual(['ajax'])
  expect(await compared(['acme', 'other'], { type: 'organization', bypass: { column: 'lists.name' } })).toEqual([
    null,
    'other',
  ])
  const dates = { type: 'date' as const, bypass: ['1900-01-01', 'n/a'], alias: [['2026-02-30', '2026-03-02']] as const }
  expect(await compared(['1900-01-01', '1980-01-01'], dates)).toEqual([null, '1980-01-01'])
  expect(await compared(['0', '01', '2'], { type: 'number', bypass: ['0'], alias: [['2', '1']] })).toEqual([
    null,
    '1.0',
    '1.0',
  ])
})

test('an alias may mean another in turn, and those that mean each other are one', async () => {
  const alias = [...(['bill will', 'will william', 'a b', 'b c', 'c a', 't b', 'x y', 'x x'] as const)].map(
    (pair) => pair.split(' ') as [string, string],
  )
  const values = ['bill', 'will', 'william', 'a', 'b', 'c', 't', 'x', 'y']
  const means = ['william', 'william', 'william', 'a', 'a', 'a', 'a', 'y', 'y']
  expect(await compared(values, { alias })).toEqual(means)
})
