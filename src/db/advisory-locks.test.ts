import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { postgresMissing, startPostgres } from '../../test/support/postgres.ts'
import { openDatabase } from './open-database.ts'

test.skipIf(postgresMissing)('a lock is one holder\u2019s, within a process and among several', async () => {
  const { open } = await aServer()
  const [ours, theirs] = [await open(), await open()]
  const lock = await ours.tryLock('run:1')
  expect(lock).toBeDefined()
  expect(await ours.tryLock('run:1')).toBeUndefined()
  expect(await theirs.tryLock('run:1')).toBeUndefined()
  await using other = await theirs.tryLock('run:2')
  expect(other).toBeDefined()
  expect([await ours.isLocked('run:1'), await theirs.isLocked('run:1')]).toEqual([true, true])
  expect([await ours.isLocked('run:2'), await theirs.isLocked('run:3')]).toEqual([true, false])
  await lock?.[Symbol.asyncDispose]()
  expect(lock?.lost.aborted).toBe(false)
  expect(await theirs.isLocked('run:1')).toBe(false)
  await using again = await theirs.tryLock('run:1')
  expect(again).toBeDefined()
})

test.skipIf(postgresMissing)(
  'whose connection breaks is told that the locks on it are gone, and may take others',
  async () => {
    const { open, run } = await aServer()
    const [ours, theirs] = [await open(), await open()]
    const lock = await ours.tryLock('run:1')
    if (!lock) throw new Error('the lock was taken')
    const told = once(lock.lost, 'abort')
    await run("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'")
    await told
    await using taken = await theirs.tryLock('run:1')
    expect(taken).toBeDefined()
    // To let go of what was lost takes it from nobody.
    await lock[Symbol.asyncDispose]()
    expect(await ours.tryLock('run:1')).toBeUndefined()
    await using another = await ours.tryLock('run:2')
    expect(another).toBeDefined()
  },
)

async function aServer() {
  const postgres = await startPostgres()
  onTestFinished(() => postgres[Symbol.asyncDispose]())
  return {
    run: postgres.run,
    open: async () => {
      const database = await openDatabase({ url: postgres.url })
      onTestFinished(() => database[Symbol.asyncDispose]())
      return database
    },
  }
}
