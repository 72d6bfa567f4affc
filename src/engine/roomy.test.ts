import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openEngine } from './duckdb.ts'

const large = 'create temp table large as select range as n, md5(range::varchar) as text from range(400_000)'

test('a roomy session holds more than the others may, and leaves nothing behind', async () => {
  const spillDirectory = await mkdtemp(join(tmpdir(), 'postbud-roomy-'))
  onTestFinished(() => rm(spillDirectory, { recursive: true, force: true }))
  await using engine = await openEngine({ memoryLimit: '20MB', threads: 1, spillDirectory, roomyMemoryLimit: '400MB' })
  const sorted = 'select count(*) as rows from (select row_number() over (order by text) as place, text from large)'
  const limit = "select current_setting('memory_limit') as set"
  {
    await using roomy = await engine.session({ roomy: true })
    await using usual = await engine.session()
    await roomy.run(large)
    expect(await roomy.rows(sorted)).toEqual([{ rows: 400_000 }])
    expect(await roomy.rows(limit)).not.toEqual(await usual.rows(limit))
    await expect(usual.rows('from large')).rejects.toThrow(/does not exist/)
  }
  expect(await readdir(spillDirectory)).toEqual([])
})
