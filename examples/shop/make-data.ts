// Writes the data of this example, the same at every run: node examples/shop/make-data.ts
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openEngine } from '../../src/engine/duckdb.ts'
import { quoteText } from '../../src/engine/quote-name.ts'

const folder = join(import.meta.dirname, 'data')
const states = ['California', 'Texas', 'Oregon', 'Ohio', 'New York', 'Washington']
const cities = ['San Diego', 'Austin', 'Portland', 'Columbus', 'New Paltz', 'Seattle']
const firstNames = ['Åse', 'Maria', 'Søren', 'James', 'Ingrid', 'Noah', 'Freja', 'Liam', 'Anna', 'Bo']
const lastNames = ['Hansen', "O'Brien", 'Nielsen', 'Smith', 'Østergaard', 'Garcia', 'Lund', 'Jones']
const people = 120
const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % list.length]

const lines = Array.from({ length: people }, (_, at) => {
  const first = pick(firstNames, at * 7)
  const last = pick(lastNames, at * 5)
  const domain = at % 17 === 0 ? 'contoso.com' : 'example.com'
  const email = at % 40 === 39 ? '' : `person${at + 1}@${domain}`
  const created = `${2019 + (at % 7)}-${String((at % 12) + 1).padStart(2, '0')}-${String((at % 28) + 1).padStart(2, '0')}`
  return [
    `C-${1000 + at}`,
    email,
    first,
    last,
    pick(states, at),
    pick(cities, at),
    at % 3 === 0 ? 'No' : 'Yes',
    created,
  ]
})
const head = ['ContactId', 'EMail', 'FirstName', 'LastName', 'State', 'City', 'Email Subscriber', 'CreatedOn']
await writeFile(join(folder, 'contacts.csv'), `${[head, ...lines].map((line) => line.join(',')).join('\n')}\n`)

await using engine = await openEngine()
await using session = await engine.session()
for (const year of [2024, 2025, 2026]) {
  // Dates spread over the whole year; the counts and amounts repeat, so that a few people spend much and buy often.
  await session.run(`
    copy (
      select
        'P-${year}-' || n as "PurchaseId",
        'C-' || (1000 + (n * 13 % ${people}) * (n * n % ${people}) // ${people}) as "ContactId",
        make_timestamp(${year}, 1, 1, 10, 0, 0) + to_days((n * 7 % 365)::integer) as "PurchasedOn",
        (20 + (n * 37) % 900)::decimal(18, 2) as "TotalPrice"
      from range(1, 401) purchases(n)
    ) to ${quoteText(join(folder, `purchases-${year}.parquet`))} (format parquet, compression zstd)`)
}
