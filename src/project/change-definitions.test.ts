import { expect, test } from 'vitest'
import { aShop } from '../../test/support/a-shop.ts'
import { testApp } from '../../test/support/test-app.ts'
import { verifyAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { App } from '../app.ts'
import type { Definitions, ExportDefinition } from '../contract/definitions.ts'
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
