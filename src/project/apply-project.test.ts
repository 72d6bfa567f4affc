import { expect, test } from 'vitest'
import { testApp } from '../../test/support/test-app.ts'
import { systemActor } from '../access/person.ts'
import type { Definitions, ExportDefinition } from '../contract/definitions.ts'
import { differsFromApplied } from '../definitions/applied-file.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { applyPlan, planApply } from './apply-project.ts'
import { DefinitionsMovedError } from './write-changes.ts'

const shop: Definitions = {
  environment: { name: 'Shop', timeZone: 'UTC' },
  sources: { contacts: { file: 'a.csv', key: 'Id' } },
  profiles: { from: 'contacts', email: 'Mail' },
  relationships: {},
  segments: { all: { rules: [{ where: { column: 'Mail', isNotNull: true } }] } },
  connections: { main: { type: 'constant-contact', clientId: 'app', clientSecret: 'hunter2' } },
  exports: { news: { connection: 'main', list: 'News', segments: ['all'], fields: {} } },
}
const file = { path: '/shop/postbud.yaml', text: 'first' }

test('applying twice changes nothing, and a change is told by its path', async () => {
  const app = await testApp()
  const first = await planApply(app, shop)
  expect(first.changes.map(({ action, name }) => `${action} ${name}`)).toContain('create news')
  await applyPlan(app, systemActor, first, file)
  expect(await loadDefinitions(app.db)).toEqual(shop)
  expect((await planApply(app, shop)).changes).toEqual([])

  const changed: Definitions = {
    ...shop,
    profiles: { from: 'contacts', email: 'EMail', firstName: 'First' },
    connections: { main: { type: 'constant-contact', clientId: 'app', clientSecret: 'hunter3' } },
    exports: {},
  }
  expect((await planApply(app, changed)).changes).toEqual([
    {
      action: 'change',
      kind: 'profiles',
      name: 'profiles',
      values: [
        { path: 'email', before: 'Mail', after: 'EMail' },
        { path: 'firstName', after: 'First' },
      ],
    },
    {
      action: 'change',
      kind: 'connection',
      name: 'main',
      values: [{ path: 'clientSecret', before: '********', after: '********' }],
    },
    { action: 'remove', kind: 'export', name: 'news', values: [] },
  ])
})

test('a plan made before somebody else applied is refused, and nothing is written', async () => {
  const app = await testApp()
  const mine = await planApply(app, shop)
  await applyPlan(app, systemActor, await planApply(app, { ...shop, exports: {} }), file)
  await expect(applyPlan(app, systemActor, mine, file)).rejects.toThrow(DefinitionsMovedError)
  expect((await loadDefinitions(app.db)).exports).toEqual({})
})

test('removing an export whose run has not finished is refused with its run', async () => {
  const app = await testApp()
  await applyPlan(app, systemActor, await planApply(app, shop), file)
  await app.db
    .insertInto('runs')
    .values({
      id: 'R1',
      export_name: 'news',
      trigger: 'cli',
      started_by: 'me',
      stage: 'planning',
      status: 'Processing',
      definition: '{}',
      members: '{}',
      figures: '{}',
    })
    .execute()
  await expect(planApply(app, { ...shop, exports: {}, connections: {} })).rejects.toThrow(
    /export "news" is used by run R1[\s\S]*postbud run news/,
  )
})

test('the tokens of a connection go with it, and this is said before', async () => {
  const app = await testApp()
  await applyPlan(app, systemActor, await planApply(app, shop), file)
  await app.db
    .insertInto('connection_states')
    .values({
      name: 'main',
      status: 'connected',
      tokens: 'sealed',
      account: JSON.stringify({ id: '1', organizationName: 'Contoso' }),
      updated_at: new Date(),
    })
    .execute()
  const plan = await planApply(app, { ...shop, exports: {}, connections: {} })
  expect(plan.consequences).toEqual([expect.stringContaining('Connection "main" is signed in to Contoso. Its tokens')])
  await applyPlan(app, systemActor, plan, file)
  expect(await app.db.selectFrom('connection_states').selectAll().execute()).toEqual([])
})

test('whom an export put on its list goes on with it wherever it is led to that list, and else stays there', async () => {
  const app = await testApp()
  await applyPlan(app, systemActor, await planApply(app, shop), file)
  const here = { account_id: 'a1', list_id: 'c5fe-01' }
  const claim = { ...here, export_name: 'news', file: 'claims', entries: 1_200, updated_at: new Date() }
  await app.db
    .insertInto('lists')
    .values({ ...here, name: 'Newsletter' })
    .execute()
  await app.db.insertInto('claims').values(claim).execute()
  await app.db
    .insertInto('export_lists')
    .values({ ...here, export_name: 'news', list_text: 'News' })
    .execute()
  const state = { status: 'connected', account: JSON.stringify({ id: 'a1' }), updated_at: new Date() } as const
  await app.db
    .insertInto('connection_states')
    .values({ name: 'main', ...state })
    .execute()
  const { connection: _, ...detached } = shop.exports.news as ExportDefinition
  const told = async (news: ExportDefinition | undefined) =>
    (await planApply(app, { ...shop, exports: news ? { news } : {} })).consequences
  const keeps = 'The list "Newsletter" keeps 1,200 people whom export "news" put there.'
  const goesOn = ['Export "news" goes on with 1,200 people whom it put on the list "Newsletter".']

  expect(await told(undefined)).toEqual([
    `${keeps} To take them off, do it before the export is removed: postbud clean-up news --list c5fe-01`,
  ])
  expect(await told(detached)).toEqual([`${keeps} Nothing is done about them until the export has a connection again.`])
  const elsewhere = [`${keeps} To take them off, once the export has run on its new list: postbud clean-up news`]
  expect(await told({ ...detached, connection: 'main', list: 'Other' })).toEqual(elsewhere)
  for (const list of ['c5fe-01', 'https://app.constantcontact.com/lists/c5fe-01', 'Newsletter']) {
    expect([list, await told({ ...detached, connection: 'main', list })]).toEqual([list, goesOn])
  }
  await applyPlan(app, systemActor, await planApply(app, { ...shop, exports: { news: detached } }), file)
  // It was called so when the export was led there.
  expect(await told({ ...detached, connection: 'main' })).toEqual(goesOn)
  const another = JSON.stringify({ id: 'a2' })
  await app.db.updateTable('connection_states').set({ account: another }).where('name', '=', 'main').execute()
  expect(await told({ ...detached, connection: 'main' })).toEqual(elsewhere)
})

test('a file that is not there differs from nothing', async () => {
  const app = await testApp()
  await applyPlan(app, systemActor, await planApply(app, shop), file)
  expect(await differsFromApplied(app.db, '/nowhere/postbud.yaml')).toBe(false)
  expect(await differsFromApplied(app.db, import.meta.filename)).toBe(true)
})
