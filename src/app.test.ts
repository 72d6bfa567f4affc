import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aFolder, testApp } from '../test/support/test-app.ts'
import { DirectoryInUseError } from './engine/own-directory.ts'

test('the program opens on its embedded defaults and opens again on what it left', async () => {
  const folder = await aFolder()
  {
    await using app = await testApp({ folder })
    await app.db
      .insertInto('definitions')
      .values({ kind: 'environment', name: 'environment', body: JSON.stringify({ name: 'Contoso' }), position: 0 })
      .execute()
  }
  await using app = await testApp({ folder })
  const found = await app.db.selectFrom('definitions').select(['name', 'body', 'revision']).execute()
  expect(found).toEqual([{ name: 'environment', body: { name: 'Contoso' }, revision: 1 }])
})

test('a database written by a later version is refused with what to do', async () => {
  const folder = await aFolder()
  {
    await using app = await testApp({ folder })
    await sql`insert into postbud_migrations (version, name) values (9999, '9999-future.sql')`.execute(app.db)
  }
  await expect(testApp({ folder })).rejects.toThrow(/version 9999.*Start the newer Postbud/)
})

test('wrong settings are told all at once', async () => {
  await expect(testApp({ variables: { POSTBUD_LOG: 'loud', CONSTANT_CONTACT_API_URL: 'nowhere' } })).rejects.toThrow(
    /CONSTANT_CONTACT_API_URL is "nowhere"[\s\S]*POSTBUD_LOG is "loud"/,
  )
})

test('the owner of a data directory is named to whoever comes second', () => {
  const error = new DirectoryInUseError('/data', '123', {})
  expect(error.message).toContain('Another Postbud (process 123) is working in the data directory /data')
})
