import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { closeSourceLab, sourceLab } from '../../test/support/source-lab.ts'
import { makeErasureKey } from '../erased/erasure-key.ts'
import { personHash } from '../erased/person-hash.ts'
import { fold } from '../lib/fold.ts'

afterAll(closeSourceLab)

/** A source called people, of profiles, and an erasure of one of them by these hashes. */
async function lab(erased: readonly (readonly ['email' | 'key', string])[]) {
  const made = await sourceLab()
  const { app } = made
  await app.db.deleteFrom('erasures').execute()
  const key = await makeErasureKey(app.directory)
  const now = new Date()
  const row = { id: 'e1', state: 'whole' as const, remove_from_lists: false, asked_by: 'test', asked_at: now }
  await app.db.insertInto('erasures').values(row).execute()
  const hashes = erased.map(([kind, value]) => ({
    erasure_id: 'e1',
    kind,
    hash: personHash(key, kind, kind === 'email' ? fold(value) : value),
  }))
  await app.db.insertInto('erased_hashes').values(hashes).execute()
  await app.db
    .updateTable('erasure_generation')
    .set(({ eb }) => ({ generation: eb('generation', '+', 1) }))
    .execute()
  const personColumns = {
    key: 'id',
    owned: [
      { column: 'id', kind: 'key' },
      { column: 'mail', kind: 'email' },
    ],
  }
  return { ...made, refresh: () => made.refresh({ maxCorrupt: 1 }, { personColumns }) }
}

test('who was erased is not read again, by their key or by their address however it is written', async () => {
  const { write, refresh, rows } = await lab([
    ['key', 'C-1'],
    ['email', 'bo@example.com'],
  ])
  await write(
    'people.csv',
    'id,mail\nC-1,new@example.com\nC-2, Bo@Example.COM\nC-3,cy@example.com\nC-11,d@example.com\n',
  )
  const { snapshot } = await refresh()
  expect(await rows()).toEqual([
    { id: 'C-3', mail: 'cy@example.com' },
    { id: 'C-11', mail: 'd@example.com' },
  ])
  expect(snapshot.rows).toBe(2)
})

test('in rows of others a cell that holds their address becomes empty, alone or in a text', async () => {
  const { write, refresh, rows } = await lab([['email', 'bo@example.com']])
  await write(
    'people.csv',
    'id,mail,note\nC-1,a@example.com,"asked by <Bo@example.com>, by mail"\nC-2,b@example.com,BO@EXAMPLE.COM\nC-3,c@example.com,bo@example.com.au\n',
  )
  await refresh()
  expect((await rows()).map(({ note }) => note)).toEqual([null, null, 'bo@example.com.au'])
})

test('a row that cannot be read is not kept with the corrupt ones when it is theirs', async () => {
  const { write, refresh, app } = await lab([['email', 'bo@example.com']])
  await write('people.csv', 'id,mail\nC-1,a@example.com\n,bo@example.com\n,cy@example.com\n')
  await refresh()
  await using session = await app.engine.session()
  const kept = await session.rows(
    `select content from read_parquet('${join(app.directory.root, 'tables/people/*/corrupt.parquet')}')`,
  )
  expect(JSON.stringify(kept)).toContain('cy@example.com')
  expect(JSON.stringify(kept)).not.toContain('bo@example.com')
})

test('without the key by which they are known again nothing is read, so that nobody comes back unnoticed', async () => {
  const { write, refresh, app } = await lab([['key', 'C-1']])
  await write('people.csv', 'id,mail\nC-1,a@example.com\n')
  await rm(app.directory.erasureKey)
  await expect(refresh()).rejects.toMatchObject({ code: 'erasure_key_unusable' })
})
