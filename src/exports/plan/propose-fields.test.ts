import { expect, test } from 'vitest'
import { contactFields, proposeFields } from './propose-fields.ts'

const columns = (...names: string[]) => names.map((name) => ({ name }))

test('columns are proposed by their names, in English and Danish, for fields of contacts and custom ones', () => {
  const fields = [...contactFields, { field: 'cf:loyalty_tier', label: 'Loyalty tier' }]
  expect(proposeFields(columns('Id', 'First name', 'Efternavn', 'POSTNR', 'LoyaltyTier', 'Spent'), fields)).toEqual({
    first_name: 'First name',
    last_name: 'Efternavn',
    zip: 'POSTNR',
    'cf:loyalty_tier': 'LoyaltyTier',
  })
})

test('where two columns fit, none is proposed; nor is one that is taken', () => {
  expect(proposeFields(columns('FirstName', 'first_name', 'City'), contactFields, ['City'])).toEqual({})
})

test('there is no e-mail among the fields, which the profiles name', () => {
  expect(contactFields.map(({ field }) => field)).not.toContain('email')
})
