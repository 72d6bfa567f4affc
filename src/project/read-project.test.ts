import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkProject } from './check-project.ts'
import { describeIssue } from './project-issue.ts'
import { parseProject } from './read-project.ts'

const shopFile = join(import.meta.dirname, '../../examples/shop/postbud.yaml')
const base = `environment: { name: Shop, timeZone: Europe/Copenhagen }
sources: { contacts: { file: a.csv, key: Id }, orders: { file: o.csv, key: No } }
profiles: { from: contacts, email: Mail }
segments: { everybody: { rules: [{ where: { column: Mail, isNotNull: true } }] } }
connections: { main: { type: constant-contact, clientId: '\${CLIENT}' } }
`

/** Each finding of a file as it is told, `file:line:column path: message`. */
function findingsOf(text: string, variables: Record<string, string> = { CLIENT: 'x' }): string[] {
  return checkProject(parseProject('p.yaml', text), variables).map((issue) => describeIssue('p.yaml', issue))
}

test('the example is valid and reads as it is written', async () => {
  const text = await readFile(shopFile, 'utf8')
  const project = parseProject(shopFile, text)
  const variables = { LOYALTY_DATABASE_URL: 'x', CONSTANT_CONTACT_CLIENT_ID: 'x', CONSTANT_CONTACT_CLIENT_SECRET: 'x' }
  expect(checkProject(project, variables)).toEqual([])
  expect(project.definitions?.exports['spring-campaign']?.fields['cf:loyalty_tier']).toEqual({
    last: 'loyalty.tier',
    by: 'loyalty.joined',
  })
  expect(project.definitions?.segments.regulars?.rules).toEqual([
    {
      where: {
        all: [
          { count: 'purchases', where: { column: 'PurchasedOn', yearToDate: true }, greaterThanOrEqualTo: 5 },
          { not: { segment: 'big-spenders' } },
        ],
      },
    },
  ])
})

test.each([
  [
    '',
    'p.yaml: the file is empty; expected sections such as environment:, sources:, profiles:, segments: and exports:',
  ],
  [
    '- a',
    'p.yaml:1:1: found a list; expected sections such as environment:, sources:, profiles:, segments: and exports:',
  ],
  [
    'a: 1\nb: 2\na: 3',
    'p.yaml:3:1: this key stands twice in one mapping; only one of them can be meant. Remove or rename one',
  ],
  ['a:\n\tb: 1', 'p.yaml:2:1: found a tab at the start of the line; YAML is indented with spaces'],
  ['a: !text 1', 'p.yaml:1:4: Unresolved tag: !text; tags have no meaning here'],
  ['a: 1\n---\nb: 2', 'p.yaml:2:1: found a second document (---); expected one'],
  [
    'a: *gone',
    "p.yaml:1:4: found *gone, which stands for an anchor (&gone) that is not there; a text that begins with * stands in quotes: '*gone'",
  ],
])('what is no YAML of ours is told with its place: %j', (text, told) => {
  expect(findingsOf(text)).toEqual([told])
})

test.each([
  [
    'environment: { name: 12, timeZone: Europe/Copenhagn }',
    "1:16 environment.name: found 12; expected a text, which quotes make of it: '12'",
  ],
  [
    'environment: { name: A, timeZone: Europe/Copenhagn }',
    '1:25 environment.timeZone: found "Europe/Copenhagn"; expected an IANA time zone such as Europe/Copenhagen. Did you mean "Europe/Copenhagen"?',
  ],
  [
    'sources: { a: { fil: a.csv, key: K } }',
    '1:12 sources.a: found neither file: nor postgres:; expected one, which says where the rows are. Did you mean "file"?',
  ],
  [
    'sources: { a: { file: a.csv, postgres: x, key: K } }',
    '1:12 sources.a: found file: and postgres:; a source is read from one of them',
  ],
  [
    'sources: { Big: { file: a.csv, key: K } }',
    '1:12 sources.Big: "Big" is no name: a name starts with a small letter and holds small letters, digits and hyphens',
  ],
  [
    'sources: { a: { file: a.csv } }',
    '1:12 sources.a.key: missing; expected a text: the column whose values are present in every row and unique',
  ],
  [
    'sources: { a: { file: a.csv, key: K, maxAge: 1h } }',
    '1:38 sources.a.maxAge: "maxAge" belongs to a source read from PostgreSQL',
  ],
  [
    'sources: { a: { postgres: p, key: K, maxAge: 1 day } }',
    '1:38 sources.a.maxAge: found "1 day"; expected an age such as 15m, 6h or 1d',
  ],
  [
    'sources: { a: { file: a.csv, key: K, columns: { D: { type: dat } } } }',
    '1:54 sources.a.columns.D.type: found "dat"; expected text, number, integer, date, datetime, boolean. Did you mean "date"?',
  ],
  ['profile: { from: a }', '1:1 profile: unknown key "profile". Did you mean "profiles"?'],
  [
    'connections: { m: { type: constantcontact, clientId: a } }',
    '1:21 connections.m.type: found "constantcontact"; expected constant-contact. Did you mean "constant-contact"?',
  ],
  [
    'connections: { m: { type: constant-contact, clientId: 12345678901234567890 } }',
    "1:55 connections.m.clientId: found 12345678901234567890, a number too long to be kept exactly; expected a text, '12345678901234567890'",
  ],
  [
    'exports: { e: { connection: m, list: L, segments: [] } }',
    '1:41 exports.e.segments: found []; an export needs at least one segment',
  ],
  [
    'exports: { e: { connection: m, list: L, segments: [s], fields: { f: { last: a.b } } } }',
    "1:66 exports.e.fields.f.by: missing; expected a column: State, purchases.TotalPrice, or [purchases, 'Total.Price'] for a name that contains dots",
  ],
  [
    'exports: { e: { connection: m, list: L, segments: [s], fields: { f: { lst: a.b, by: c.d } } } }',
    '1:71 exports.e.fields.f.lst: unknown key "lst". Did you mean "last"?',
  ],
  [
    'segments:\n  s:\n    rules:\n      - where: { column: A, isNull: true }\n      - intersect:\n          all:\n            - { column: B, equls: 1 }',
    '7:28 segments.s.rules[1].intersect.all[0].equls: unknown operator "equls". Did you mean "equals"?',
  ],
])('a wrong shape is told with its place, what was found and what was expected: %s', (text, told) => {
  expect(findingsOf(text)).toContain(`p.yaml:${told}`)
})

test.each([
  [
    'relationships: { r: { from: order.Id, to: profile.Id } }',
    '6:23 relationships.r.from: there is no source "order". Did you mean "orders"?',
  ],
  [
    'exports: { e: { connection: mian, list: L, segments: [everybody] } }',
    '6:17 exports.e.connection: there is no connection "mian". Did you mean "main"?',
  ],
  [
    'exports: { e: { connection: main, list: L, segments: [everybodi] } }',
    '6:55 exports.e.segments[0]: there is no segment "everybodi". Did you mean "everybody"?',
  ],
  [
    'exports: { e: { connection: main, list: L, segments: [everybody, everybody] } }',
    '6:66 exports.e.segments[1]: "everybody" stands here twice',
  ],
  [
    'exports: { e: { connection: main, list: L, segments: [everybody], fields: { frist_name: F } } }',
    '6:77 exports.e.fields.frist_name: Constant Contact has no field "frist_name". Did you mean "first_name"?',
  ],
  [
    'exports: { e: { connection: main, list: L, segments: [everybody], fields: { "cf:Tier level": F } } }',
    '6:77 exports.e.fields.cf:Tier level: "cf:Tier level" is no custom field\'s name: expected cf: and the field\'s name, such as cf:Tier_level (blanks of the label become underscores)',
  ],
  [
    'exports: { e: { connection: main, list: L, segments: [everybody], fields: { birthday_day: F } } }',
    '6:77 exports.e.fields.birthday_day: birthday_day needs birthday_month beside it: Constant Contact takes both or neither',
  ],
  [
    'exports: { e: { connection: main, list: "https://app.constantcontact.com/pages/contacts", segments: [everybody] } }',
    '6:35 exports.e.list: found "https://app.constantcontact.com/pages/contacts"; expected the URL of one list',
  ],
  [
    'exports: { e: { connection: main, list: 06526938-56dd-11e9-932a-fa163ea075f, segments: [everybody] } }',
    '6:35 exports.e.list: found "06526938-56dd-11e9-932a-fa163ea075f"; expected an id of 32 hexadecimal digits',
  ],
  [
    'exports: { e: { connection: main, list: L, segments: [everybody], suppress: Mail } }',
    '6:67 exports.e.suppress: found "Mail", a column of the customers; expected a column of another source',
  ],
  [
    'exports: { e: { connection: main, list: L, segments: [everybody], fields: { first_name: { count: ordrs } } } }',
    '6:91 exports.e.fields.first_name.count: there is no source "ordrs". Did you mean "orders"?',
  ],
])('a name that nothing bears is told with the nearest one: %s', (text, told) => {
  expect(findingsOf(base + text).join('\n')).toContain(`p.yaml:${told}`)
})

test('segments that need themselves are told with their circle', () => {
  const text = base.replace(
    /^segments.*$/m,
    'segments: { a: { rules: [{ where: { segment: b } }] }, b: { rules: [{ where: { not: { segment: a } } }] } }',
  )
  expect(findingsOf(text)).toEqual([
    'p.yaml:4:87 segments.b.rules[0].where.not.segment: segments cannot need themselves: a → b → a',
  ])
})

test('all mistakes are told at once, from the top of the file to its end', () => {
  const told = findingsOf(
    'environment: { name: 1, timeZone: X }\nsources: { a: 1 }\nprofiles: { email: 2 }\nexprts: {}',
  )
  expect(told.map((line) => line.split(' ')[1])).toEqual([
    'environment.name:',
    'environment.timeZone:',
    'sources.a:',
    'profiles.from:',
    'profiles.email:',
    'exprts:',
  ])
})

test('variables that are not set, odd references and typed secrets are warnings', () => {
  const text = [
    base.replace(/, clientId.*/, ", clientId: '${CLIENT}', clientSecret: very-secret } }"),
    "exports: { e: { connection: main, list: 'A ${b-c} $${d}', segments: [everybody] } }",
  ].join('')
  const issues = checkProject(parseProject('p.yaml', text), {})
  expect(issues.map(({ severity, path }) => [severity, path])).toEqual([
    ['warning', 'connections.main.clientId'],
    ['warning', 'connections.main.clientSecret'],
    ['warning', 'exports.e.list'],
  ])
  expect(JSON.stringify(issues)).not.toContain('very-secret')
})

test("anchors, aliases, merge keys and keys of one's own work, and places are found through an alias", () => {
  const text = `x-file: &file { file: a.csv, key: Id }
environment: { name: A, timeZone: UTC }
sources:
  contacts: *file
  orders: { <<: *file, key: No }
profiles: { from: contacts, email: Mail }
relationships:
segments:
`
  const project = parseProject('p.yaml', text)
  expect(project.issues).toEqual([])
  expect(project.definitions?.sources).toEqual({
    contacts: { file: 'a.csv', key: 'Id' },
    orders: { file: 'a.csv', key: 'No' },
  })
  expect(project.placeOf(['sources', 'contacts', 'key'])).toEqual({ line: 1, column: 30 })
})

test('quoted numbers and truths stay texts, and a leading zero is warned of', () => {
  const where = (value: string) => base.replace('isNotNull: true', `in: [${value}]`)
  const project = parseProject('p.yaml', where("'0123', 'true', yes, 2026-01-31, 12, true"))
  const [rule] = project.definitions?.segments.everybody?.rules ?? []
  expect(rule).toEqual({ where: { column: 'Mail', in: ['0123', 'true', 'yes', '2026-01-31', 12, true] } })
  expect(findingsOf(where('0123'))).toEqual([
    "p.yaml:4:64 segments.everybody.rules[0].where.in[0]: 0123 is read as the number 123; write '0123' if the zeros count",
  ])
})

test('what a variable holds is judged as if it stood in the file, and what an unset one will hold is not', () => {
  const text = base
    .replace('Europe/Copenhagen', "'${ZONE}'")
    .replace('from: contacts', "from: contacts, lastName: '${LAST}'")
  const related = "relationships: { mine: { from: '${TABLE}.Customer', to: profile.Id } }"
  expect(findingsOf(text + related, { CLIENT: 'x', ZONE: 'UTC', LAST: 'Surname', TABLE: 'orders' })).toEqual([])
  expect(
    findingsOf(text + related, { CLIENT: 'x', ZONE: 'Europe/Copenhage', LAST: 'Surname', TABLE: 'order' }),
  ).toEqual([
    'p.yaml:1:28 environment.timeZone: the variables make it "Europe/Copenhage"; expected an IANA time zone such as Europe/Copenhagen',
    expect.stringContaining('p.yaml:6:26 relationships.mine.from: there is no source "order". Did you mean "orders"?'),
  ])
  expect(findingsOf(text + related)).toEqual([
    'p.yaml:1:28 environment.timeZone: the environment variable ZONE is not set here; it is needed when this is used',
    'p.yaml:3:29 profiles.lastName: the environment variable LAST is not set here; it is needed when this is used',
    'p.yaml:6:26 relationships.mine.from: the environment variable TABLE is not set here; it is needed when this is used',
  ])
})

test('a reference in a key is warned of, since only values are replaced', () => {
  const text = base.replace('key: Id }', "key: Id, columns: { '${COLUMN}': { type: text } } }")
  expect(findingsOf(text, { CLIENT: 'x', COLUMN: 'Zip' })).toEqual([
    'p.yaml:2:57 sources.contacts.columns.${COLUMN}: a reference to a variable is replaced in values only; in a key it stays as it is written',
  ])
})

test.for([
  ['format: json, encoding: windows-1252', []],
  ['format: parquet, encoding: windows-1252', ['a parquet file has no encoding']],
  ['format: ndjson, delimiter: ;', ['a ndjson file has no delimiter']],
] as const)('what tells how text is written is refused where there is none of it: %s', ([written, told]) => {
  const findings = findingsOf(base.replace('key: Id }', `key: Id, ${written} }`))
  expect(findings).toEqual(told.map((message) => expect.stringContaining(message)))
})

test.for([
  ['file: *.csv', 'found *.csv, which stands for an anchor (&.csv) that is not there'],
  ['[a, b]: c, file: a.csv', 'found a list or a mapping as a key; expected a text'],
] as const)('YAML that means something else than its author is told with its place: %s', ([written, told]) => {
  const findings = findingsOf(base.replace('file: a.csv', written))
  expect(findings).toEqual([expect.stringContaining(told)])
})

test('what is nested without end is a mistake like any other', () => {
  const deep = (levels: number) => `environment: ${'['.repeat(levels)}${']'.repeat(levels)}`
  for (const levels of [300, 50_000]) {
    const { definitions, issues } = parseProject('p.yaml', deep(levels))
    expect(definitions).toBeUndefined()
    // How far a reader comes before it gives up hangs on its stack, and so what all it complains of.
    expect(issues.length).toBeGreaterThan(0)
  }
})
