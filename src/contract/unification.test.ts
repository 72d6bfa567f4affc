import { expect, test } from 'vitest'
import { shippedRules } from './shipped-rules.ts'
import { plainType, type UnifiedField, unifiedFieldSchema } from './unification.ts'

const typed = (type: string) => unifiedFieldSchema.safeParse({ name: 'Field', type, from: { shop: 'column' } })

test.each(['phone', 'Loyalty.Tier', 'Kunde.Størrelse', 'a.b.c-d_1'])('a field may mean %s', (type) => {
  expect(typed(type).success).toBe(true)
})

test.each([
  'phon',
  'Tier',
  'Loyalty.',
  '.Tier',
  'Loyalty Tier.x',
  'Person.FirstName',
  'Location.PostalCode',
  'x.E-mail',
  'Person.ProfileImage',
  'Profile.Image',
])('a field may not mean %s: that is none of the types, or nearly one', (type) => {
  expect(typed(type).success).toBe(false)
})

test('what a meaning of somebody’s own holds is text, and no shipped rule looks at it', () => {
  const field: UnifiedField = { name: 'Tier', type: 'Loyalty.Tier', from: { shop: 'tier', club: 'tier' } }
  const email: UnifiedField = { name: 'Email', type: 'email', from: { shop: 'mail', club: 'mail' } }
  expect(plainType(field.type)).toBe('text')
  expect(shippedRules([field, email])).toEqual({ ...shippedRules([email]), fields: [field, email] })
})
