import { expect, test } from 'vitest'
import { testApp } from '../../test/support/test-app.ts'
import type { Definitions } from '../contract/definitions.ts'
import { DefinitionsMissingError, loadDefinitions } from './load-definitions.ts'
import { saveDefinitions } from './save-definitions.ts'

const shop: Definitions = {
  environment: { name: 'Contoso Coffee', timeZone: 'Europe/Copenhagen' },
  sources: {
    purchases: { file: 'purchases.csv', key: 'PurchaseId' },
    contacts: { file: 'contacts.csv', key: 'ContactId' },
  },
  profiles: { from: 'contacts', email: 'EMail' },
  relationships: {},
  segments: { all: { rules: [{ where: { column: 'EMail', isNotNull: true } }] } },
  connections: { marketing: { type: 'constant-contact', clientId: '${CLIENT}' } },
  exports: { spring: { connection: 'marketing', list: 'Spring', segments: ['all'], fields: { first_name: 'First' } } },
}

test('an empty database says that nothing is configured', async () => {
  const { db } = await testApp()
  await expect(loadDefinitions(db)).rejects.toThrow(DefinitionsMissingError)
})

test('what is saved is loaded again, in the order of the file', async () => {
  const { db } = await testApp()
  await saveDefinitions(db, shop)
  const loaded = await loadDefinitions(db)
  expect(loaded).toEqual(shop)
  expect(Object.keys(loaded.sources)).toEqual(['purchases', 'contacts'])
})

test('only what changed gets a new revision, and what is gone is removed', async () => {
  const { db } = await testApp()
  await saveDefinitions(db, shop)
  const changed: Definitions = {
    ...shop,
    sources: { contacts: { key: 'ContactId', file: 'contacts.csv' } },
    profiles: { from: 'contacts', email: 'Mail' },
  }
  await saveDefinitions(db, changed)

  expect(await loadDefinitions(db)).toEqual(changed)
  const revised = await db.selectFrom('definitions').select('name').where('revision', '>', 1).execute()
  expect(revised).toEqual([{ name: 'profiles' }])
})
