import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { App } from '../src/app.ts'
import { quoteText } from '../src/engine/quote-name.ts'
import { findRunLike, receiptsQuery } from '../src/exports/receipts/read-receipts.ts'

/**
 * What the last run says about its people, held against what the sandbox has on the list and the file it all came from (no cell
 * that is sent holds a line break: it becomes a space).
 */
export type Agreement = {
  readonly members: number
  readonly receipts: number
  readonly people: number
  readonly onList: number
  readonly missing: number
  readonly strangers: number
  readonly wrongNames: number
}

export async function readAgreement(app: App, contacts: string): Promise<Agreement> {
  const run = await findRunLike(app.db, 'last')
  const members = join(app.directory.scratch, 'members.csv')
  const address = app.config.constantContact.apiUrl.replace('/v3', `/control/lists/${run.list_id}/members.csv`)
  const { body } = await fetch(address)
  if (!body) throw new Error('the sandbox answers no members')
  await pipeline(Readable.fromWeb(body), createWriteStream(members))

  await using session = await app.engine.session()
  const csv = (path: string) => `read_csv(${quoteText(path)}, header = true, all_varchar = true)`
  await session.run(`create temp table told as (${await receiptsQuery(app, run, {})})`)
  await session.run(`create temp table listed as select * from ${csv(members)}`)
  await session.run(`create temp table source as select ContactId, FirstName from ${csv(contacts)}`)
  const [counted] = await session.rows<Omit<Agreement, 'members'>>(`
    select
      (select count(*) from told) as receipts,
      (select count(distinct profile_key) from told) as people,
      (select count(*) from listed) as "onList",
      (select count(*) from (select email from told where outcome in ('delivered', 'unchanged') except all select email from listed)) as missing,
      (select count(*) from (select email from listed except all select email from told where outcome in ('delivered', 'unchanged'))) as strangers,
      (select count(*) from told join listed using (email) join source on ContactId = profile_key
       where outcome in ('delivered', 'unchanged') and coalesce(trim(replace(FirstName, chr(10), ' ')), '') <> coalesce(first_name, '')) as "wrongNames"`)
  if (!counted) throw new Error('nothing was counted')
  return { members: (run.figures as { all: { members: number } }).all.members, ...counted }
}
