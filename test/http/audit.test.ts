import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { recordAct } from '../../src/access/audit.ts'
import type { Actor } from '../../src/access/person.ts'
import { commandLine } from '../support/command-line.ts'
import { serverLab } from '../support/server-lab.ts'
import { aFolder, placeIn, testApp } from '../support/test-app.ts'

const grace: Actor = { id: 'u1', name: 'Grace', via: 'API', address: '192.0.2.1' }
const ada: Actor = { id: null, name: 'ada', via: 'CLI' }

function act(actor: Actor, action: string, name: string, change: { before?: object; after?: object } = {}) {
  return { actor, action, target: { kind: action.split('.')[0] ?? '', name }, ...change }
}

test('the audit log is read by administrators alone, newest first, by page and by filter', async () => {
  const { app, as } = await serverLab()
  for (const name of ['news', 'club', 'shop'])
    await recordAct(app, act(grace, 'export.change', name, { before: { a: 1 }, after: { a: 2 } }))
  await recordAct(app, act(ada, 'run.approve', 'r1'))
  const [administrator, contributor] = [await as('administrator'), await as('contributor')]

  expect(await contributor.get('/audit')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  const first = await administrator.get('/audit?limit=2')
  expect(first.body.items).toMatchObject([
    { seq: 4, actor: 'ada', via: 'CLI', action: 'run.approve', target: 'r1', actorId: null, before: null },
    { seq: 3, actor: 'Grace', address: '192.0.2.1', target: 'shop', before: { a: 1 }, after: { a: 2 } },
  ])
  const second = await administrator.get(`/audit?limit=2&cursor=${first.body.next}`)
  expect(second.body.items.map(({ seq }: { seq: number }) => seq)).toEqual([2, 1])
  const seqs = async (query: string) => {
    const { body } = await administrator.get(`/audit?${query}`)
    return body.items.map(({ seq }: { seq: number }) => seq)
  }
  expect(await seqs('actor=GRA')).toEqual([3, 2, 1])
  expect(await seqs('action=run')).toEqual([4])
  expect(await seqs('action=ru')).toEqual([])
  expect(await seqs('targetKind=export&target=club')).toEqual([2])
  expect(await seqs(`until=${new Date(0).toISOString()}`)).toEqual([])
  expect(await administrator.get('/audit?limit=0')).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'querystring.limit' }] },
  })
  const lines = (await administrator.get('/audit/download?actor=grace')).body.trim().split('\n')
  expect(lines.map((line: string) => JSON.parse(line).target)).toEqual(['news', 'club', 'shop'])
})

test('acts recorded at once make one chain, and rows cannot be changed or taken out', async () => {
  const app = await testApp()
  await Promise.all(Array.from({ length: 20 }, (_, at) => recordAct(app, act(ada, 'run.start', `r${at}`))))
  const rows = await app.db.selectFrom('audit_log').select('seq').orderBy('seq').execute()
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  await expect(app.db.deleteFrom('audit_log').execute()).rejects.toThrow('append-only')
  await expect(app.db.updateTable('audit_log').set({ actor: 'somebody else' }).execute()).rejects.toThrow('append-only')
})

test('what was changed or taken out behind its back is found, at the end too where a mark was noted', async () => {
  const folder = await aFolder()
  const postbud = commandLine({ env: await placeIn(folder) })
  const tamper = async (statement: string) => {
    await using app = await testApp({ folder })
    await sql.raw('alter table audit_log disable trigger all').execute(app.db)
    await sql.raw(statement).execute(app.db)
  }
  {
    await using app = await testApp({ folder })
    for (const name of ['a', 'b', 'c'])
      await recordAct(app, act(grace, 'export.change', name, { after: { z: 1, a: [{ y: 2, x: null }] } }))
  }
  const intact = await postbud('audit', 'verify')
  expect(intact).toMatchObject({ code: 0, out: expect.stringContaining('Intact: 3 entries.') })
  const mark = /(\d+:[0-9a-f]{64})/.exec(intact.out)?.[1] ?? ''
  expect(await postbud('audit', 'verify', '--since', mark)).toMatchObject({ code: 0 })

  await tamper('delete from audit_log where seq = 3')
  expect(await postbud('audit', 'verify')).toMatchObject({ code: 0 })
  expect(await postbud('audit', 'verify', '--since', mark)).toMatchObject({
    code: 1,
    err: expect.stringContaining('entry 3'),
  })
  await tamper("update audit_log set actor = 'somebody else' where seq = 1")
  expect(await postbud('audit', 'verify', '--json')).toMatchObject({
    code: 1,
    out: expect.stringContaining('"brokenAt": 1'),
  })
  expect(await postbud('audit', 'verify', '--since', 'rubbish')).toMatchObject({ code: 2 })
})
