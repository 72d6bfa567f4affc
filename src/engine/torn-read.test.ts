import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder } from '../../test/support/test-app.ts'
import { openEngine } from './duckdb.ts'

test('a file that is replaced again and again is read whole, as it was at one moment', async () => {
  await using engine = await openEngine()
  await using writing = await engine.session()
  await using reading = await engine.session()
  await using streaming = await engine.session()
  const file = join(await aFolder(), 'rows.parquet')
  const write = async (version: number): Promise<void> => {
    const rows = `select range as id, '${version}-' || range || repeat('x', (range % ${17 + version})::int) as text, ${version} as version from range(${5_000 + version * 37})`
    await writing.run(`copy (${rows}) to '${file}.next' (format parquet, compression zstd, row_group_size 2048)`)
    await rename(`${file}.next`, file)
  }
  const whole = (rows: number, version: number) => rows === 5_000 + version * 37
  await write(0)

  const enough = 40
  const reads = { whole: 0, streamed: 0 }
  const isOver = () => Math.min(reads.whole, reads.streamed) >= enough
  const read = async (): Promise<void> => {
    for (; !isOver(); reads.whole += 1) {
      const [told] = await reading.rows<{ rows: number; first: number; last: number; texts: number }>(
        `select count(*) as rows, min(version) as first, max(version) as last,
           count(case when starts_with(text, version || '-' || id) then 1 end) as texts from read_parquet('${file}')`,
      )
      expect(told).toMatchObject({ last: told?.first, texts: told?.rows })
      expect(told).toSatisfy(({ rows, first }) => whole(rows, first))
    }
  }
  const stream = async (): Promise<void> => {
    for (; !isOver(); reads.streamed += 1) {
      let rows = 0
      const versions = new Set<number>()
      for await (const chunk of streaming.chunks<{ version: number }>(`select version from read_parquet('${file}')`)) {
        rows += chunk.length
        for (const { version } of chunk) versions.add(version)
      }
      expect(versions.size).toBe(1)
      expect([...versions]).toSatisfy(([version = 0]) => whole(rows, version))
    }
  }
  const replace = async (): Promise<void> => {
    for (let version = 1; !isOver(); version += 1) await write(version % 60)
  }
  await Promise.all([read(), stream(), replace()])
})
