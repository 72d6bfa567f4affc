import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/db/open-database.ts'
import { processLab } from '../support/process-lab.ts'
import { aFolder } from '../support/test-app.ts'

/** Many processes start one after another, each with a database of its own to open. */
const patienceMs = 240_000

test('a server that cannot start says why in a sentence, and leaves everything as it was', {
  timeout: patienceMs,
}, async () => {
  const lab = await processLab(await aFolder())
  const serve = (variables: Record<string, string> = {}) =>
    lab.startWith({ POSTBUD_PORT: '0', ...variables }, 'serve').ended

  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const port = String((other.address() as AddressInfo).port)
  expect(await serve({ POSTBUD_PORT: port })).toMatchObject({
    code: 1,
    err: expect.stringContaining(`error: Another program is listening on 127.0.0.1:${port}.`),
  })

  expect(await serve({ POSTBUD_SECRET_KEY: randomBytes(32).toString('base64') })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/connection "marketing" cannot be opened with POSTBUD_SECRET_KEY: .* former key back/),
  })

  expect(await serve({ POSTBUD_PORT: 'eighty', POSTBUD_RATE_PERSON: '-1' })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/POSTBUD_PORT is "eighty"[\s\S]*POSTBUD_RATE_PERSON is "-1"/),
  })

  const database = await openDatabase({ directory: join(lab.data, 'db') })
  await sql`insert into postbud_migrations (version, name) values (9999, 'later')`.execute(database.db)
  await database[Symbol.asyncDispose]()
  const newer = await serve()
  expect(newer).toMatchObject({ code: 1, err: expect.stringContaining('error: The database is at version 9999') })
  expect(newer.err).toContain('Start the newer Postbud that wrote it.')
  expect(newer.err).not.toMatch(/\n\s+at /)
})
