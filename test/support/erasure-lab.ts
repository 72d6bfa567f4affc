import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Actor } from '../../src/access/person.ts'
import type { App } from '../../src/app.ts'
import type { Definitions } from '../../src/contract/definitions.ts'
import type { Db } from '../../src/db/database.ts'
import { quoteText } from '../../src/engine/quote-name.ts'
import { endDepartures } from '../../src/exports/list/departures-book.ts'
import { beginErasure } from '../../src/privacy/begin-erasure.ts'
import { carryOnErasure } from '../../src/privacy/carry-on-erasure.ts'
import { openCatalogue } from '../../src/refresh/open-catalogue.ts'
import { refreshFor } from '../../src/refresh/refresh-for.ts'
import { refreshSegment } from '../../src/segments/refresh-segment.ts'
import { aShop } from './a-shop.ts'
import { deliveryLab } from './delivery-lab.ts'

/** Whom the tests erase, as their row of the file has them: the e-mail is spelled as people spell theirs. */
export const ann = { id: 'CUST-7731', email: 'Ann.Erased@Example.com', first: 'Ann' }
/** What must not be found anywhere: the address and the key. */
export const trace = /ann\.erased@example\.com|CUST-7731/i

/** A shop with tables that hang on the customers, members that nobody refreshes, and several lists. */
export function erasureShop(): Definitions {
  const everybody = { rules: [{ where: { all: [] } }] } as const
  const { news } = aShop().exports
  if (!news) throw new Error('the shop has no export')
  return aShop({
    sources: {
      contacts: { file: 'contacts.csv', key: 'ContactId', maxCorrupt: 0.9 },
      orders: { file: 'orders.csv', key: 'OrderId' },
      lines: { file: 'lines.csv', key: 'LineId' },
      blocked: { file: 'blocked.csv', key: 'email' },
      visits: { file: 'data/uploads/1/visits.csv', key: 'VisitId' },
    },
    relationships: {
      orders: { from: 'orders.CustomerId', to: 'contacts.ContactId' },
      lines: { from: 'lines.OrderId', to: 'orders.OrderId' },
      visits: { from: 'visits.Customer', to: 'contacts.ContactId' },
    },
    segments: {
      everybody,
      fixed: { ...everybody, type: 'static' },
      old: everybody,
    },
    exports: {
      news,
      more: { ...news, list: 'Second' },
      offer: {
        ...news,
        list: 'Third',
        leavers: 'remove',
        guards: { removalShare: 0, removalPeople: 0 },
      },
    },
  })
}

/** The files of a day: so many others, and Ann where she is still a customer, with what hangs on her. */
export async function writeShop(
  app: Pick<App, 'config'>,
  { others, withAnn = true, first = ann.first }: { others: number; withAnn?: boolean; first?: string },
): Promise<void> {
  const folder = dirname(app.config.file)
  const people = Array.from({ length: others }, (_, at) => `C-${at},person.${at}@example.com,First ${at},,plain`)
  const hers = `${ann.id},${ann.email},${first},Larsen,`
  await writeFile(
    join(folder, 'contacts.csv'),
    [
      'ContactId,EMail,FirstName,LastName,Note',
      ...people,
      // Twice with one key, so that one of them is a corrupt row; and somebody whose note names her.
      ...(withAnn ? [hers, hers, `C-friend,friend@example.com,Bo,,"brought by <${ann.email}>"`] : []),
      '',
    ].join('\n'),
  )
  const orders = withAnn ? [`O-1,${ann.id},Beans`, 'O-2,C-1,Mug'] : ['O-2,C-1,Mug']
  await writeFile(join(folder, 'orders.csv'), ['OrderId,CustomerId,Item', ...orders, ''].join('\n'))
  const lines = withAnn ? ['L-1,O-1,for the office of Ann', 'L-2,O-2,blue'] : ['L-2,O-2,blue']
  await writeFile(join(folder, 'lines.csv'), ['LineId,OrderId,Text', ...lines, ''].join('\n'))
  // As if somebody had uploaded it.
  await mkdir(join(folder, 'data/uploads/1'), { recursive: true })
  await writeFile(
    join(folder, 'data/uploads/1/visits.csv'),
    ['VisitId,Customer', ...(withAnn ? [`V-1,${ann.id}`] : []), 'V-2,C-1', ''].join('\n'),
  )
  await writeFile(
    join(folder, 'blocked.csv'),
    `email,why\n${withAnn ? `${ann.email},asked\n` : ''}zoe@example.com,asked\n`,
  )
}

/** Every place of a data directory and its database in which a pattern is found, in the database as `table.column`. */
export async function placesOf(app: App, pattern: RegExp): Promise<string[]> {
  const found: string[] = []
  await using session = await app.engine.session()
  for (const name of await readdir(app.directory.root, { recursive: true })) {
    const path = join(app.directory.root, name)
    const text = name.endsWith('.parquet')
      ? JSON.stringify(await session.rows(`select * from read_parquet(${quoteText(path)})`))
      : await readFile(path, 'latin1').catch((thrown: NodeJS.ErrnoException) => {
          if (thrown.code === 'EISDIR' || thrown.code === 'ENOENT') return ''
          throw thrown
        })
    if (pattern.test(text)) found.push(name)
  }
  return [...found, ...(await columnsOf(app.db, pattern))].sort()
}

async function columnsOf(db: Db, pattern: RegExp): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(db)
  const found = new Set<string>()
  for (const { name } of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        if (pattern.test(JSON.stringify(value) ?? '')) found.add(`${name}.${column}`)
      }
    }
  }
  return [...found]
}

export const actor: Actor = { id: null, name: 'Ada', via: 'CLI' }
export const signal = new AbortController().signal

/** Ann everywhere: on two lists by us, off one of them by her own hand, in members that nobody refreshes, and in a plan that waits. */
export async function erasureLab() {
  const definitions = erasureShop()
  const made = await deliveryLab({ definitions })
  const { app, needs, control, run } = made
  const second = control.addList({ name: 'Second' })
  control.addList({ name: 'Third' })
  await writeShop(app, { others: 5 })
  await refreshFor(needs, definitions, ['everybody', 'old'], signal)
  const given = { catalogue: await openCatalogue(app, definitions), segments: definitions.segments }
  await refreshSegment(app, given, 'fixed', { byHand: true })
  const { old } = definitions.segments
  const later: Definitions = {
    ...definitions,
    segments: { ...definitions.segments, old: { ...old, state: 'inactive' } as never },
  }
  made.define(later)

  const delivered = await run(undefined, { exportName: 'news' })
  await run(undefined, { exportName: 'more' })
  await run(undefined, { exportName: 'offer' })
  await run(undefined, { exportName: 'news', about: { kind: 'test', only: ['ann.erased@example.com'] } })
  control.leaveList('ann.erased@example.com', second)
  await run(undefined, { exportName: 'more' })
  await endDepartures(app, {
    accountId: 'p07e1l8cdif9dl',
    who: { email: ann.email },
    reason: 'she called',
    actor,
  } as never)
  // Her name changes and somebody leaves: the plan holds a line of hers, and waits for a person.
  await writeShop(app, { others: 4, first: 'Anna' })
  const waiting = await run(undefined, { exportName: 'offer' })
  expect(waiting).toMatchObject({ status: 'Waits for approval' })
  const erase = async (removeFromLists = false) => {
    const { id } = await beginErasure(needs, later, actor, {
      who: { email: ' ANN.erased@example.com ' },
      removeFromLists,
    })
    return await carryOnErasure(needs, later, id, signal)
  }
  return { ...made, definitions: later, delivered, waiting, erase }
}
