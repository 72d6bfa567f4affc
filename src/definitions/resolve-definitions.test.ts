import { expect, test } from 'vitest'
import { testApp } from '../../test/support/test-app.ts'
import type { Definitions } from '../contract/definitions.ts'
import { loadResolved, resolveDefinitions, resolveWhereSet } from './resolve-definitions.ts'
import { saveDefinitions } from './save-definitions.ts'

const written: Definitions = {
  environment: { name: 'Shop $${A}', timeZone: '${ZONE}', suppress: ['${BLOCKED}.email', 'other.email'] },
  sources: {
    contacts: { file: ['${FOLDER}/a.csv', '${FOLDER}/b.csv'], key: '${KEY}', quote: '${QUOTE}' },
    loyalty: {
      postgres: '${DATABASE}',
      query: "select * from members where tier = '${TIER}'",
      key: 'id',
      maxAge: '${AGE}',
    },
  },
  profiles: { from: 'contacts', email: '${EMAIL_COLUMN}' },
  relationships: { membership: { from: 'loyalty.${KEY}', to: ['profile', '${KEY}'] } },
  segments: {
    some: {
      displayName: 'From ${CITY}',
      rules: [
        {
          where: {
            all: [
              { column: 'City', equals: '${CITY}' },
              { column: 'City', in: ['${CITY}', 'x${CITY}y${CITY}'] },
              { column: 'Joined', between: ['${FROM}', '2026-12-31'] },
            ],
          },
        },
      ],
    },
  },
  connections: {
    marketing: { type: 'constant-contact', displayName: '${CITY}', clientId: '${ID}', clientSecret: '${SECRET}' },
  },
  exports: {
    news: { connection: 'marketing', list: '${LIST}', segments: ['some'], fields: { first_name: '${FIRST}' } },
  },
}

const variables = {
  ZONE: 'Europe/Copenhagen',
  BLOCKED: 'blocked',
  FOLDER: '/data',
  KEY: 'Id',
  QUOTE: "'",
  DATABASE: 'postgres://me:hush@host/db',
  TIER: 'gold',
  AGE: '6h',
  EMAIL_COLUMN: 'Mail',
  CITY: 'Aarhus ${ZONE}',
  FROM: '2026-01-01',
  ID: 'the id',
  SECRET: 'hush',
  LIST: 'Newsletter',
  FIRST: 'First',
}

test('a reference stands for its variable in every text, and $${ for a plain ${', () => {
  // The city's own text looks like a reference: what a variable holds is not looked into again.
  const city = 'Aarhus ${ZONE}'
  expect(resolveDefinitions(written, variables)).toEqual({
    environment: { name: 'Shop ${A}', timeZone: 'Europe/Copenhagen', suppress: ['blocked.email', 'other.email'] },
    sources: {
      contacts: { file: ['/data/a.csv', '/data/b.csv'], key: 'Id', quote: "'" },
      loyalty: {
        postgres: '${DATABASE}',
        query: "select * from members where tier = 'gold'",
        key: 'id',
        maxAge: '6h',
      },
    },
    profiles: { from: 'contacts', email: 'Mail' },
    relationships: { membership: { from: 'loyalty.Id', to: ['profile', 'Id'] } },
    segments: {
      some: {
        displayName: `From ${city}`,
        rules: [
          {
            where: {
              all: [
                { column: 'City', equals: city },
                { column: 'City', in: [city, `x${city}y${city}`] },
                { column: 'Joined', between: ['2026-01-01', '2026-12-31'] },
              ],
            },
          },
        ],
      },
    },
    connections: {
      marketing: { type: 'constant-contact', displayName: city, clientId: '${ID}', clientSecret: '${SECRET}' },
    },
    exports: {
      news: { connection: 'marketing', list: 'Newsletter', segments: ['some'], fields: { first_name: 'First' } },
    },
  })
})

test('a variable has to be set only where what refers to it is used, and the error names it and the place', () => {
  const { LIST: _list, FROM: _from, ...rest } = variables
  const definitions = resolveDefinitions(written, rest)
  expect(Object.keys(definitions.exports)).toEqual(['news'])
  expect(definitions.sources.contacts?.key).toBe('Id')
  expect(() => definitions.exports.news).toThrow(
    'The environment variable LIST, which exports.news.list refers to, is not set. Set it and try again.',
  )
  expect(() => definitions.segments.some).toThrow(
    'FROM, which segments.some.rules[0].where.all[2].between[0] refers to',
  )
  expect(resolveWhereSet(written, rest).exports.news?.list).toBe('${LIST}')
})

test.for([
  [
    'environment',
    { ZONE: 'Nowhere' },
    'environment.timeZone: the variables make it "Nowhere"; expected an IANA time zone',
  ],
  ['environment', { ZONE: '' }, 'environment.timeZone: the variables make it ""; expected a text that is not empty'],
  ['exports', { LIST: '' }, 'exports.news.list: the variables make it ""; expected a text that is not empty'],
  [
    'exports',
    { FIRST: '' },
    'exports.news.fields.first_name: the variables make it ""; expected a column that is not empty',
  ],
  ['sources', { AGE: 'soon' }, 'sources.loyalty.maxAge: the variables make it "soon"; expected an age such as 15m'],
  ['sources', { QUOTE: '""' }, 'sources.contacts.quote: the variables make it "\\"\\""; expected one character'],
] as const)('what a variable of %s makes impossible is an error that shows it', ([section, change, told]) => {
  const definitions = resolveDefinitions(written, { ...variables, ...change })
  expect(() => Object.values(definitions[section])).toThrow(told)
})

test('what is stored and compared are the references', async () => {
  const app = await testApp({ variables })
  await saveDefinitions(app.db, written)
  const stored = JSON.stringify(await app.db.selectFrom('definitions').selectAll().execute())
  for (const value of ['hush', 'Newsletter', 'Aarhus']) expect(stored).not.toContain(value)
  expect((await loadResolved(app)).exports.news?.list).toBe('Newsletter')
})
