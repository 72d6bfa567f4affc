import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectJsonSchema } from './json-schema.ts'

test('postbud.schema.json is what the program would print (npm run postbud -- schema > postbud.schema.json)', async () => {
  const committed = await readFile(join(import.meta.dirname, '../../postbud.schema.json'), 'utf8')
  expect(JSON.parse(committed)).toEqual(projectJsonSchema())
})

test('every reference within the schema leads somewhere', () => {
  const schema = projectJsonSchema()
  const references = [...JSON.stringify(schema).matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name ?? '')
  expect(references.filter((name) => !Object.hasOwn(Object(schema.$defs), name))).toEqual([])
})
