import { rename } from 'node:fs/promises'
import type { Engine } from '../../src/engine/engine.ts'
import { quoteText } from '../../src/engine/quote-name.ts'

/**
 * Changes so many per cent of the rows of a source's file as a day does: a third has another e-mail, a third another family name, and a third goes
 * while as many come who were not there.
 */
export async function changeRows(engine: Engine, path: string, percent: number): Promise<void> {
  await using session = await engine.session()
  const kind = `case when hash(id, 'change') % 10000 < ${percent * 100} then hash(id, 'kind') % 3 end`
  const changed = `${path}.changed`
  await session.run(
    `copy (
       select * replace (
         case when ${kind} = 2 then id || '-new' else id end as id,
         case when ${kind} <> 1 then 'new.' || email else email end as email,
         case when ${kind} <> 0 then last || 'sen' else last end as last)
       from read_parquet(${quoteText(path)})
     ) to ${quoteText(changed)} (format parquet, compression zstd)`,
  )
  await rename(changed, path)
}
