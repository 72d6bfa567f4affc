import { expect, test } from 'vitest'
import {
  addTable,
  changeTable,
  combineFields,
  type Draft,
  moveTable,
  removeTable,
  renameField,
  separateField,
  usesOfField,
  usesOfTable,
} from '../../console/src/features/unification/steps/draft.ts'
import { edit, openHistory } from '../../console/src/features/unification/steps/history.ts'
import { inOrder, readProfiles, writeProfiles } from '../../console/src/features/unification/steps/profiles-text.ts'
import { unified } from '../support/three-sources.ts'

/** Profiles in which every key of the grammar stands. */
const whole: Draft = {
  ...unified,
  tables: [
    {
      source: 'shop',
      deduplicate: {
        rules: [{ name: 'same phone', where: [{ field: 'Phone', bypass: { column: ['blocked', 'a.value'] } }] }],
        winner: { mostRecent: 'Changed' },
        fields: { Email: 'most-filled', Phone: { leastRecent: 'Changed' } },
      },
    },
    { source: 'club', deduplicate: { rules: [], matchRules: true, winner: 'most-filled' } },
    { source: 'till', includeAll: false },
  ],
  fields: [
    ...unified.fields.map((field) => (field.name === 'Phone' ? { ...field, exclude: true } : field)),
    {
      name: 'Whole',
      type: 'full-name',
      from: { shop: { join: ['first', 'last'] }, club: ['navn', 'email'] },
      exclude: true,
    },
  ],
  match: [
    {
      name: 'like',
      tables: ['club', 'shop'],
      active: false,
      where: [
        { field: 'Email', alias: [['a', 'b']], bypass: ['unknown'], normalize: [] },
        { field: 'Whole', precision: 63, alias: { from: 'aliases.name', to: ['aliases', 'means.this'] } },
      ],
      except: [{ field: 'FirstName', precision: 'low', when: 'same' }, { field: 'Changed' }],
    },
  ],
  groups: [
    { fields: ['FirstName', 'LastName'], merge: { importance: ['club', 'shop'] } },
    { fields: ['Email', 'Changed'] },
  ],
  always: ['pairs'],
  never: ['strangers'],
  customerId: ['Changed', 'LastName'],
  clusters: [{ name: 'Household', where: [{ field: 'LastName', precision: 'high' }], except: [{ field: 'Changed' }] }],
}

test('every key of the grammar goes to text and back, in one order, whatever order it had', () => {
  const text = writeProfiles(whole)
  expect(readProfiles(text)).toMatchObject({ profiles: whole, issues: [] })
  expect(Object.keys(inOrder(whole))).toEqual([
    'email',
    'firstName',
    'lastName',
    'updatedAt',
    'tables',
    'fields',
    'match',
    'groups',
    'customerId',
    'clusters',
    'always',
    'never',
  ])
  const shuffled = JSON.parse(JSON.stringify(whole, Object.keys(JSON.parse(JSON.stringify(whole))).reverse()))
  expect(writeProfiles({ ...shuffled, ...whole })).toBe(text)
  expect(text).toContain('      - { field: Email, normalize: [], alias: [ [ a, b ] ], bypass: [ unknown ] }')
  const { profiles, issues } = readProfiles(text.replace('precision: 63', 'precision: high63'))
  expect(profiles).toBeUndefined()
  expect(issues).toEqual([
    { line: text.split('\n').findIndex((line) => line.includes('63')) + 1, message: expect.any(String) },
  ])
})

test('a field is called otherwise wherever it is named, and nothing else is changed', () => {
  const at = whole.fields.findIndex(({ name }) => name === 'Changed')
  const renamed = renameField(whole, at, 'Seen')
  expect(writeProfiles(renamed)).toBe(writeProfiles(whole).replaceAll('Changed', 'Seen'))
  expect(renameField(renamed, at, 'Changed')).toEqual(whole)
  expect(usesOfField(whole, 'Changed').map(({ kind }) => kind)).toEqual([
    'role',
    'rule',
    'winner',
    'merge',
    'group',
    'id',
    'cluster',
  ])
  expect(usesOfField(whole, 'Whole')).toEqual([{ kind: 'rule', name: 'like' }])
})

test('fields are separated and combined again, and tables come and go with their columns', () => {
  const phone = whole.fields.findIndex(({ name }) => name === 'Phone')
  const apart = separateField(whole, phone)
  expect(apart.fields[phone]?.from).toEqual({ shop: 'phone' })
  expect(apart.fields.at(-1)).toEqual({ name: 'Phone till', type: 'phone', from: { till: 'tlf' }, exclude: true })
  expect(combineFields(apart, apart.fields.length - 1, phone)).toEqual(whole)
  // Both have a column of the shop: the first with a value counts.
  const email = whole.fields.findIndex(({ name }) => name === 'Email')
  const both = combineFields(whole, phone, email)
  expect(both.fields.find(({ name }) => name === 'Email')?.from).toEqual({
    shop: ['mail', 'phone'],
    club: 'email',
    till: 'tlf',
  })
  expect(both.tables[0]?.deduplicate?.rules?.[0]?.where[0]?.field).toBe('Email')

  expect(usesOfTable(whole, 'club')).toEqual([
    { kind: 'rule', name: 'like' },
    { kind: 'group', name: 'FirstName, LastName' },
  ])
  const without = removeTable(unified, 'till')
  expect(without.fields.every(({ from }) => !('till' in from))).toBe(true)
  const again = addTable(without, 'till', [
    { name: 'Navn', type: 'first-name', from: { till: 'name1' } },
    { name: 'Phone', type: 'phone', from: { till: 'tlf' } },
    { name: 'Card', from: { till: 'card2' } },
  ])
  expect(again.tables.map(({ source }) => source)).toEqual(['shop', 'club', 'till'])
  expect(again.fields.find(({ name }) => name === 'FirstName')?.from.till).toBe('name1')
  expect(again.fields.at(-1)).toEqual({ name: 'Card', from: { till: 'card2' } })
  expect(moveTable(whole, 0, 2).tables.map(({ source }) => source)).toEqual(['club', 'till', 'shop'])
  expect(changeTable(whole, 2, { includeAll: undefined }).tables[2]).toEqual({ source: 'till' })
})

test('what is typed as text is undone in bursts, and text with mistakes leaves the draft as it was', () => {
  const typed = ['x', 'xy'].reduce(
    (history, text) => edit(history, { do: 'text', text, mark: 'text 1' }),
    openHistory(unified),
  )
  expect(typed.present).toEqual({ draft: unified, text: 'xy' })
  expect(edit(typed, { do: 'undo' }).present).toEqual({ draft: unified, text: null })
  const read = edit(typed, { do: 'text', text: writeProfiles(whole), mark: 'text 2' })
  expect(read.present.draft).toEqual(whole)
  const back = edit(edit(read, { do: 'undo' }), { do: 'undo' })
  expect(back.past).toEqual([])
  expect(edit(back, { do: 'redo' }).present.text).toBe('xy')
})
