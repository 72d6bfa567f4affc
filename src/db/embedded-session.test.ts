import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aFolder, layDatabase } from '../../test/support/test-app.ts'
import { openDatabase } from './open-database.ts'

async function anOpened() {
  const folder = await aFolder()
  await layDatabase(folder)
  return await openDatabase({ directory: join(folder, 'db') })
}

test('values go in and come out as what they are, whether asked for the first time or again', async () => {
  await using database = await anOpened()
  const moment = new Date('2026-03-01T12:00:00.123Z')
  const values = {
    text: 'Ærø “quoted” \u{1f600} \\ \' "',
    empty: '',
    missing: null,
    whole: 9_007_199_254_740_991,
    half: 0.5,
    yes: true,
    moment,
    many: ['a', 'b,c', '"', ''],
    none: [],
    object: { deep: [1, { ü: null }] },
    bytes: new Uint8Array([0, 1, 255]),
  }
  for (let times = 0; times < 8; times += 1) {
    const { rows } = await sql`
      select ${values.text}::text as text, ${values.empty}::text as empty, ${values.missing}::text as missing,
        ${values.whole}::int8 as whole, ${values.half}::numeric as half, ${values.yes}::boolean as yes,
        ${values.moment}::timestamptz as moment, ${values.many}::text[] as many, ${values.none}::text[] as none,
        ${JSON.stringify(values.object)}::jsonb as object, ${values.bytes}::bytea as bytes`.execute(database.db)
    expect(rows).toEqual([values])
  }
})

test('more statements than are kept are answered, also the first of them again, and long rows come whole', async () => {
  await using database = await anOpened()
  const ask = async (nth: number) => (await sql`select ${sql.lit(nth)}::int as nth`.execute(database.db)).rows
  for (let nth = 0; nth < 450; nth += 1) expect(await ask(nth)).toEqual([{ nth }])
  expect(await ask(0)).toEqual([{ nth: 0 }])
  const kept = await sql<{ kept: number }>`select count(*)::int as kept from pg_prepared_statements`.execute(
    database.db,
  )
  expect(kept.rows[0]?.kept).toBeLessThanOrEqual(200)
  const long = await sql<{ text: string }>`select repeat('x', 3000000) as text from generate_series(1, 3)`.execute(
    database.db,
  )
  expect(long.rows.map(({ text }) => text.length)).toEqual([3_000_000, 3_000_000, 3_000_000])
})

test('what fails says so with its code, and leaves nothing behind that the next would meet', async () => {
  await using database = await anOpened()
  const { db } = database
  await expect(sql`select nothing_of_this_name`.execute(db)).rejects.toMatchObject({ code: '42703' })
  for (let times = 0; times < 3; times += 1) {
    await expect(sql`select 1 / ${0}::int`.execute(db)).rejects.toMatchObject({ code: '22012' })
    await expect(sql`select ${'x'}::int as number`.execute(db)).rejects.toMatchObject({ code: '22P02' })
  }
  expect((await sql`select ${'7'}::int as number`.execute(db)).rows).toEqual([{ number: 7 }])

  const name = 'kept'
  await db.insertInto('source_states').values({ name }).execute()
  const again = db.insertInto('source_states').values({ name }).execute()
  await expect(again).rejects.toMatchObject({ code: '23505', constraint: 'source_states_pkey' })
})

test('a transaction is whole or not at all, and what is asked beside it waits for its end', async () => {
  await using database = await anOpened()
  const { db } = database
  const names = async () =>
    (await db.selectFrom('source_states').select('name').orderBy('name').execute()).map((row) => row.name)
  const beside: Promise<string[]>[] = []
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('source_states').values({ name: 'one' }).execute()
    beside.push(names())
    await tx.insertInto('source_states').values({ name: 'two' }).execute()
  })
  expect(await beside[0]).toEqual(['one', 'two'])

  const failing = db.transaction().execute(async (tx) => {
    await tx.insertInto('source_states').values({ name: 'three' }).execute()
    throw new Error('thought better of it')
  })
  await expect(failing).rejects.toThrow('thought better of it')
  // A failed statement that nobody minds: what was to be committed cannot be.
  const careless = db.transaction().execute(async (tx) => {
    await tx.insertInto('source_states').values({ name: 'four' }).execute()
    await tx
      .insertInto('source_states')
      .values({ name: 'one' })
      .execute()
      .catch(() => undefined)
  })
  await expect(careless).rejects.toThrow('rolled back instead of committed')
  expect(await names()).toEqual(['one', 'two'])
})

test('changed rows are counted, and a statement that changes none counts none', async () => {
  await using database = await anOpened()
  const { db } = database
  const inserted = await db
    .insertInto('source_states')
    .values([{ name: 'a' }, { name: 'b' }])
    .executeTakeFirst()
  expect(inserted.numInsertedOrUpdatedRows).toBe(2n)
  const updated = await db.updateTable('source_states').set({ rows: 1 }).where('name', '=', 'a').executeTakeFirst()
  expect(updated.numUpdatedRows).toBe(1n)
  expect((await db.deleteFrom('source_states').where('name', '=', 'nobody').executeTakeFirst()).numDeletedRows).toBe(0n)
})
