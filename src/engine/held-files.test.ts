import { readdir, readlink, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder } from '../../test/support/test-app.ts'
import { openEngine } from './duckdb.ts'
import { readSnapshot } from './write-snapshot.ts'

test('a file that is replaced again and again is read as it was at one moment, by a text of several statements too', async () => {
  await using engine = await openEngine()
  await using writing = await engine.session()
  const file = join(await aFolder(), "o'rows.parquet")
  const from = readSnapshot([file])
  // Versions of one shape: by the table of contents of one the rows of another can be read, and no error tells of it.
  const write = async (version: number): Promise<void> => {
    const next = `${file}.next`
    const rows = `select (hash(range) + ${version}) % 1000 as id, ${version} as version from range(20000)`
    await writing.run(
      `copy (${rows}) to '${next.replace("'", "''")}' (format parquet, compression uncompressed, row_group_size 2048)`,
    )
    await rename(next, file)
  }
  await write(0)

  const enough = 12
  const reads = { texts: 0, views: 0, streams: 0 }
  const isOver = () => Math.min(...Object.values(reads)) >= enough
  const over = async (which: keyof typeof reads, read: () => Promise<readonly unknown[]>): Promise<void> => {
    for (; !isOver(); reads[which] += 1) {
      const versions = await read()
      expect(versions.length).toBeGreaterThan(0)
      expect(new Set(versions).size, `${which}: ${versions.slice(0, 9).join(' ')}`).toBe(1)
    }
  }
  await using several = await engine.session()
  await using viewing = await engine.session()
  await using streaming = await engine.session()
  const versionsOf = async (session: typeof several, relation: string) =>
    (await session.rows<{ version: number }>(`select distinct version from ${relation}`)).map(({ version }) => version)
  await Promise.all([
    over('texts', async () => {
      await several.run(`
        create or replace temp table seen as select version from ${from};
        insert into seen select version from ${from};
        insert into seen select version from ${from}`)
      return await versionsOf(several, 'seen')
    }),
    over('views', async () => {
      await viewing.run(`create or replace temp view seen as select * from ${from}`)
      return [...(await versionsOf(viewing, 'seen')), ...(await versionsOf(viewing, 'seen'))]
    }),
    over('streams', async () => {
      const versions = new Set<number>()
      for await (const chunk of streaming.chunks<{ version: number }>(`select version from ${from}`)) {
        for (const { version } of chunk) versions.add(version)
      }
      return [...versions]
    }),
    (async () => {
      for (let version = 1; !isOver(); version += 1) await write(version % 100)
    })(),
  ])
})

test('a file that is removed is read to the end by whoever began, is on no disk afterwards, and errors name the file itself', async () => {
  await using engine = await openEngine()
  const folder = await aFolder()
  const file = join(folder, 'rows.parquet')
  const from = readSnapshot([file])
  {
    await using session = await engine.session()
    await session.run(`copy (select 1 as id) to '${file}'`)
    await session.run(`create temp view kept as select * from ${from}`)
    await rm(file)
    expect(await session.rows('select id from kept')).toEqual([{ id: 1 }])
    await expect(session.rows(`select id from ${from}`)).rejects.toThrow(file)
    await session.run(`copy (select 1 as id) to '${file}' (format csv)`)
    await expect(session.rows(`select id from ${from}`)).rejects.toThrow(`'${file}'`)
  }
  const open = await Promise.all(
    (await readdir('/proc/self/fd')).map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')),
  )
  expect(open.filter((path) => path.startsWith(folder))).toEqual([])
})
