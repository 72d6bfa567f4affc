import type { UnifiedProfiles } from '../../src/contract/definitions.ts'

/** The profiles of people that `makePeople` wrote for these sources, by the rules that are shipped. */
export function peopleProfiles(sources: readonly string[]): UnifiedProfiles {
  const from = (column: string) => Object.fromEntries(sources.map((name) => [name, column]))
  return {
    email: 'Email',
    firstName: 'FirstName',
    lastName: 'LastName',
    tables: sources.map((source) => ({ source })),
    fields: [
      { name: 'FirstName', type: 'first-name', from: from('first') },
      { name: 'LastName', type: 'last-name', from: from('last') },
      { name: 'Email', type: 'email', from: from('email') },
      { name: 'Phone', type: 'phone', from: from('phone') },
      { name: 'Street', type: 'street', from: from('street') },
      { name: 'PostalCode', type: 'postal-code', from: from('postal_code') },
      { name: 'City', type: 'city', from: from('city') },
      { name: 'Born', type: 'date', from: from('born') },
    ],
  }
}
