import { expect, test } from 'vitest'
import { proposeMapping, type SeenColumn } from './propose-mapping.ts'

function aColumn(name: string, given: Partial<SeenColumn> = {}): SeenColumn {
  return { name, type: 'string', rows: 100, filled: 100, distinct: 60, emails: 0, links: 0, ...given }
}

test.each([
  ['English', ['ContactId', 'EMail', 'FirstName', 'LastName', 'CreatedOn']],
  ['Danish', ['Kundenr', 'E-mail adresse', 'Fornavn', 'Efternavn', 'Sidst opdateret']],
  ['underscores', ['customer_id', 'email', 'first_name', 'last_name', 'updated_at']],
] as const)('columns are recognised by their names in %s', (_, [key, email, firstName, lastName, updatedAt]) => {
  const columns = [
    aColumn('notes'),
    aColumn(email, { emails: 95, distinct: 99 }),
    aColumn(firstName),
    aColumn(lastName),
    aColumn(updatedAt, { type: 'date', distinct: 100 }),
    aColumn(key, { distinct: 99 }),
  ]
  expect(proposeMapping(columns)).toEqual({ key, email, firstName, lastName, updatedAt })
})

test('what a column is called is not believed against what it holds', () => {
  const columns = [
    aColumn('email', { emails: 2 }),
    aColumn('contact', { emails: 90 }),
    aColumn('id', { distinct: 3 }),
    aColumn('reference', { distinct: 100 }),
    aColumn('updated'),
  ]
  expect(proposeMapping(columns)).toEqual({ email: 'contact', key: 'reference' })
})

test.each(['Avatar', 'Profilbillede', 'photo_url'])('%s is a picture where it holds addresses', (name) => {
  const proposed = (given: Partial<SeenColumn>) =>
    proposeMapping([aColumn('notes', { links: 100 }), aColumn(name, given)])
  expect(proposed({ filled: 40, links: 39 })).toEqual({ profileImage: name })
  // The name of a file, a figure, or nothing yet.
  expect(proposed({ filled: 40, links: 3 })).toEqual({})
  expect(proposed({ filled: 0, links: 0 })).toEqual({})
})

test('nothing is proposed for an empty table', () => {
  expect(proposeMapping([aColumn('id', { rows: 0, filled: 0, distinct: 0 })])).toEqual({})
})
