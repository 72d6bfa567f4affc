import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder } from '../../test/support/test-app.ts'
import { openDatabase } from './open-database.ts'

async function rowsOf(directory: string, make = false) {
  await using database = await openDatabase({ directory })
  if (make) await database.db.insertInto('source_states').values({ name: 'kept' }).execute()
  return await database.db.selectFrom('source_states').select('name').execute()
}

test('the embedded database opens after a process was killed while it wrote down that it had opened it', async () => {
  const directory = join(await aFolder(), 'db')
  await rowsOf(directory, true)
  await writeFile(join(directory, 'postmaster.pid'), '')
  expect(await rowsOf(directory)).toEqual([{ name: 'kept' }])
})

test('a database whose making was cut short is made anew', async () => {
  const directory = join(await aFolder(), 'db')
  await mkdir(`${directory}.new`, { recursive: true })
  await writeFile(join(`${directory}.new`, 'PG_VERSION'), '')
  await mkdir(directory)
  expect(await rowsOf(directory, true)).toEqual([{ name: 'kept' }])
  expect(existsSync(`${directory}.new`)).toBe(false)
})
