import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { postgresMissing, startPostgres } from '../../test/support/postgres.ts'
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

test('the embedded database has one owner, and is copied as it stands, with what is done in that moment', async () => {
  const folder = await aFolder()
  const directory = join(folder, 'db')
  await rowsOf(directory, true)
  {
    await using database = await openDatabase({ directory })
    expect(await database.othersAtWork()).toBe(0)
    let then = 0
    const writing = database.copyTo(join(folder, 'copy'), async () => {
      then += 1
    })
    await database.db.insertInto('source_states').values({ name: 'later' }).execute()
    await writing
    expect(then).toBe(1)
  }
  expect((await rowsOf(join(folder, 'copy'))).map(({ name }) => name)).toContain('kept')
})

test.skipIf(postgresMissing)('on a server a process knows how many others are at work beside it', async () => {
  await using server = await startPostgres()
  const where = { url: server.url }
  await using one = await openDatabase(where)
  expect(await one.othersAtWork()).toBe(0)
  {
    await using other = await openDatabase(where)
    await using third = await openDatabase(where)
    await using _held = await third.tryLock('something')
    expect(await one.othersAtWork()).toBe(2)
    expect(await other.othersAtWork()).toBe(2)
  }
  await expect.poll(() => one.othersAtWork()).toBe(0)
})
