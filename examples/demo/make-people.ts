import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../../src/engine/engine.ts'
import { quoteText } from '../../src/engine/quote-name.ts'

/**
 * Makes three dirty sources of some of a shop's customers: the shop itself; a club that writes names the other way round, with
 * typos, and e-mails in capitals; and a till that knows telephone numbers and whole names.
 */
export async function makePeople(engine: Engine, contacts: string, folder: string, people: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  await using session = await engine.session()
  await session.run(
    `create temp table someone as select * from read_csv(${quoteText(contacts)}, header = true, all_varchar = true)
     where "EMail" like '%@example.com' and "FirstName" is not null order by "ContactId" limit ${people}`,
  )
  const typo = (name: string) =>
    `case when hash("ContactId", '${name}') % 5 = 0 and length("${name}") > 4 then left("${name}", 2) || substr("${name}", 4) else "${name}" end`
  const write = (name: string, text: string) =>
    session.run(`copy (${text}) to ${quoteText(join(folder, `${name}.csv`))} (format csv, header)`)
  await write('shop', 'select * from someone')
  await write(
    'club',
    `select 'M' || substr("ContactId", 2) as medlemsnr, ${typo('LastName')} as efternavn, ${typo('FirstName')} as fornavn,
       upper(trim("EMail")) as email, ['gold', 'silver', 'bronze'][1 + (hash("ContactId") % 3)::int] as niveau
     from someone where hash("ContactId", 'club') % 2 = 0`,
  )
  await write(
    'till',
    `select 'K' || substr("ContactId", 2) as card, "LastName" || ', ' || "FirstName" as name, '+' || ltrim("Phone", '0') as phone
     from someone where hash("ContactId", 'till') % 3 = 0
     union all select 'K-' || i, 'Nobody Known', '+4599' || lpad(i::varchar, 6, '0') from range(200) r(i)`,
  )
}
