import { afterAll, expect, test } from 'vitest'
import { type ChangeWords, changesOf } from '../../console/src/features/unification/steps/changes.ts'
import {
  addTable,
  changeTable,
  combineFields,
  type Draft,
  moveTable,
  removeTable,
  renameField,
  separateField,
  usesOfField,
  usesOfTable,
} from '../../console/src/features/unification/steps/draft.ts'
import { edit, openHistory } from '../../console/src/features/unification/steps/history.ts'
import { outsideOf } from '../../console/src/features/unification/steps/issues.ts'
import { inOrder, readProfiles, writeProfiles } from '../../console/src/features/unification/steps/profiles-text.ts'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { serverLab } from '../support/server-lab.ts'
import { files, threeSources, unified, writeSources } from '../support/three-sources.ts'

afterAll(closeBrowser)

/** Profiles in which every key of the grammar stands. */
const whole: Draft = {
  ...unified,
  tables: [
    {
      source: 'shop',
      deduplicate: {
        rules: [{ name: 'same phone', where: [{ field: 'Phone', bypass: { column: ['blocked', 'a.value'] } }] }],
        winner: { mostRecent: 'Changed' },
        fields: { Email: 'most-filled', Phone: { leastRecent: 'Changed' } },
      },
    },
    { source: 'club', deduplicate: { rules: [], matchRules: false, winner: 'most-filled' } },
    { source: 'till', includeAll: false },
  ],
  fields: [
    ...unified.fields.map((field) => (field.name === 'Phone' ? { ...field, exclude: true } : field)),
    {
      name: 'Whole',
      type: 'full-name',
      from: { shop: { join: ['first', 'last'] }, club: ['navn', 'email'] },
      exclude: true,
    },
  ],
  match: [
    {
      name: 'like',
      tables: ['club', 'shop'],
      active: false,
      where: [
        { field: 'Email', alias: [['a', 'b']], bypass: ['unknown'], normalize: [] },
        { field: 'Whole', precision: 63, alias: { from: 'aliases.name', to: ['aliases', 'means.this'] } },
      ],
      except: [{ field: 'FirstName', precision: 'low', when: 'same' }, { field: 'Changed' }],
    },
  ],
  groups: [
    { fields: ['FirstName', 'LastName'], merge: { importance: ['club', 'shop'] } },
    { fields: ['Email', 'Changed'] },
  ],
  always: ['pairs'],
  never: ['strangers'],
  customerId: ['Changed', 'LastName'],
  clusters: [{ name: 'Household', where: [{ field: 'LastName', precision: 'high' }], except: [{ field: 'Changed' }] }],
}

test('every key of the grammar goes to text and back, in one order, whatever order it had', () => {
  const text = writeProfiles(whole)
  expect(readProfiles(text)).toMatchObject({ profiles: whole, issues: [] })
  expect(Object.keys(inOrder(whole))).toEqual([
    'email',
    'firstName',
    'lastName',
    'updatedAt',
    'tables',
    'fields',
    'match',
    'groups',
    'customerId',
    'clusters',
    'always',
    'never',
  ])
  const shuffled = JSON.parse(JSON.stringify(whole, Object.keys(JSON.parse(JSON.stringify(whole))).reverse()))
  expect(writeProfiles({ ...shuffled, ...whole })).toBe(text)
  expect(text).toContain('      - { field: Email, normalize: [], alias: [ [ a, b ] ], bypass: [ unknown ] }')
  const { profiles, issues } = readProfiles(text.replace('precision: 63', 'precision: high63'))
  expect(profiles).toBeUndefined()
  expect(issues).toEqual([
    { line: text.split('\n').findIndex((line) => line.includes('63')) + 1, message: expect.any(String) },
  ])
})

test('a field is called otherwise wherever it is named, and nothing else is changed', () => {
  const at = whole.fields.findIndex(({ name }) => name === 'Changed')
  const renamed = renameField(whole, at, 'Seen')
  expect(writeProfiles(renamed)).toBe(writeProfiles(whole).replaceAll('Changed', 'Seen'))
  expect(renameField(renamed, at, 'Changed')).toEqual(whole)
  expect(usesOfField(whole, 'Changed').map(({ kind }) => kind)).toEqual([
    'role',
    'rule',
    'winner',
    'merge',
    'group',
    'id',
    'cluster',
  ])
  expect(usesOfField(whole, 'Whole')).toEqual([{ kind: 'rule', name: 'like' }])
})

test('fields are separated and combined again, and tables come and go with their columns', () => {
  const phone = whole.fields.findIndex(({ name }) => name === 'Phone')
  const apart = separateField(whole, phone)
  expect(apart.fields[phone]?.from).toEqual({ shop: 'phone' })
  expect(apart.fields.at(-1)).toEqual({ name: 'Phone till', type: 'phone', from: { till: 'tlf' }, exclude: true })
  expect(combineFields(apart, apart.fields.length - 1, phone)).toEqual(whole)
  // Both have a column of the shop: the first with a value counts.
  const email = whole.fields.findIndex(({ name }) => name === 'Email')
  const both = combineFields(whole, phone, email)
  expect(both.fields.find(({ name }) => name === 'Email')?.from).toEqual({
    shop: ['mail', 'phone'],
    club: 'email',
    till: 'tlf',
  })
  expect(both.tables[0]?.deduplicate?.rules?.[0]?.where[0]?.field).toBe('Email')

  expect(usesOfTable(whole, 'club')).toEqual([
    { kind: 'rule', name: 'like' },
    { kind: 'group', name: 'FirstName, LastName' },
  ])
  const without = removeTable(unified, 'till')
  expect(without.fields.every(({ from }) => !('till' in from))).toBe(true)
  const again = addTable(without, 'till', [
    { name: 'Navn', type: 'first-name', from: { till: 'name1' } },
    { name: 'Phone', type: 'phone', from: { till: 'tlf' } },
    { name: 'Card', from: { till: 'card2' } },
  ])
  expect(again.tables.map(({ source }) => source)).toEqual(['shop', 'club', 'till'])
  expect(again.fields.find(({ name }) => name === 'FirstName')?.from.till).toBe('name1')
  expect(again.fields.at(-1)).toEqual({ name: 'Card', from: { till: 'card2' } })
  expect(moveTable(whole, 0, 2).tables.map(({ source }) => source)).toEqual(['club', 'till', 'shop'])
  expect(changeTable(whole, 2, { includeAll: undefined }).tables[2]).toEqual({ source: 'till' })
})

test('what is typed as text is undone in bursts, and text with mistakes leaves the draft as it was', () => {
  const typed = ['x', 'xy'].reduce(
    (history, text) => edit(history, { do: 'text', text, mark: 'text 1' }),
    openHistory(unified),
  )
  expect(typed.present).toEqual({ draft: unified, text: 'xy' })
  expect(edit(typed, { do: 'undo' }).present).toEqual({ draft: unified, text: null })
  const read = edit(typed, { do: 'text', text: writeProfiles(whole), mark: 'text 2' })
  expect(read.present.draft).toEqual(whole)
  const back = edit(edit(read, { do: 'undo' }), { do: 'undo' })
  expect(back.past).toEqual([])
  expect(edit(back, { do: 'redo' }).present.text).toBe('xy')
})

/** Words that say all that they are given, as a language does in its way. */
const plain: ChangeWords = {
  nothing: 'nothing',
  table: (name) => `table ${name}`,
  field: (name) => `field ${name}`,
  rule: (name, within) => (within ? `rule ${name} in ${within}` : `rule ${name}`),
  cluster: (name) => `cluster ${name}`,
  group: ({ fields }) => `group ${fields}`,
  role: (role) => role,
  of: (what, aspect) => `${what}: ${aspect}`,
  columnIn: (field, table) => `field ${field} in ${table}`,
  winnerOf: (table, field) => `row of ${table} for ${field}`,
  orderOf: (list, within) => (within ? `order of ${list} in ${within}` : `order of ${list}`),
  list: (kind, name) => `${kind} ${name}`,
  matchRules: 'rules',
  id: 'id',
  ownId: 'own',
  type: (type) => type,
  origin: (origin) => JSON.stringify(origin) ?? 'nothing',
  fieldSays: ({ type, from }) => `${type} ${JSON.stringify(from)}`,
  which: (which) => which,
  winner: (winner) => JSON.stringify(winner),
  yes: (is) => (is ? 'yes' : 'no'),
  set: (which) => which,
  ruleName: (name) => name,
  ruleSays: ({ name: _, ...rule }) => JSON.stringify(rule),
  merge: (merge) => JSON.stringify(merge),
}

const told = (saved: Draft, draft: Draft) =>
  changesOf(saved, draft, plain).map(({ step, act, what, before, after }) =>
    [step, act, what, before, after].filter((each) => each !== undefined).join(' | '),
  )

test('what saving would change is told once, at its step, and a new name is no change of what names it', () => {
  expect(told(whole, whole)).toEqual([])
  const changed = whole.fields.findIndex(({ name }) => name === 'Changed')
  expect(told(whole, renameField(whole, changed, 'Seen'))).toEqual([
    'map | changed | field Seen: name | Changed | Seen',
  ])
  expect(told(whole, moveTable(whole, 0, 2))).toEqual([
    'match | changed | order of tables | shop, club, till | club, till, shop',
  ])
  expect(told(whole, { ...whole, match: whole.match?.map((rule) => ({ ...rule, name: 'alike' })) ?? [] })).toEqual([
    'match | changed | rule alike: ruleName | like | alike',
  ])
  const till = whole.tables.findIndex(({ source }) => source === 'till')
  expect(told(whole, changeTable(whole, till, { includeAll: undefined }))).toEqual([
    'match | changed | table till: includeAll | no | yes',
  ])
  expect(told(whole, removeTable(whole, 'till'))).toEqual(['map | removed | table till'])
  // A field that means something else takes standard rules with it.
  const phone = unified.fields.map((field) => (field.name === 'Phone' ? { ...field, type: 'text' as const } : field))
  const [first, ...others] = told(unified, { ...unified, fields: phone })
  expect(first).toBe('map | changed | field Phone: type | phone | text')
  expect(others).toContainEqual(expect.stringMatching(/^match \| removed \| rule same phone, like name/))
  expect(others.filter((each) => !each.startsWith('match | '))).toEqual([])
})

test('nothing of the grammar can be taken away or changed without being told', () => {
  /** The same with one value after the other taken out, and one after the other put otherwise. */
  function* others(value: unknown): Generator<unknown> {
    if (typeof value === 'string') yield `${value}x`
    if (typeof value === 'number') yield value + 1
    if (typeof value === 'boolean') yield !value
    if (typeof value !== 'object' || value === null) return
    for (const [key, each] of Object.entries(value)) {
      const put = (next: readonly unknown[]) =>
        Array.isArray(value)
          ? value.flatMap((one, at) => (String(at) === key ? next : [one]))
          : {
              ...Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)),
              ...(next.length > 0 && { [key]: next[0] }),
            }
      // What everything needs is never missing.
      if (!['name', 'from', 'where', 'source', 'field', 'tables', 'fields'].includes(key)) yield put([])
      for (const other of others(each)) yield put([other])
    }
  }
  const untold = [...others(whole)].filter(
    (other) =>
      writeProfiles(other as Draft) !== writeProfiles(whole) && changesOf(whole, other as Draft, plain).length === 0,
  )
  // The row with most values wins, whether that is said or not.
  expect(untold).toEqual([changeTable(whole, 1, { deduplicate: { rules: [], matchRules: false } })])
})

test.skipIf(browserMissing)(
  'what a file declares is edited all the same: the order, lists of pairs, ids and clusters; what fails or is canceled leaves the profiles',
  async () => {
    const made = await serverLab()
    const page = await signedIn(made, 'contributor')
    await page.goto('/data/unify')
    await page.getByText('There are no data sources yet').waitFor()
    const profiles = {
      ...unified,
      match: [
        { name: 'same e-mail', where: [{ field: 'Email' }] },
        { name: 'same phone', where: [{ field: 'Phone' }] },
      ],
    }
    const three = threeSources({ profiles })
    const definitions = {
      ...three,
      exports: {},
      sources: { ...three.sources, pairs: { file: 'pairs.csv', key: 'Table1Key' } },
    }
    await saveDefinitions(made.app.db, definitions, { by: 'postbud.yaml', definitions })
    await writeSources(made.app, { ...files, pairs: 'Table1,Table1Key,Table2,Table2Key\nshop,3,club,c\n' })
    const contributor = await made.as('contributor')
    const { id } = (await contributor.send('POST', '/refreshes', { sources: Object.keys(definitions.sources) })).body
    await expect.poll(async () => (await contributor.get(`/refreshes/${id}`)).body.status).toBe('Successful')

    await page.goto('/data/unify/edit?step=match')
    await page.getByText('The file postbud.yaml declares this').waitFor()
    const grips = page.getByRole('button', { name: /^Move rule/ })
    const order = () =>
      grips.evaluateAll((found) => found.map((each) => each.getAttribute('aria-label')?.split(':')[0]))
    await page
      .getByRole('button', { name: 'Move rule same phone' })
      .dragTo(page.getByRole('button', { name: 'Move rule same e-mail' }), { targetPosition: { x: 10, y: 3 } })
    await expect.poll(order).toEqual(['Move rule same phone', 'Move rule same e-mail'])
    await page.getByRole('button', { name: 'Move rule same phone' }).press('ArrowDown')
    await expect.poll(order).toEqual(['Move rule same e-mail', 'Move rule same phone'])
    await page.getByRole('button', { name: 'Move table till' }).press('ArrowUp')
    for (const at of [0, 1]) {
      await page.getByRole('button', { name: 'Add a list' }).nth(at).click()
      await page.getByRole('menuitem', { name: 'pairs' }).click()
    }
    await page.getByRole('tab', { name: '4. Merge' }).click()
    await page.getByRole('button', { name: 'Use a field' }).click()
    await page.getByRole('menuitem', { name: 'LastName' }).click()
    await page.getByRole('button', { name: 'Add a cluster' }).click()
    await page.getByText('Household LastName').waitFor()
    await page.getByRole('tab', { name: '5. Review' }).click()
    const changes = page.getByRole('region', { name: 'What saving would change' })
    const told = async () => (await changes.getByRole('listitem').allInnerTexts()).map((each) => each.split(/\n+/))
    await expect.poll(told).toEqual([
      ['Changed', 'Order of the tables', 'As saved: shop, club, till', 'As edited: shop, till, club'],
      ['New', 'Always match: pairs'],
      ['New', 'Never match: pairs'],
      ['Changed', 'The id of a customer', 'As saved: An id that Postbud makes', 'As edited: LastName'],
      ['New', 'Cluster Household', 'LastName at least 80% alike'],
    ])
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Unify now' }).click()
    await page.getByText('Unifying failed. There are no profiles yet.').waitFor()
    await page.getByText('The lists of pairs contradict each other: shop 3 and club c').waitFor()
    await expectAccessible(page)
    await picture(page, 'unify-failed')

    await page.goto('/data/unify/edit?step=match')
    await page.getByRole('button', { name: 'Take the list pairs away' }).last().click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    // Who has it unifies, and whoever comes after waits.
    const lock = await made.app.database.tryLock('profiles')
    await page.getByRole('button', { name: 'Unify now' }).click()
    await page.getByText('The profiles are being unified for the first time.').waitFor()
    await picture(page, 'unify-under-way')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('The last time was canceled. There are no profiles yet.').waitFor()
    const [last] = (await contributor.get('/refreshes/tasks/profiles/profiles?limit=1')).body.items
    expect(last).toMatchObject({ status: 'Canceled' })
    expect((await contributor.get('/unification')).body.figures).toBeNull()
    await lock?.[Symbol.asyncDispose]()
    await page.getByRole('button', { name: 'Unify now' }).click()
    await page
      .getByRole('table', { name: 'Clusters' })
      .getByRole('row', { name: /^Household/ })
      .waitFor()
    await picture(page, 'unify-clusters')
    const { definition } = (await contributor.get('/profiles')).body
    expect(definition).toMatchObject({
      tables: [{ source: 'shop' }, { source: 'till', includeAll: false }, { source: 'club' }],
      match: profiles.match,
      always: ['pairs'],
      customerId: ['LastName'],
      clusters: [{ name: 'Household', where: [{ field: 'LastName', precision: 'high' }] }],
    })
    expect(definition.never).toBeUndefined()

    await page.goto('/data/unify/why#shop/3/club/c')
    await page.getByText('A list says that these two are always one person.').waitFor()
    await page.getByRole('group', { name: 'The second row' }).getByLabel('Key').fill('zz')
    await page.keyboard.press('Enter')
    await page.getByText('There is no row "zz" in table "club"').waitFor()
  },
)

test('what the server finds outside of the profiles is known as an export’s, a segment’s or a relationship’s', () => {
  const paths = ['exports.news.fields.first_name', 'segments.named.rules[0]', 'relationships.by-name.to']
  expect(paths.map(outsideOf)).toEqual([
    { kind: 'exports', name: 'news' },
    { kind: 'segments', name: 'named' },
    { kind: 'relationships', name: 'by-name' },
  ])
  expect(['', 'firstName', 'fields[0].name', 'match[0]'].map(outsideOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
