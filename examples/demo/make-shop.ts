import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine, EngineSession } from '../../src/engine/engine.ts'
import { quoteText } from '../../src/engine/quote-name.ts'

export type Shop = {
  readonly engine: Engine
  /** The folder that gets contacts.csv, purchases-1.parquet …, loyalty.csv and optouts.csv. */
  readonly folder: string
  readonly customers: number
  readonly purchases: number
  /** Share of the customers whose last name, or whose very presence, differs from the first state. 0 unless told. */
  readonly changed?: number
}

const danish = {
  first: ['Åse', 'Søren', 'Jørgen', 'Mette', 'Bjørn', 'Freja', 'Rasmus', 'Kirsten', 'Æther', 'Lærke', 'Niels', 'Anne'],
  last: ['Sørensen', 'Ågård', 'Nørgaard', 'Kjær', 'Hansen', 'Østergaard', 'Møller', 'Lund', 'Bæk', 'Jensen'],
}
const american = {
  first: ['Grace', 'Alan', 'Ada', 'Dennis', 'Barbara', 'Ken', 'Margaret', 'Linus', 'Frances', 'John', 'Mary', 'Edsger'],
  last: ['Hopper', 'Turing', "O'Neil", 'Smith', 'Johnson, Jr', 'Garcia', 'Lee', 'Brown', 'Davis', 'Wilson'],
}
const places = [
  ['California', 'Los Angeles', '90001'],
  ['Texas', 'New Braunfels', '78130'],
  ['New York', 'New York', '10001'],
  ['Massachusetts', 'Newton', '02458'],
  ['Nordjylland', 'Aalborg', '09000'],
  ['Hovedstaden', 'København', '01050'],
] as const

/**
 * Makes a shop of any size, the same at every call: customers in two languages' names with the usual dirt (2 % without an
 * e-mail, 1 % malformed, 3 % sharing one, some too long, untidy white space and case), purchases, a loyalty programme and a
 * list of opt-outs. Every value comes from a hash of its row's number, so nothing depends on order or chance.
 */
export async function makeShop(shop: Shop): Promise<void> {
  await mkdir(shop.folder, { recursive: true })
  await using session = await shop.engine.session()
  await writeContacts(session, shop)
  await writePurchases(session, shop)
  await writeLoyalty(session, shop)
}

/** A number from 0 up to `below`, from the row's number `i` and a salt. */
const pick = (salt: string, below: number | string) => `(hash(i, ${quoteText(salt)}) % ${below})::bigint`
const oneOf = (salt: string, values: readonly string[]) =>
  `list_extract([${values.map(quoteText).join(', ')}], (${pick(salt, values.length)} + 1)::bigint)`

async function writeContacts(session: EngineSession, { folder, customers, changed = 0 }: Shop): Promise<void> {
  const perMyriad = Math.round(changed * 10_000)
  const isChanged = `${pick('changed', 10_000)} < ${perMyriad}`
  const place = (at: number) => `list_extract([${places.map((each) => quoteText(each[at] ?? '')).join(', ')}], (${pick('place', places.length)} + 1)::bigint)`
  await session.run(`
    copy (
      select
        'C' || lpad(i::varchar, 8, '0') as "ContactId",
        case
          when ${pick('dirt', 1000)} < 20 then null
          when ${pick('dirt', 1000)} < 30 then 'customer' || i || '(at)example.com'
          when ${pick('dirt', 1000)} < 60 and i > 0 then 'customer' || (i - 1) || '@example.com'
          when ${pick('dirt', 1000)} < 62 then 'customer' || i || '.with.a.remarkably.long.address.indeed@example.com'
          when ${pick('dirt', 1000)} < 80 then '  Customer' || i || '@Example.com '
          when ${pick('dirt', 1000)} < 84 then 'staff' || i || '@contoso.com'
          else 'customer' || i || '@example.com'
        end as "EMail",
        case when ${pick('dirt', 500)} = 1 then '=' || i when ${pick('dirt', 500)} = 2 then null
          when danish then ${oneOf('first', danish.first)} else ${oneOf('first', american.first)} end as "FirstName",
        case when ${isChanged} then 'Married-' else '' end
          || case when ${pick('dirt', 700)} = 3 then repeat('Longname', 8)
             when danish then ${oneOf('last', danish.last)} else ${oneOf('last', american.last)} end as "LastName",
        case when ${pick('subscriber', 10)} < 8 then 'Yes' else 'no' end as "Email Subscriber",
        ${place(0)} as "State",
        ${place(1)} as "City",
        ${place(2)} as "ZipCode",
        '+45' || lpad(${pick('phone', 100_000_000)}::varchar, 8, '0') as "Phone",
        strftime(timestamp '2018-01-01' + to_minutes(${pick('created', 4_000_000)}), '%Y-%m-%d %H:%M:%S') as "CreatedOn"
      from (select i, ${pick('language', 2)} = 0 as danish from range(${customers}) r(i))
      where not (${isChanged} and ${pick('left', 4)} = 0)
    ) to ${quoteText(join(folder, 'contacts.csv'))} (format csv, header)`)
}

async function writePurchases(session: EngineSession, { folder, customers, purchases }: Shop): Promise<void> {
  const parts = 2
  for (let part = 1; part <= parts; part += 1) {
    await session.run(`
      copy (
        select
          'P' || lpad(i::varchar, 9, '0') as "PurchaseId",
          'C' || lpad(${pick('buyer', customers)}::varchar, 8, '0') as "ContactId",
          (${pick('price', 100_000)} / 100)::decimal(10, 2) as "TotalPrice",
          timestamp '2023-01-01' + to_minutes(${pick('bought', 2_000_000)}) as "PurchasedOn",
          ${oneOf('product', ['Espresso', 'Filter', 'Beans', 'Grinder', 'Cups'])} as "Product"
        from range(${purchases}) r(i) where i % ${parts} = ${part - 1}
      ) to ${quoteText(join(folder, `purchases-${part}.parquet`))} (format parquet, compression zstd)`)
  }
}

async function writeLoyalty(session: EngineSession, { folder, customers }: Shop): Promise<void> {
  await session.run(`
    copy (
      select 'L' || i as loyalty_id, 'C' || lpad(i::varchar, 8, '0') as contact_id,
        ${oneOf('tier', ['bronze', 'silver', 'gold'])} as tier,
        strftime(date '2019-01-01' + ${pick('joined', 2000)}::integer, '%Y-%m-%d') as joined
      from range(${customers}) r(i) where ${pick('member', 4)} = 0
    ) to ${quoteText(join(folder, 'loyalty.csv'))} (format csv, header)`)
  await session.run(`
    copy (select 'O' || i as optout_id, 'customer' || i || '@example.com' as email from range(${customers}) r(i) where ${pick('optout', 200)} = 0)
    to ${quoteText(join(folder, 'optouts.csv'))} (format csv, header)`)
}
