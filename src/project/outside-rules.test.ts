import { expect, test } from 'vitest'
import { aShop, aShopThat } from '../../test/support/a-shop.ts'
import type { SourceDefinition } from '../contract/definitions.ts'
import { pathText } from '../lib/path-text.ts'
import { checkOutside, type Outside } from './outside-rules.ts'

const outside: Outside = {
  role: 'administrator',
  folder: '/shop',
  directory: { root: '/shop/data', uploads: '/shop/data/uploads' },
  variables: { UP: '..', DATA: 'more.csv' },
  allowedHosts: ['db.example', 'other.example:6432'],
}

const judge = (source: SourceDefinition, given: Partial<Outside> = {}) =>
  checkOutside(aShop(), aShop({ sources: { ...aShop().sources, more: source } }), { ...outside, ...given }).map(
    ({ path }) => pathText(path),
  )

test.each([
  'more.csv',
  'parts/2025-*.parquet',
  'deep/er/more.ndjson.gz',
  'data/uploads/more.csv',
  '/shop/data/uploads/more.csv',
  '${DATA}',
])('a source from outside may read %s', (file) => {
  expect(judge({ file, key: 'Id' })).toEqual([])
  expect(judge({ file: ['more.csv', file], key: 'Id' })).toEqual([])
})

test.each([
  '/etc/passwd',
  '/etc/people.csv',
  '../people.csv',
  'a/../../people.csv',
  '${UP}/people.csv',
  'data/secret.key',
  'data/tables/contacts/1/rows.parquet',
  'data/uploads/../tables/rows.parquet',
  'data/uploads/../secret.csv',
  '.env',
  '.env.csv',
  '.git/config.txt',
  'postbud.yaml',
  'parts',
  '.',
  '',
  '*',
  '*/secret.csv',
  '**/*.csv',
  '{.,}env.csv',
  '[.]env.csv',
  '@(.env).csv',
  'a\0.csv',
  '/shopping/people.csv',
])('a source from outside may not read %j', (file) => {
  expect(judge({ file, key: 'Id' })).toEqual(['sources.more.file'])
  expect(judge({ file: ['more.csv', file], key: 'Id' })).toEqual(['sources.more.file[1]'])
})

test.each([
  'postgres://reader@db.example/shop',
  'postgresql://reader:secret@db.example:5433/shop?sslmode=require',
  'postgres://other.example:6432/shop',
  '${SHOP_DATABASE}',
])('a source from outside may ask the database %s', (postgres) => {
  expect(judge({ postgres, table: 't', key: 'Id' })).toEqual([])
})

test.each([
  'postgres://127.0.0.1/shop',
  'postgres://other.example/shop',
  'postgres://db.example/shop?host=127.0.0.1',
  'postgres://db.example/shop?sslkey=/etc/passwd',
  'postgres:///shop?host=/var/run/postgresql',
  'host=127.0.0.1 dbname=shop',
  'postgres://${HOST}/shop',
  'http://db.example/shop',
])('a source from outside may not ask the database %s', (postgres) => {
  expect(judge({ postgres, table: 't', key: 'Id' })).toContain('sources.more.postgres')
})

test('what stood there before stays, whatever it is', () => {
  const before = aShop({ sources: { contacts: { file: '/elsewhere/contacts.csv', key: 'ContactId' } } })
  const after = aShop({ sources: { contacts: { file: '/elsewhere/contacts.csv', key: 'Other' } } })
  expect(checkOutside(before, after, outside)).toEqual([])
  expect(checkOutside(aShop(), after, outside)).toHaveLength(1)
})

test('contributors refer to no variables, and nobody to those of Postbud itself', () => {
  const paths = (displayName: string, role: Outside['role']) =>
    checkOutside(aShop(), aShopThat({ displayName }), { ...outside, role }).map(({ path }) => pathText(path))
  expect(paths('News ${EDITION}', 'contributor')).toEqual(['exports.news.displayName'])
  expect(paths('News ${EDITION}', 'administrator')).toEqual([])
  expect(paths('News $${EDITION}', 'contributor')).toEqual([])
  for (const name of ['DATABASE_URL', 'POSTBUD_SECRET_KEY', 'POSTBUD_SMTP_URL']) {
    expect(paths(`\${${name}}`, 'administrator')).toEqual(['exports.news.displayName'])
  }
  const before = aShopThat({ displayName: '${EDITION}' })
  const moved = aShopThat({ displayName: '${EDITION}', list: '${EDITION}' })
  expect(checkOutside(before, moved, { ...outside, role: 'contributor' })).toEqual([
    { path: ['exports', 'news', 'list'], message: expect.stringContaining('only administrators') },
  ])
})
