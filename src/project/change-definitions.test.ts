import { expect, test } from 'vitest'
import { aShop } from '../../test/support/a-shop.ts'
import { testApp } from '../../test/support/test-app.ts'
import { threeSources, unified } from '../../test/support/three-sources.ts'
import { verifyAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { App } from '../app.ts'
import type { Definitions, ExportDefinition, UnifiedProfiles } from '../contract/definitions.ts'
import { findDefinition, versionOf } from '../definitions/definition-version.ts'
import { loadDefinitions, readDefinitions } from '../definitions/load-definitions.ts'
import { saveDefinitions } from '../definitions/save-definitions.ts'
import { applyPlan, planApply } from './apply-project.ts'
import { changeDefinitions } from './change-definitions.ts'

const ann: Actor = { id: 'U1', name: 'Ann', via: 'API', address: '10.0.0.1' }
const file = { path: '/shop/postbud.yaml', text: '' }

async function shop(): Promise<App> {
  const app = await testApp()
  await saveDefinitions(app.db, aShop())
  return app
}

const withNews = (change: Partial<ExportDefinition>) => (definitions: Definitions) => ({
  ...definitions,
  exports: { ...definitions.exports, news: { ...definitions.exports.news, ...change } as ExportDefinition },
})

const news = { kind: 'export', name: 'news' } as const
const versionOfNews = async (app: App) => versionOf(findDefinition(await readDefinitions(app.db), news))

test('a change is written with its version and the record of who made it', async () => {
  const app = await shop()
  const version = await versionOfNews(app)
  const changed = await changeDefinitions(app, ann, {
    edit: withNews({ list: 'Other', displayName: 'To kim@example.com' }),
    ifMatch: [{ ...news, version }],
  })
  expect((await loadDefinitions(app.db)).exports.news).toMatchObject({ list: 'Other' })
  expect(versionOf(findDefinition(changed.stored, news))).not.toBe(version)
  const [entry, ...others] = await app.db.selectFrom('audit_log').selectAll().execute()
  expect(others).toEqual([])
  expect(entry).toMatchObject({
    actor_id: 'U1',
    action: 'export.change',
    target: 'news',
    before: { list: 'Newsletter' },
    after: { list: 'Other', displayName: 'To [an e-mail address]' },
  })
  expect(await verifyAudit(app.db)).toMatchObject({ rows: 1 })
})

test('an editor who saw an older version is refused, and nothing is written', async () => {
  const app = await shop()
  const seen = [{ ...news, version: await versionOfNews(app) }]
  await changeDefinitions(app, ann, { edit: withNews({ list: 'First' }), ifMatch: seen })
  const second = changeDefinitions(app, ann, { edit: withNews({ list: 'Second' }), ifMatch: seen })
  await expect(second).rejects.toMatchObject({ code: 'changed_meanwhile' })
  expect((await loadDefinitions(app.db)).exports.news?.list).toBe('First')
})

test('what was removed and made anew is not what its editor saw', async () => {
  const app = await shop()
  const seen = [{ ...news, version: await versionOfNews(app) }]
  const { exports } = aShop()
  await changeDefinitions(app, ann, { edit: (definitions) => ({ ...definitions, exports: {} }) })
  await changeDefinitions(app, ann, { edit: (definitions) => ({ ...definitions, exports }) })
  const late = changeDefinitions(app, ann, { edit: withNews({ list: 'Late' }), ifMatch: seen })
  await expect(late).rejects.toMatchObject({ code: 'changed_meanwhile' })
})

test('editors of different things at once all have their changes written', async () => {
  const app = await shop()
  const names = ['a', 'b', 'c', 'd', 'e']
  await Promise.all(
    names.map((name) =>
      changeDefinitions(app, ann, {
        edit: (definitions) => ({
          ...definitions,
          segments: { ...definitions.segments, [name]: { rules: [{ where: { segment: 'everybody' } }] } },
        }),
        ifMatch: [{ kind: 'segment', name, version: null }],
      }),
    ),
  )
  expect(Object.keys((await loadDefinitions(app.db)).segments).sort()).toEqual([...names, 'everybody'])
  expect(await verifyAudit(app.db)).toMatchObject({ rows: names.length })
})

test('mistakes are told with their paths, and nothing is written', async () => {
  const app = await shop()
  const wrong = changeDefinitions(app, ann, { edit: withNews({ segments: ['evrybody'], connection: 'gone' }) })
  await expect(wrong).rejects.toMatchObject({
    code: 'definition_invalid',
    issues: [
      { path: 'exports.news.connection', message: expect.stringContaining('there is no connection "gone"') },
      { path: 'exports.news.segments[0]', message: expect.stringContaining('Did you mean "everybody"?') },
    ],
  })
  const shapeless = changeDefinitions(app, ann, { edit: withNews({ segments: [] }) })
  await expect(shapeless).rejects.toMatchObject({ issues: [{ path: 'exports.news.segments' }] })
  expect(await loadDefinitions(app.db)).toEqual(aShop())
  expect(await app.db.selectFrom('audit_log').selectAll().execute()).toEqual([])
})

test('what something else needs is not removed', async () => {
  const app = await shop()
  const removal = changeDefinitions(app, ann, { edit: (definitions) => ({ ...definitions, segments: {} }) })
  await expect(removal).rejects.toMatchObject({
    code: 'definition_in_use',
    message: expect.stringContaining('exports.news.segments[0]'),
  })
})

test('a field that is used is not removed, and what uses it is told in the order in which it can be taken out', async () => {
  const app = await testApp()
  const where = [{ field: 'FirstName' }]
  const profiles: UnifiedProfiles = {
    ...unified,
    tables: [{ source: 'shop', deduplicate: { rules: [{ name: 'd', where }], fields: { FirstName: 'most-filled' } } }],
    fields: unified.fields.map(({ from: { shop = '' }, ...field }) => ({ ...field, from: { shop } })),
    match: [{ name: 'm', where: [{ field: 'Email' }], except: where }],
    groups: [{ fields: ['FirstName', 'LastName'] }],
    customerId: ['FirstName'],
    clusters: [{ name: 'Household', where }],
  }
  const segments = { named: { rules: [{ where: { column: 'FirstName', equals: 'Ann' } }] } } as Definitions['segments']
  const relationships = { 'by-name': { from: 'orders.customer', to: 'profile.FirstName' } }
  const definitions = threeSources({ profiles, relationships, segments })
  const { news } = definitions.exports
  const exports = { news: { ...news, segments: ['named'] } as ExportDefinition }
  await saveDefinitions(app.db, { ...definitions, exports })
  const keep = (fields: UnifiedProfiles['fields'], rest: Partial<UnifiedProfiles> = {}) =>
    changeDefinitions(app, ann, { edit: (before) => ({ ...before, profiles: { ...profiles, fields, ...rest } }) })
  const outside = ['exports.news.fields.first_name', 'segments.named.rules[0].where.column', 'relationships.by-name.to']
  const told = (paths: readonly string[]) => ({
    code: 'definition_invalid',
    issues: paths.map((path) => ({ path, message: expect.stringContaining('"FirstName" is used here') })),
  })
  const others = profiles.fields.filter(({ name }) => name !== 'FirstName')
  await expect(keep(others)).rejects.toMatchObject(
    told([
      ...outside,
      'profiles.clusters[0].where[0].field',
      'profiles.customerId[0]',
      'profiles.groups[0].fields[0]',
      'profiles.match[0].except[0].field',
      'profiles.tables[0].deduplicate.fields.FirstName',
      'profiles.tables[0].deduplicate.rules[0].where[0].field',
      'profiles.firstName',
    ]),
  )
  // What is compared and not kept is still there for rules, and for nobody who looks at the profiles.
  const excluded = profiles.fields.map((field) => ({ ...field, exclude: field.name === 'FirstName' }))
  await expect(keep(excluded)).rejects.toMatchObject(told([...outside, 'profiles.firstName']))
  expect((await loadDefinitions(app.db)).profiles).toEqual(profiles)
})

test('a mistake that was there before stops no change of other things', async () => {
  const app = await testApp()
  const broken = { ...aShop().exports.news, segments: ['gone'] } as ExportDefinition
  await saveDefinitions(app.db, { ...aShop(), exports: { ...aShop().exports, broken } })
  const { warnings } = await changeDefinitions(app, ann, { edit: withNews({ list: 'Other' }) })
  expect(warnings).toEqual([expect.stringContaining('exports.broken.segments[0]: there is no segment "gone"')])
  const still = changeDefinitions(app, ann, {
    edit: (definitions) => ({ ...definitions, exports: { ...definitions.exports, broken: { ...broken, list: 'X' } } }),
  })
  await expect(still).rejects.toMatchObject({ code: 'definition_invalid' })
})

test('changing what a file manages warns, and applying the file leaves alone what it does not manage', async () => {
  const app = await testApp()
  await applyPlan(app, ann, await planApply(app, aShop()), file)
  const { warnings, stored } = await changeDefinitions(app, ann, { edit: withNews({ list: 'Other' }) })
  expect(warnings).toEqual([
    expect.stringMatching(/"news" is managed by the file \/shop\/postbud.yaml, and the change/),
  ])
  expect(findDefinition(stored, news).managedBy).toBe(file.path)

  const extra = { ...aShop().exports.news, displayName: 'Extra' } as ExportDefinition
  const made = await changeDefinitions(app, ann, {
    edit: (definitions) => ({ ...definitions, exports: { ...definitions.exports, extra } }),
  })
  expect(made.warnings).toEqual([])
  expect(findDefinition(made.stored, { kind: 'export', name: 'extra' }).managedBy).toBeNull()

  const plan = await planApply(app, { ...aShop(), exports: {} })
  expect(plan.changes.map(({ action, name }) => `${action} ${name}`)).toEqual(['remove news'])
  await applyPlan(app, ann, plan, file)
  expect(Object.keys((await loadDefinitions(app.db)).exports)).toEqual(['extra'])
})
