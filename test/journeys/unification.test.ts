import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { profileTable } from '../../src/contract/catalogue.ts'
import type { Definitions } from '../../src/contract/definitions.ts'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { readSnapshot } from '../../src/engine/write-snapshot.ts'
import { whyPerson } from '../../src/exports/receipts/why-person.ts'
import { beginErasure } from '../../src/privacy/begin-erasure.ts'
import { carryOnErasure } from '../../src/privacy/carry-on-erasure.ts'
import { lookAtPerson } from '../../src/refresh/look-at-unification.ts'
import { openCatalogue } from '../../src/refresh/open-catalogue.ts'
import { profileTableOf } from '../../src/refresh/profile-table.ts'
import { refreshFor, refreshSources } from '../../src/refresh/refresh-for.ts'
import { matchProfiles, refreshProfiles } from '../../src/refresh/refresh-profiles.ts'
import { membersOf } from '../../src/segments/members-of.ts'
import { refreshSegment } from '../../src/segments/refresh-segment.ts'
import { unificationState, unifiedFiles, unifiedFolder } from '../../src/unification/unification-state.ts'
import { deliveryLab, outcomesOf, removalsOf } from '../support/delivery-lab.ts'
import { actor, placesOf, signal } from '../support/erasure-lab.ts'
import { customersOf, type Files, files, threeSources, unified, writeSources } from '../support/three-sources.ts'

async function lab(changed: Files = {}, definitions: Definitions = threeSources()) {
  const started = await deliveryLab({ definitions })
  await writeSources(started.app, { ...files, ...changed })
  return {
    ...started,
    write: (again: Files) => writeSources(started.app, again),
    customers: () => customersOf(started.app, started.definitions()),
    refresh: async () => {
      await refreshSources(started.needs, started.definitions(), signal)
      return await refreshProfiles(started.needs, started.definitions())
    },
  }
}

test('three dirty sources become one profile a person, and a segment over their orders is delivered', async () => {
  const { app, run, members, customers } = await lab()
  const first = await run()
  expect(first).toMatchObject({ status: 'Successful' })
  expect(outcomesOf(first)).toEqual({ delivered: { '': 2 } })
  expect(members()).toEqual(['debby@example.com', 'soren@example.com'])
  const people = await customers()
  expect(people.map(({ Email, shop_id, club_no, till_card }) => [Email, shop_id, club_no, till_card])).toEqual([
    ['ann@example.com', '3', null, null],
    ['debby@example.com', '1', 'a', '77'],
    ['else@example.com', null, 'c', null],
    ['soren@example.com', '2', 'b', null],
  ])
  const card = await lookAtPerson(app, threeSources(), people[1]?.CustomerId ?? '')
  expect(card.rows.map(({ source, key, winner }) => [source, key, winner])).toEqual([
    ['shop', '1', true],
    ['club', 'a', true],
    ['till', '77', true],
  ])
  expect(card.fields.find(({ field }) => field === 'Email')).toEqual({
    field: 'Email',
    value: 'debby@example.com',
    from: { source: 'shop', key: '1' },
    merge: { mostRecent: 'Changed' },
    group: [],
    others: [{ source: 'club', key: 'a', value: 'DEBBY@example.com' }],
  })

  const { snapshot } = (await unificationState(app.db)) ?? {}
  expect(outcomesOf(await run())).toEqual({ unchanged: { '': 2 } })
  expect((await unificationState(app.db))?.snapshot?.version).toBe(snapshot?.version)
})

test('people who are made one keep an id, and whose address goes leaves the list; divided, each is mailed only if picked', async () => {
  const { app, run, members, customers, write } = await lab({ orders: `${files.orders}o3,3\n` })
  const first = await run()
  const before = await customers()
  const ann = before.find(({ shop_id }) => shop_id === '3')?.CustomerId
  expect(members()).toEqual(['ann@example.com', 'debby@example.com', 'soren@example.com'])

  // Ann's row now has Debby's telephone and name, by which the two rows are one person.
  const asDebby = '3,Debby,Jensen,ann@example.com,004512345678'
  await write({ shop: files.shop.replace('3,Ann,Lee,ann@example.com,11223344', asDebby) })
  const merged = await run()
  const together = await customers()
  const debby = together.find(({ shop_id }) => shop_id === '1' || shop_id === '3')
  expect(together).toHaveLength(before.length - 1)
  expect(before.map(({ CustomerId }) => CustomerId)).toContain(debby?.CustomerId)
  expect([debby?.CustomerId, ...(debby?.PreviousCustomerId ?? '').split(';')]).toContain(ann)
  expect(removalsOf(merged)).toEqual({ removed: { email_changed: 1 } })
  expect(members()).toHaveLength(2)
  // What was told of either is told of the one whom they are now.
  const story = await whyPerson(app, threeSources(), debby?.Email ?? '')
  expect(story.receipts.filter((receipt) => receipt.run === first.id)).toHaveLength(2)

  // Divided again: the one with the id keeps it, the other is somebody new who joins by the rules.
  await write({ shop: files.shop })
  await run()
  const divided = await customers()
  expect(divided).toHaveLength(before.length)
  expect(divided.filter(({ CustomerId }) => CustomerId === debby?.CustomerId)).toHaveLength(1)
  expect(members()).toEqual(['ann@example.com', 'debby@example.com', 'soren@example.com'])
  expect(new Set(divided.map(({ CustomerId }) => CustomerId)).size).toBe(divided.length)
})

test('a static segment and a retry follow who was made one with a member, and never take in who is divided off', async () => {
  const fixed = { type: 'static', rules: [{ where: { column: 'LastName', equals: 'Lee' } }] } as const
  const base = threeSources()
  const { news } = base.exports
  if (!news) throw new Error('the shop has no export')
  const definitions = { ...base, segments: { fixed }, exports: { news: { ...news, segments: ['fixed'] } } }
  const { app, needs, run, members, customers, write, refresh, control } = await lab({}, definitions)
  await refresh()
  control.refuseEmail({ email: 'ann@example.com' })
  const given = { catalogue: await openCatalogue(needs, definitions), segments: definitions.segments }
  expect(await refreshSegment(needs, given, 'fixed', { byHand: true })).toMatchObject({ members: 1 })
  const first = await run()
  expect(outcomesOf(first)).toEqual({ rejected: { refused: 1 } })

  await write({
    shop: files.shop.replace('3,Ann,Lee,ann@example.com,11223344', '3,,Jensen,,004512345678'),
  })
  // The retry of a run in which Ann was refused is about Debby, whom she is by now.
  const retry = { about: { kind: 'retry', subject: first.id } } as const
  expect(outcomesOf(await run(undefined, retry))).toEqual({ delivered: { '': 1 } })
  const debby = (await customers()).find(({ club_no }) => club_no === 'a')
  expect(await memberKeys(app)).toEqual([debby?.CustomerId])
  expect(members()).toEqual([debby?.Email])

  // Ann is Ann again. She has a new id, the segment was not computed, so the member is whoever kept the id, and she has left.
  await write({ shop: files.shop })
  await run(undefined, retry)
  await run()
  const kept = (await customers()).find(({ CustomerId }) => CustomerId === debby?.CustomerId)
  expect(await memberKeys(app)).toEqual([debby?.CustomerId])
  expect(kept).toMatchObject({ club_no: 'a' })
  expect(members()).toEqual(['debby@example.com'])
})

test('a refresh that is cut short at any stage leaves the last good profiles', async () => {
  const { app, definitions, customers, refresh, write } = await lab()
  await refresh()
  const before = await customers()
  await write({ club: `${files.club}d,New,Person,new@example.com,2026-03-01\n` })
  await refreshSources({ ...app }, definitions(), signal)
  const stages: string[] = []
  const seen = await refreshProfiles(app, definitions(), { force: true, onStage: (stage) => stages.push(stage) })
  expect(stages).toEqual(
    expect.arrayContaining(['reading', 'within shop', 'club with shop', 'ids', 'merging', 'writing']),
  )
  const good = await customers()
  expect(good).toHaveLength(before.length + 1)
  for (const at of new Set(stages)) {
    const stop = new AbortController()
    const stopped = refreshProfiles(app, definitions(), {
      force: true,
      signal: stop.signal,
      onStage: (stage) => {
        if (stage === at) stop.abort(new Error('stopped'))
      },
    })
    await expect(stopped).rejects.toThrow('stopped')
    expect(await customers()).toEqual(good)
  }
  // Matching alone, stopped at its last stage or at its first, leaves what the one before it found, and no file.
  await matchProfiles(app, definitions(), { force: true })
  const { matching } = (await unificationState(app.db)) ?? {}
  const versions = await readdir(join(app.directory.roots.tables, profileTable))
  for (const at of ['reading', 'writing']) {
    const stop = new AbortController()
    const onStage = (stage: string) => stage === at && stop.abort(new Error('stopped'))
    const options = { force: true, signal: stop.signal, onStage }
    await expect(matchProfiles(app, definitions(), options)).rejects.toThrow('stopped')
  }
  expect(await readdir(join(app.directory.roots.tables, profileTable))).toEqual(versions)
  const state = await unificationState(app.db)
  expect(state?.matching).toEqual(matching)
  expect(matching?.figures.people).toBe(good.length)
  expect(state?.snapshot?.version).toBe(seen?.snapshot.version)
  expect(existsSync((await profileTableOf(app, definitions()))?.files[0] ?? '')).toBe(true)
})

test('only what changed is matched again, and that makes the same people as doing all of it', async () => {
  const { app, definitions, customers, write, refresh } = await lab()
  await refresh()
  const stagesOf = async (changed: Files) => {
    await write(changed)
    await refreshSources({ ...app }, definitions(), signal)
    const stages: string[] = []
    await refreshProfiles(app, definitions(), { onStage: (stage) => stages.push(stage) })
    const found = await customers()
    await refreshProfiles(app, definitions(), { force: true })
    expect(await customers()).toEqual(found)
    return [...new Set(stages.filter((stage) => / with |within/.test(stage)))]
  }
  expect(await stagesOf({ orders: `${files.orders}o4,2\n` })).toEqual([])
  // A row before the others in order, so that all of them have other numbers than before.
  const earlier = `${files.till}00,Søren,Kjær,11111111\n`
  expect(await stagesOf({ till: earlier })).toEqual(['within till', 'till with shop'])
  const shop = files.shop.replace('3,Ann', '0,Debora,Jensen,d@example.com,+4512345678,2020-01-01\n3,Ann')
  expect(await stagesOf({ shop })).toEqual(['within shop', 'club with shop', 'till with shop'])
})

test('a mistake in the lists of pairs fails the refresh, names the pairs, and keeps the last profiles', async () => {
  const { app, define, definitions, customers, refresh, write } = await lab()
  await refresh()
  const before = await customers()
  const sources = { ...definitions().sources, pairs: { file: 'pairs.csv', key: 'nr' } }
  await write({ pairs: 'nr,Table1,Table1Key,Table2\n1,shop,1,club\n' })
  define({ ...definitions(), sources, profiles: { ...unified, always: ['pairs'] } })
  await expect(refresh()).rejects.toMatchObject({ code: 'unification_lists' })
  await write({ pairs: 'nr,Table1,Table1Key,Table2,Table2Key\n1,shop,1,club,c\n' })
  define({ ...definitions(), profiles: { ...unified, always: ['pairs'], never: ['pairs'] } })
  await expect(refresh()).rejects.toMatchObject({
    code: 'unification_contradiction',
    message: expect.stringContaining('shop 1 and club c'),
  })
  expect(await customers()).toEqual(before)
  expect((await unificationState(app.db))?.error?.code).toBe('unification_contradiction')
  define({ ...definitions(), profiles: { ...unified, always: ['pairs'] } })
  // Keys that look like numbers keep their zeros in a list, too.
  await write({
    till: files.till.replace('78,', '078,'),
    pairs: 'nr,Table1,Table1Key,Table2,Table2Key\n1,shop,3,till,078\n',
  })
  await refresh()
  expect((await customers()).find(({ shop_id }) => shop_id === '3')).toMatchObject({ till_card: '078' })
})

test('who is erased is in no file of the profiles any more, nor in any row that was made one with theirs', async () => {
  const definitions = threeSources()
  const { app, needs, run, customers, write } = await lab({
    till: files.till.replace('77,', 'CARD-7731,'),
    // Another row of hers with another address, told by the telephone.
    shop: `${files.shop.replace('1,Debby', 'SHOP-7731,Debby')}9,Debby,Jensen,deborah.private@example.com,+4512345678,2024-01-01\n8,Bo,Ek,bo@example.com,or debby@example.com,2024-01-01\n`,
    orders: 'order,customer\no1,SHOP-7731\no2,2\n',
  })
  await saveDefinitions(app.db, definitions)
  await run()
  // Matched by other rules she is two, of whom the profiles know one.
  const phone = { name: 'phone', where: [{ field: 'Phone' }], except: [{ field: 'Changed' }] }
  const match = [{ name: 'mail', where: [{ field: 'Email' }] }, phone]
  await matchProfiles(needs, { ...definitions, profiles: { ...unified, match } })
  const trace = /debby@example\.com|deborah\.private|SHOP-7731|CARD-7731/i
  const debby = (await customers()).find(({ shop_id }) => shop_id === 'SHOP-7731')
  expect(debby).toMatchObject({ till_card: 'CARD-7731' })
  expect((await placesOf(app, trace)).length).toBeGreaterThan(5)
  const asked = { who: { email: 'debby@example.com' }, removeFromLists: false }
  const { id } = await beginErasure(needs, definitions, actor, asked)
  expect(await carryOnErasure(needs, definitions, id, signal)).toMatchObject({ state: 'whole' })
  expect(await placesOf(app, trace)).toEqual([])
  expect((await unificationState(app.db))?.matching).toBeUndefined()
  // Her address stood in a row of somebody else, of which a hash would tell it.
  expect(await hashedSources(app)).toEqual(['club', 'till'])

  await refreshFor(needs, definitions, ['everybody'], signal)
  expect(await placesOf(app, trace)).toEqual([])
  expect((await customers()).map(({ Email }) => Email)).toEqual([
    'ann@example.com',
    'bo@example.com',
    'else@example.com',
    'soren@example.com',
  ])
  await write({ club: `${files.club}d,Bo,Ek,bo@example.com,2026-03-01\n` })
  await refreshFor(needs, definitions, ['everybody'], signal)
  expect(await placesOf(app, trace)).toEqual([])
  expect(await hashedSources(app)).toEqual(['club', 'shop', 'till'])
  expect((await customers()).find(({ Email }) => Email === 'bo@example.com')).toMatchObject({
    club_no: 'd',
    shop_id: '8',
  })
})

/** The sources whose rows have hashes of what they are compared as, in the newest profiles. */
async function hashedSources({ db, directory, engine }: App): Promise<string[]> {
  const { snapshot } = (await unificationState(db)) ?? {}
  const { links } = unifiedFiles(unifiedFolder(directory, snapshot?.version ?? ''))
  await using session = await engine.session()
  const rows = await session.rows<{ source: string }>(
    `select distinct source from ${readSnapshot([links])} where content is not null order by 1`,
  )
  return rows.map(({ source }) => source)
}

async function memberKeys(app: App): Promise<string[]> {
  const { files: parquet = [] } = (await membersOf(app, 'fixed')) ?? {}
  await using session = await app.engine.session()
  const rows = await session.rows<{ profile_key: string }>(`select profile_key from ${readSnapshot(parquet)}`)
  return rows.map(({ profile_key }) => profile_key)
}
