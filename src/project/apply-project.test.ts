import { expect, test } from 'vitest'
import { testApp } from '../../test/support/test-app.ts'
import { systemActor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
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

test('a file that is not there differs from nothing', async () => {
  const app = await testApp()
  await applyPlan(app, systemActor, await planApply(app, shop), file)
  expect(await differsFromApplied(app.db, '/nowhere/postbud.yaml')).toBe(false)
  expect(await differsFromApplied(app.db, import.meta.filename)).toBe(true)
})
