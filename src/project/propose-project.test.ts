import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder } from '../../test/support/test-app.ts'
import { openEngine } from '../engine/duckdb.ts'
import { systemClock } from '../lib/clock.ts'
import { dataDirectory } from '../lib/data-directory.ts'
import { checkFile } from './check-file.ts'
import { asName, nameSources } from './name-sources.ts'
import { proposeProject } from './propose-project.ts'
import { writeProject } from './write-project.ts'

async function propose(files: Record<string, string>) {
  const folder = await aFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  await mkdir(join(folder, 'scratch'))
  await using engine = await openEngine()
  const needs = { engine, clock: systemClock, directory: dataDirectory(join(folder, 'scratch')) }
  const proposal = await proposeProject(needs, nameSources(Object.keys(files)), folder)
  const file = join(folder, 'postbud.yaml')
  const text = writeProject(proposal, { environment: 'Shop: "A"', timeZone: 'Europe/Copenhagen', schema: './s.json' })
  await writeFile(file, text)
  const checked = await checkFile(file, { engine, variables: {} })
  return { proposal, text, checked }
}

const people = Array.from({ length: 20 }, (_, at) => `${at + 1},p${at}@example.com,Åse,2024-01-0${(at % 9) + 1}`).join(
  '\n',
)
const orders = Array.from({ length: 30 }, (_, at) => `o${at},${(at % 20) + 1},${at * 3}`).join('\n')

test('a first file is valid, whatever the columns are called', async () => {
  const { proposal, checked } = await propose({
    'Kunder 2024.csv': `Kunde.Nr,"E-mail, privat",Fornavn,Opdateret\n${people}\n`,
    'ordrer-1.csv': `No,Customer: id,Sum\n${orders}\n`,
    'ordrer-2.csv': `No,Customer: id,Sum\nx1,3,4\n`,
  })
  expect(proposal.profiles.mapping).toEqual({
    key: 'Kunde.Nr',
    email: 'E-mail, privat',
    firstName: 'Fornavn',
    updatedAt: 'Opdateret',
  })
  expect(proposal.relationships).toEqual([{ name: 'ordrer-of-customer', source: 'ordrer', column: 'Customer: id' }])
  expect(checked.issues.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(checked.project.definitions?.sources).toEqual({
    'kunder-2024': { file: 'Kunder 2024.csv', key: 'Kunde.Nr' },
    ordrer: { file: 'ordrer-*.csv', key: 'No' },
  })
  expect(checked.project.definitions?.environment.name).toBe('Shop: "A"')
})

test('files without e-mail addresses are refused with a sentence', async () => {
  await expect(propose({ 'orders.csv': `No,Customer,Sum\n${orders}\n` })).rejects.toThrow(
    /None of these files has both/,
  )
})

test.each([
  ['Kunder', 'kunder'],
  ['2024 Ørsteds Æbler', 'orsteds-aebler'],
  ['CustomerData_v2', 'customer-data-v2'],
  ['顧客', 'data'],
])('%s becomes the name %s', (text, name) => {
  expect(asName(text)).toBe(name)
})

test('names are unique, and never that of the Customer table', () => {
  expect(nameSources(['a/profile.csv', 'a/orders.csv', 'b/orders.json']).map(({ name }) => name)).toEqual([
    'profile-2',
    'orders',
    'orders-2',
  ])
})
