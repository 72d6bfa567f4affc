import { expect, test } from 'vitest'
import type { UnifiedProfiles } from '../contract/definitions.ts'
import { listTextColumns, unifiedTextColumns } from './text-columns.ts'

test('columns behind fields of text are text, and so are lists of their values and the keys in lists of pairs', () => {
  const profiles: UnifiedProfiles = {
    email: 'Email',
    tables: [{ source: 'shop' }],
    fields: [
      { name: 'Email', from: { shop: ['mail', 'mail2'] } },
      { name: 'Born', type: 'date', from: { shop: 'born' } },
    ],
    match: [
      {
        name: 'r',
        where: [{ field: 'Email', alias: { from: 'lists.old', to: ['lists', 'new'] } }],
        except: [{ field: 'Born', bypass: { column: 'lists.nobody' } }],
      },
    ],
    never: ['pairs'],
  }
  expect(unifiedTextColumns(profiles, 'shop')).toEqual(['mail', 'mail2'])
  expect(listTextColumns(profiles, 'lists')).toEqual(['old', 'new'])
  expect(listTextColumns(profiles, 'pairs')).toEqual(['Table1', 'Table1Key', 'Table2', 'Table2Key'])
})
