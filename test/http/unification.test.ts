import { expect, test } from 'vitest'
import { duplicatesOf, type TableFigures } from '../../src/contract/unification-figures.ts'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { refreshSources } from '../../src/refresh/refresh-for.ts'
import { refreshProfiles } from '../../src/refresh/refresh-profiles.ts'
import { aShop } from '../support/a-shop.ts'
import { serverLab } from '../support/server-lab.ts'
import { customersOf, files, threeSources, unified, writeSources } from '../support/three-sources.ts'

const shop1 = { source: 'shop', key: '1' }

async function lab() {
  const server = await serverLab()
  // Lee and Alone are alike by 40 %.
  const clusters = [{ name: 'Family', where: [{ field: 'LastName', precision: 40 }] }]
  const definitions = threeSources({ profiles: { ...unified, clusters } })
  await saveDefinitions(server.app.db, definitions)
  await writeSources(server.app, files)
  const [contributor, viewer] = [await server.as('contributor'), await server.as('viewer')]
  const refresh = async () => {
    await refreshSources(server.app, definitions, new AbortController().signal)
    await refreshProfiles(server.app, definitions)
  }
  return { ...server, contributor, viewer, definitions, clusters, refresh }
}

test('the unification tells its figures, a person their origins, and two rows why they are one', async () => {
  const { app, viewer, contributor, definitions, refresh, as } = await lab()
  expect((await viewer.get('/unification')).body).toMatchObject({ figures: null, error: null })
  expect(await viewer.get('/unification/people/x')).toMatchObject({ status: 409 })
  await refresh()
  const { body: told } = await viewer.get('/unification')
  expect(told.figures).toMatchObject({ people: 4, matchedPeople: 2, mergedPeople: 2 })
  expect(told.figures.tables).toEqual([
    { source: 'shop', rows: 3, unique: 3, matched: 2, single: 1, leftOut: 0, several: 0 },
    { source: 'club', rows: 3, unique: 3, matched: 2, single: 1, leftOut: 0, several: 0 },
    { source: 'till', rows: 2, unique: 2, matched: 1, single: 0, leftOut: 1, several: 0 },
  ])
  expect(told.figures).toMatchObject({
    matchPairs: 3,
    mappedColumns: 12,
    clusters: [{ name: 'Family', clusters: 3, shared: 1, people: 4 }],
  })
  expect(told.rules).toEqual([
    'same e-mail, like name',
    'same e-mail, name spelt alike',
    'same e-mail and last name, first name may be missing',
    'same e-mail and first name, last name may be missing',
    'same phone, like name',
    'same phone, name spelt alike',
    'same phone and last name, first name may be missing',
    'same phone and first name, last name may be missing',
    'same e-mail and phone',
    'same e-mail, names turned round',
    'same phone, names turned round',
  ])

  const debby = (await customersOf(app, definitions)).find(({ shop_id }) => shop_id === '1')
  const { body: card } = await viewer.get(`/unification/people/${debby?.CustomerId}`)
  expect(card.fields[0]).toMatchObject({ field: 'FirstName', value: 'Debby', from: shop1, merge: 'importance' })
  expect(card.fields[0].others).toHaveLength(2)
  expect(card.clusters).toEqual([{ name: 'Family', id: debby?.FamilyId, people: [debby?.CustomerId] }])
  // A viewer sees no address in full, wherever it stands.
  expect(JSON.stringify(card)).not.toMatch(/debby@example\.com/i)
  const { body: whole } = await contributor.get(`/unification/people/${debby?.CustomerId}`)
  expect(whole.fields[2]).toMatchObject({ field: 'Email', value: 'debby@example.com', from: shop1 })
  expect(await viewer.get('/unification/people/nobody')).toMatchObject({ status: 404 })

  const clusters = (query: string) => viewer.get(`/unification/clusters/Family${query}`)
  const { body: families } = await clusters('?limit=1')
  const people = (await customersOf(app, definitions)).filter(({ LastName }) => /Lee|Alone/.test(LastName ?? ''))
  const ids = people.map(({ CustomerId }) => CustomerId).sort()
  const shared = { id: people[0]?.FamilyId, people: 2, values: { LastName: expect.stringMatching(/Lee|Alone/) } }
  expect(families).toEqual({ total: 3, items: [shared], next: expect.any(String) })
  const { body: others } = await clusters(`?cursor=${families.next}`)
  expect(others).toMatchObject({ total: 3, items: [{ people: 1 }, { people: 1 }], next: null })
  expect(others.items.map(({ id }: { id: string }) => id)).toContain(debby?.FamilyId)
  expect((await clusters('?atLeast=2')).body).toEqual({ total: 1, items: [shared], next: null })
  const { body: one } = await clusters(`/${shared.id}?limit=1`)
  expect(one).toMatchObject({ total: 2, items: [{ id: ids[0], row: { CustomerId: ids[0], FamilyId: shared.id } }] })
  const { body: rest } = await clusters(`/${shared.id}?limit=1&cursor=${one.next}`)
  expect(rest).toMatchObject({ total: 2, items: [{ id: ids[1] }], next: null })
  expect(JSON.stringify([one, rest])).not.toMatch(/ann@example\.com|else@example\.com/)
  expect(JSON.stringify((await contributor.get(`/unification/clusters/Family/${shared.id}`)).body)).toMatch(
    /ann@example\.com/,
  )
  expect(await clusters('/none')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await viewer.get('/unification/clusters/Familie')).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('Did you mean "Family"') },
  })

  const explain = (a: object, b: object) => contributor.send('POST', '/unification/explain', { rows: [a, b] })
  const { body: same } = await explain({ source: 'till', key: '77' }, { source: 'club', key: 'a' })
  expect(same).toMatchObject({ samePerson: true, people: [debby?.CustomerId, debby?.CustomerId], listed: null })
  expect(same.steps.map((step: { to: object; rule: string }) => [step.to, step.rule])).toEqual([
    [shop1, 'same phone, like name'],
    [{ source: 'club', key: 'a' }, 'same e-mail, like name'],
  ])
  const { body: different } = await explain(shop1, { source: 'club', key: 'b' })
  expect(different).toMatchObject({ samePerson: false, steps: [] })
  expect(different.rules[0]).toMatchObject({
    rule: 'same e-mail, like name',
    holds: false,
    where: [
      { field: 'Email', type: 'string', holds: false, compared: ['debby@example.com', 'soren@example.com'], needed: 1 },
      { field: 'FirstName', compared: ['deborah', 'soeren'], needed: 0.6, holds: false },
      { field: 'LastName', compared: ['jensen', 'kjaer'], holds: false },
    ],
  })
  expect(await explain(shop1, { source: 'club', key: 'zz' })).toMatchObject({
    status: 422,
    body: { code: 'unification_row' },
  })
  // Rows are found by what they hold, those that are nobody's profile, too.
  const search = async (who: typeof viewer, text: string, limit?: number) =>
    (await who.send('POST', '/unification/rows', { text, ...(limit && { limit }) })).body.tables
  const row = (key: string, name: string, email: string | null = null) => ({ key, isKeyShown: true, name, email })
  expect(await search(contributor, 'JENSEN de')).toEqual([
    { source: 'shop', rows: [row('1', 'Debby Jensen', 'debby@example.com')], more: false },
    { source: 'club', rows: [row('a', 'Deborah Jensen', 'DEBBY@example.com')], more: false },
    { source: 'till', rows: [row('77', 'Deborah Jensen')], more: false },
  ])
  expect((await search(contributor, 'stranger'))[2].rows).toEqual([row('78', 'Stranger Nobody')])
  expect((await search(contributor, 'debby@example')).map(({ rows }: { rows: object[] }) => rows.length)).toEqual([
    1, 1, 0,
  ])
  // The row of that very key stands first, whatever else holds it.
  expect((await search(contributor, '2', 1))[0]).toEqual({
    source: 'shop',
    rows: [row('2', 'Søren Kjær', 'soren@example.com')],
    more: true,
  })
  // A viewer finds nobody by an address, and sees none.
  expect((await search(viewer, 'debby@')).flatMap(({ rows }: { rows: object[] }) => rows)).toEqual([])
  expect((await search(viewer, 'debby'))[0].rows).toEqual([row('1', 'Debby Jensen', 'd…y@example.com')])
  // What was made one with what is a table that rules name.
  expect(
    (await viewer.get('/tables')).body.items.map(({ name, kind }: { name: string; kind: string }) => [name, kind]),
  ).toEqual(
    expect.arrayContaining([
      ['deduplication-club', 'unification'],
      ['match-pairs', 'unification'],
    ]),
  )
  const { body: pairs } = await viewer.get('/tables/match-pairs/rows')
  expect(pairs.items).toMatchObject([
    {
      Table1: 'shop',
      Key1: '1',
      Table2: 'club',
      Key2: 'a',
      Rule: 'same e-mail, like name',
      UnifiedCustomerId: debby?.CustomerId,
    },
    { Table1: 'shop', Key1: '1', Table2: 'till', Key2: '77', Score: 1 },
    { Table1: 'shop', Key1: '2', Table2: 'club', Key2: 'b' },
  ])
  // All of them as files, masked as elsewhere, and it is recorded who took them.
  const pairsFile = await viewer.get('/tables/match-pairs/rows.csv')
  expect(pairsFile.headers.get('content-disposition')).toBe('attachment; filename="match-pairs.csv"')
  expect(pairsFile.body).toMatch(
    /^PairId,Table1,Key1,Table2,Key2,Rule,Score,UnifiedCustomerId\r\n1,shop,1,club,a,"same e-mail, like name",1,/,
  )
  const customers = async (who: typeof viewer) => String((await who.get('/tables/profile/rows.csv')).body)
  expect(await customers(contributor)).toMatch(
    /^CustomerId,PreviousCustomerId,.*,shop_id,shop_id_Alternate,.*\r\n(.*\r\n)*.*debby@example\.com.*/i,
  )
  expect(await customers(viewer)).not.toMatch(/debby@example|soren@example/i)
  const taken = await app.db.selectFrom('audit_log').select('target').where('action', '=', 'table.download').execute()
  expect(taken).toHaveLength(3)
  expect(await viewer.get('/tables/deduplication-clubb/rows.csv')).toMatchObject({ status: 404 })
  const byPhone = { count: 'match-pairs', where: { column: 'Rule', startsWith: 'same phone' }, greaterThanOrEqualTo: 1 }
  expect(
    await contributor.send('POST', '/segments/count', { definition: { rules: [{ where: byPhone }] } }),
  ).toMatchObject({
    status: 200,
    body: { members: 1 },
  })
  await writeSources(app, { club: `${files.club}d,Deborah,Jensen,debby@example.com,2026-02-01\n` })
  await refresh()
  const { figures } = (await viewer.get('/unification')).body
  const club = figures.tables.find(({ source }: TableFigures) => source === 'club')
  // The first row of a person is no duplicate, and is one of several.
  expect(club).toMatchObject({ rows: 4, unique: 3, several: 2 })
  expect(duplicatesOf(club)).toBe(1)
  for (const { rows, unique, matched, single, leftOut, ...each } of figures.tables as readonly TableFigures[]) {
    expect(unique + duplicatesOf({ rows, unique })).toBe(rows)
    expect(matched + single + leftOut).toBe(rows)
    expect(each.several).toBeGreaterThanOrEqual(duplicatesOf({ rows, unique }))
  }
  const { body: duplicates } = await viewer.get('/tables/deduplication-club/rows')
  expect(duplicates.items).toEqual([
    {
      no: 'a',
      no_Alternate: null,
      GroupId: 'a',
      Rule: 'same e-mail, like name',
      WinnerId: 'd',
      Score: 1,
      UnifiedCustomerId: debby?.CustomerId,
    },
    {
      no: 'd',
      no_Alternate: 'a',
      GroupId: 'a',
      Rule: 'same e-mail, like name',
      WinnerId: 'd',
      Score: 1,
      UnifiedCustomerId: debby?.CustomerId,
    },
  ])
  // What a segment needs cannot be taken out from under it: whoever would be left without is named.
  const administrator = await as('administrator')
  const named = await contributor.send('POST', '/segments', {
    name: 'callable',
    definition: { rules: [{ where: { column: 'Phone', isNotNull: true } }] },
  })
  expect(named.status).toBe(201)
  const { body: held, headers } = await administrator.get('/profiles')
  const without = {
    ...held.definition,
    fields: held.definition.fields.map((field: { name: string }) => ({ ...field, exclude: field.name === 'Phone' })),
  }
  expect(
    await administrator.send('PUT', '/profiles', without, { 'if-match': headers.get('etag') ?? '' }),
  ).toMatchObject({
    status: 422,
    body: {
      issues: expect.arrayContaining([
        expect.objectContaining({
          path: 'segments.callable.rules[0].where.column',
          message: expect.stringContaining('"Phone"'),
        }),
      ]),
    },
  })
  expect((await viewer.get('/tables/shop')).body.columns.map(({ name }: { name: string }) => name)).toContain(
    'UnifiedCustomerId',
  )
})

test('matching alone writes what matches and leaves the profiles; a refresh is of the definition of when it began', async () => {
  const { app, contributor, viewer, definitions, clusters, refresh } = await lab()
  await refresh()
  const save = async (change: object) => {
    const { body, headers } = await contributor.get('/profiles')
    const profiles = { ...body.definition, ...change }
    return await contributor.send('PUT', '/profiles', profiles, { 'if-match': headers.get('etag') ?? '' })
  }
  const look = async () => (await viewer.get('/unification')).body
  const pairs = async () => (await viewer.get('/tables/match-pairs/rows')).body
  const status = async (id: string) => (await viewer.get(`/refreshes/${id}`)).body.tasks[0].status
  const byPhone = { match: [{ name: 'same phone', where: [{ field: 'Phone' }] }], clusters: [] }
  expect(await save(byPhone)).toMatchObject({
    status: 200,
    body: {
      consequences: [],
      warnings: [
        expect.stringContaining('no rule of match is asked between "club" and "shop"'),
        expect.stringContaining('between "till" and "club"'),
      ],
    },
  })
  expect(await look()).toMatchObject({ definitionChanged: true, matching: null })

  const people = await customersOf(app, definitions)
  const before = await pairs()
  const held = await app.database.tryLock('profiles')
  // That somebody unifies is told, also where it is no refresh of the server.
  const counts = { consequences: [expect.stringContaining('counts from the next refresh on')] }
  expect(await save({ ...byPhone, clusters })).toMatchObject({ status: 200, body: counts })
  const begun = await contributor.send('POST', '/refreshes', { profiles: 'matching' })
  expect(begun).toMatchObject({ status: 202, body: { scope: { profiles: 'matching' } } })
  await expect.poll(() => status(begun.body.id)).toBe('Refreshing')
  expect(await save({ match: undefined, clusters })).toMatchObject({
    status: 200,
    body: counts,
  })
  await held?.[Symbol.asyncDispose]()
  await expect.poll(() => status(begun.body.id)).toBe('Successful')
  expect(await look()).toMatchObject({
    definitionChanged: false,
    figures: { people: 4, matchPairs: 3 },
    matching: { definitionChanged: true, figures: { people: 6, matchedPeople: 1, matchPairs: 1 } },
  })
  expect(await pairs()).toMatchObject({
    total: 1,
    items: [{ Table1: 'shop', Key1: '1', Key2: '77', Rule: 'same phone' }],
  })
  expect(await customersOf(app, definitions)).toEqual(people)

  // The profiles are by this very definition; made anew they bring its pairs back.
  await refresh()
  expect(await look()).toMatchObject({ definitionChanged: false, matching: null, figures: { matchPairs: 3 } })
  expect(await pairs()).toEqual(before)
  expect(await customersOf(app, definitions)).toEqual(people)
  expect(await contributor.send('POST', '/refreshes', { profiles: 'matching', segments: ['everybody'] })).toMatchObject(
    {
      status: 422,
    },
  )
})

test('profiles are tried before they are saved: what they would find, and what just is and just is not enough', async () => {
  const { contributor, viewer, refresh, app, definitions } = await lab()
  await refresh()
  const rule = { name: 'like name', where: [{ field: 'LastName', precision: 70 }] }
  const tier = { name: 'Tier', type: 'Loyalty.Tier', from: { till: 'tlf' } }
  const profiles = { ...unified, match: [rule], fields: [...unified.fields, tier] }
  const { status, body } = await contributor.send('POST', '/unification/try', { profiles })
  expect(status).toBe(200)
  expect(body).toMatchObject({ sampled: false, figures: { people: 4 } })
  expect(body.people[0].rows).toEqual([shop1, { source: 'club', key: 'a' }, { source: 'till', key: '77' }])
  // Nothing of it is kept.
  expect((await viewer.get('/unification')).body.rules).not.toContain('like name')
  expect(await customersOf(app, definitions)).toHaveLength(4)

  const asked = { profiles, rule: 'like name', tables: ['shop', 'club'] }
  const { body: near } = await contributor.send('POST', '/unification/pairs', asked)
  expect(near.above.map(({ rows }: { rows: object[] }) => rows)).toEqual([
    [shop1, { source: 'club', key: 'a' }],
    [
      { source: 'shop', key: '2' },
      { source: 'club', key: 'b' },
    ],
  ])
  expect(near.below).toEqual([])
  const strict = {
    ...asked,
    profiles: { ...unified, match: [{ ...rule, where: [{ field: 'FirstName', precision: 85 }] }] },
  }
  await writeSources(app, { club: files.club.replace('Deborah', 'Debora') })
  await refresh()
  const { body: missed } = await contributor.send('POST', '/unification/pairs', strict)
  expect(missed.above).toMatchObject([{ matches: true, rows: [{ key: '1' }, { key: 'a' }] }, { matches: true }])
  expect(missed.above[0].where[0].score).toBeCloseTo(6 / 7)

  expect(await contributor.send('POST', '/unification/pairs', { ...asked, rule: 'none' })).toMatchObject({
    status: 422,
  })
  const wrong = { ...profiles, email: 'Mail' }
  expect(await contributor.send('POST', '/unification/try', { profiles: wrong })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'profiles.email', message: expect.stringContaining('Email') }] },
  })
  for (const [type, told] of [
    ['Person.FirstName', 'expected first-name'],
    ['fone', 'Did you mean "phone"'],
  ]) {
    const mistyped = { ...profiles, fields: [...unified.fields, { ...tier, type }] }
    expect(await contributor.send('POST', '/unification/try', { profiles: mistyped })).toMatchObject({
      status: 422,
      body: {
        issues: [{ path: 'profiles.fields.5.type', message: expect.stringContaining(told ?? '') }],
      },
    })
  }
})

test('profiles are proposed for sources that were read, and what is proposed may be saved', async () => {
  const { contributor, refresh, app, as } = await lab()
  const asked = { sources: ['shop', 'club'] }
  expect(await contributor.send('POST', '/unification/propose', asked)).toMatchObject({
    status: 409,
    body: { code: 'unification_unread', detail: expect.stringContaining('postbud sources refresh shop') },
  })
  await refresh()
  const { body } = await contributor.send('POST', '/unification/propose', asked)
  expect(body.rules.map(({ name }: { name: string }) => name)).toEqual([
    'same e-mail, like name',
    'same e-mail, name spelt alike',
    'same e-mail and last name, first name may be missing',
    'same e-mail and first name, last name may be missing',
    'same phone, like name',
    'same phone, name spelt alike',
    'same phone and last name, first name may be missing',
    'same phone and first name, last name may be missing',
    'same e-mail and phone',
    'same e-mail, names turned round',
    'same phone, names turned round',
  ])
  const administrator = await as('administrator')
  const { headers } = await administrator.get('/profiles')
  const saved = await administrator.send('PUT', '/profiles', body.profiles, { 'if-match': headers.get('etag') ?? '' })
  expect(saved).toMatchObject({ status: 200, body: { definition: { email: 'Email', tables: [{}, {}] } } })
  await refresh()
  expect(await customersOf(app, threeSources())).toHaveLength(4)
})

test('where profiles come from one source there is nothing to tell', async () => {
  const { app, as } = await serverLab()
  await saveDefinitions(app.db, aShop())
  expect(await (await as('viewer')).get('/unification')).toMatchObject({
    status: 409,
    body: { code: 'nothing_to_unify', detail: expect.stringContaining('"contacts"') },
  })
  expect(await (await as('contributor')).send('POST', '/refreshes', { profiles: 'matching' })).toMatchObject({
    status: 409,
  })
})
