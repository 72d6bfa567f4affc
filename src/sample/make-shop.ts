import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine, EngineSession } from '../engine/engine.ts'
import { quoteText } from '../engine/quote-name.ts'
import { names, places, products, tiers } from './shop-words.ts'

export type Shop = {
  readonly engine: Engine
  /** Gets contacts.csv, purchases-1.parquet, purchases-2.parquet, loyalty.csv and optouts.csv. */
  readonly folder: string
  readonly customers: number
  /** 5 unless told. */
  readonly purchasesPerCustomer?: number
  /** Another seed makes another shop. */
  readonly seed?: string
  /** The day of the newest purchase, as 2026-11-01; the oldest is four years before it. */
  readonly until?: string
}

/**
 * Makes a shop of any size, the same at every call: customers in two languages' names with the usual dirt (2 % without an
 * e-mail, 1 % malformed, 3 % sharing one, some too long, untidy white space and case, cells that look like formulas),
 * purchases, a loyalty programme and a list of opt-outs. Every value comes from a hash of its row's number, so nothing
 * depends on order or chance.
 */
export async function makeShop(shop: Shop): Promise<void> {
  await mkdir(shop.folder, { recursive: true })
  await using session = await shop.engine.session()
  await writeContacts(session, shop, 0)
  const purchases = shop.customers * (shop.purchasesPerCustomer ?? 5)
  for (const part of [1, 2]) {
    await writePurchases(session, shop, {
      name: `purchases-${part}`,
      numbers: `range(${part - 1}, ${purchases}, 2)`,
      buyer: pick(shop, 'buyer', shop.customers),
    })
  }
  await writeLoyalty(session, shop)
  await writeOptOuts(session, shop)
}

/**
 * Lets time pass in a shop that `makeShop` made: of every four customers in `share` (0.01 is one in a hundred), two marry
 * and take another name, one leaves, and a new one joins and shops five times (purchases-3.parquet). The others, and the
 * files of the others, stay as they were.
 */
export async function changeShop(shop: Shop, { share }: { share: number }): Promise<void> {
  await using session = await shop.engine.session()
  const joiners = joinersOf(shop, share)
  await writeContacts(session, shop, share)
  await writePurchases(session, shop, {
    name: 'purchases-3',
    numbers: `range(1000000000, ${1_000_000_000 + joiners * 5})`,
    buyer: `${shop.customers} + i % ${Math.max(1, joiners)}`,
  })
}

const joinersOf = ({ customers }: Shop, share: number) => Math.round((customers * share) / 4)

/** A number from 0 up to `below`, from the row's number `i` and the name of what is picked. */
const pick = ({ seed = '' }: Shop, what: string, below: number) =>
  `(hash(i, ${quoteText(`${seed}/${what}`)}) % ${below})::bigint`
const nth = (values: readonly string[], index: string) => `[${values.map(quoteText).join(', ')}][${index} + 1]`
const oneOf = (shop: Shop, what: string, values: readonly string[]) => nth(values, pick(shop, what, values.length))
const contactId = (number: string) => `'C' || lpad((${number})::varchar, 8, '0')`

async function writeContacts(session: EngineSession, shop: Shop, share: number): Promise<void> {
  const fate = pick(shop, 'fate', 1_000_000)
  // Below `left` a customer has left, from there to `moved` has another name; those who joined are numbered after the rest.
  const left = Math.round((share * 1_000_000) / 4)
  const moved = left * 3
  const isNew = `i >= ${shop.customers}`
  const placeAt = (column: number) =>
    nth(
      places.map((place) => place[column] ?? ''),
      pick(shop, 'place', places.length),
    )
  await writeFile(
    session,
    join(shop.folder, 'contacts.csv'),
    `select
       ${contactId('i')} as "ContactId",
       case
         when dirt < 200 then null
         when dirt < 300 then 'customer' || i || '(at)example.com'
         when dirt < 600 and i > 0 then 'customer' || (i - 1) || '@example.com'
         when dirt < 620 then 'customer.' || i || '.with.an.address.longer.than.fifty.characters@example.com'
         when dirt < 800 then '  Customer' || i || '@Example.COM '
         when dirt < 850 then 'staff' || i || '@contoso.com'
         else 'customer' || i || '@example.com'
       end as "EMail",
       case
         when oddity < 5 then '=' || first || '()'
         when oddity < 10 then '+' || first
         when oddity < 15 then '@' || first
         when oddity < 25 then null
         when oddity < 35 then first || chr(10) || 'c/o ' || last
         when oddity < 45 then '"' || first || '" ' || first
         else first
       end as "FirstName",
       case when ${fate} >= ${left} and ${fate} < ${moved} and not ${isNew} then 'Lund-' else '' end
         || case when oddity between 45 and 54 then repeat(last || ' ', 12) || 'the Third'
                 when oddity between 55 and 64 then last || ', Jr.'
                 else last end as "LastName",
       ${nth(['yes', 'yes', 'Yes', 'yes', 'no'], pick(shop, 'subscriber', 5))} as "Email Subscriber",
       ${placeAt(0)} as "State",
       ${placeAt(1)} as "City",
       ${placeAt(2)} as "ZipCode",
       '0045' || lpad(${pick(shop, 'phone', 100_000_000)}::varchar, 8, '0') as "Phone",
       strftime(timestamp '2018-01-01' + to_minutes(${pick(shop, 'created', 4_000_000)}), '%Y-%m-%d %H:%M:%S') as "CreatedOn"
     from (
       select i, ${pick(shop, 'dirt', 10_000)} as dirt, ${pick(shop, 'oddity', 10_000)} as oddity,
         if(danish, ${oneOf(shop, 'first', names.danish.first)}, ${oneOf(shop, 'first', names.american.first)}) as first,
         if(danish, ${oneOf(shop, 'last', names.danish.last)}, ${oneOf(shop, 'last', names.american.last)}) as last
       from (select i, ${pick(shop, 'language', 2)} = 0 as danish from range(${shop.customers + joinersOf(shop, share)}) r(i))
     )
     where ${isNew} or ${fate} >= ${left}`,
    'format csv, header',
  )
}

type Purchases = { readonly name: string; readonly numbers: string; readonly buyer: string }

async function writePurchases(session: EngineSession, shop: Shop, { name, numbers, buyer }: Purchases): Promise<void> {
  const minutesInFourYears = 4 * 365 * 24 * 60
  await writeFile(
    session,
    join(shop.folder, `${name}.parquet`),
    `select
       'P' || lpad(i::varchar, 10, '0') as "PurchaseId",
       ${contactId(buyer)} as "ContactId",
       (${pick(shop, 'price', 100_000)} / 100)::decimal(10, 2) as "TotalPrice",
       timestamp ${quoteText(shop.until ?? '2026-11-01')} - to_minutes(${pick(shop, 'bought', minutesInFourYears)}) as "PurchasedOn",
       ${oneOf(shop, 'product', products)} as "Product"
     from ${numbers} r(i)`,
    'format parquet, compression zstd',
  )
}

async function writeLoyalty(session: EngineSession, shop: Shop): Promise<void> {
  await writeFile(
    session,
    join(shop.folder, 'loyalty.csv'),
    `select 'L' || i as loyalty_id, ${contactId('i')} as contact_id, ${oneOf(shop, 'tier', tiers)} as tier,
       strftime(date '2019-01-01' + ${pick(shop, 'joined', 2000)}::integer, '%Y-%m-%d') as joined
     from range(${shop.customers}) r(i) where ${pick(shop, 'member', 4)} = 0`,
    'format csv, header',
  )
}

async function writeOptOuts(session: EngineSession, shop: Shop): Promise<void> {
  await writeFile(
    session,
    join(shop.folder, 'optouts.csv'),
    `select 'O' || i as optout_id, 'customer' || i || '@example.com' as email
     from range(${shop.customers}) r(i) where ${pick(shop, 'optout', 200)} = 0`,
    'format csv, header',
  )
}

/** Whole or not at all: a refresh that reads the folder meanwhile sees the file of before. */
async function writeFile(session: EngineSession, path: string, query: string, format: string): Promise<void> {
  await session.run(`copy (${query}) to ${quoteText(`${path}.part`)} (${format})`)
  await rename(`${path}.part`, path)
}
