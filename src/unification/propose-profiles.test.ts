import { expect, test } from 'vitest'
import { aUnificationLab } from '../../test/support/unification-lab.ts'
import { shippedRules } from '../contract/shipped-rules.ts'
import { proposeProfiles } from './propose-profiles.ts'

test('columns are proposed as fields by what they are called and what they hold, in two languages', async () => {
  const { session, table } = await aUnificationLab()
  const shop = await table('shop', [
    {
      id: '1',
      'First name': 'Ann',
      Surname: 'Lee',
      Contact: 'ann@example.com',
      Email: 'yes',
      Note: 'x',
      Zip: '8000',
      photo: 'https://a.example/1.jpg',
      avatar: 'https://a.example/2.jpg',
      image: '17',
      Address: 'Road 1',
    },
  ])
  const club = await table('club', [
    {
      id: 'a',
      fornavn: 'Ann',
      Efternavn: 'Lee',
      'E-mail': 'ann@example.com',
      tlf: '+45 12345678',
      note: 'y',
      Postnr: '8000',
      Billede: 'HTTPS://b.example/a?b',
      Hjemmeside: 'https://b.example/',
      Adresse: 'Vej 1',
    },
  ])
  const { fields, ...roles } = await proposeProfiles(session, [shop, club])
  expect(roles).toMatchObject({ clusters: [{ name: 'Household', where: [{}, {}, { field: 'LastName' }] }] })
  expect({ ...roles, clusters: undefined }).toEqual({ email: 'Email', firstName: 'FirstName', lastName: 'LastName' })
  const byName = Object.fromEntries(fields.map(({ name, type, from }) => [name, [type, from]]))
  expect(byName).toMatchObject({
    FirstName: ['first-name', { shop: 'First name', club: 'fornavn' }],
    LastName: ['last-name', { shop: 'Surname', club: 'Efternavn' }],
    // What is called Email and holds none is not it; what holds addresses is.
    Email: ['email', { shop: 'Contact', club: 'E-mail' }],
    Phone: ['phone', { club: 'tlf' }],
    Note: ['text', { shop: 'Note', club: 'note' }],
    PostalCode: ['postal-code', { shop: 'Zip', club: 'Postnr' }],
    Street: ['street', { shop: 'Address', club: 'Adresse' }],
    ProfileImage: ['profile-image', { shop: 'photo', club: 'Billede' }],
    // One picture a table, of what is called one only what holds addresses, and no other address.
    avatar: ['text', { shop: 'avatar' }],
    image: ['text', { shop: 'image' }],
    Hjemmeside: ['text', { club: 'Hjemmeside' }],
  })
  expect(shippedRules(fields).rules.map(({ name }) => name)).toEqual([
    'same e-mail, like name',
    'same e-mail, name spelt alike',
    'same e-mail and last name, first name may be missing',
    'same e-mail and first name, last name may be missing',
    'same phone, like name',
    'same phone, name spelt alike',
    'same phone and last name, first name may be missing',
    'same phone and first name, last name may be missing',
    'same address, like name',
    'same address, name spelt alike',
    'same address and first name, last name may be missing',
    'same e-mail and phone',
    'same e-mail, names turned round',
    'same phone, names turned round',
    'same address, names turned round',
  ])
})
