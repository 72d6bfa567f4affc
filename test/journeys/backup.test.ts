import { cp, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine } from '../support/command-line.ts'
import { postgresMissing, startPostgres } from '../support/postgres.ts'
import { processLab } from '../support/process-lab.ts'
import { aFolder } from '../support/test-app.ts'

/** Many processes start one after another, each with a database of its own to open. */
const patienceMs = 240_000

/**
 * Makes a backup while an import is on its way: Constant Contact has the first, knows of the second, and its answer is not there yet. The
 * server is killed when it is made. Answers where it is, and a command line on another data directory.
 */
async function backupAmidRun(database: { readonly url: string; readonly elsewhere: string } | undefined) {
  const folder = await aFolder()
  const lab = await processLab(folder, database ? { env: { DATABASE_URL: database.url } } : {})
  const server = await lab.serve()
  const file = join(folder, 'backup.tar.gz')
  const backups: Promise<unknown>[] = []
  lab.control.whenRequest({ method: 'POST', path: '/v3/activities/contacts_file_import', nth: 2 }, async () => {
    const made = lab.postbud('backup', file, '--with-key')
    backups.push(made)
    await made
    server.child.kill('SIGKILL')
    // On a server the command works itself, beside the others.
    if (database) run.child.kill('SIGKILL')
  })
  const run = lab.start('run', 'news')
  expect(await run.ended).toMatchObject({ code: database ? null : 1 })
  await server.ended
  expect(await Promise.all(backups)).toMatchObject([{ code: 0, out: expect.stringMatching(/Wrote [\d,]+ files/) }])

  const elsewhere = await aFolder()
  for (const name of ['postbud.yaml', 'contacts.csv']) await cp(join(folder, name), join(elsewhere, name))
  const { DATABASE_URL: _, ...rest } = { DATABASE_URL: '', ...lab.env }
  const place = { POSTBUD_DATA: join(elsewhere, 'data'), POSTBUD_FILE: join(elsewhere, 'postbud.yaml') }
  const env = { ...rest, ...place, ...(database && { DATABASE_URL: database.elsewhere }) }
  await mkdir(env.POSTBUD_DATA)
  return { lab, file, env, postbud: commandLine({ env }) }
}

type AmidRun = Awaited<ReturnType<typeof backupAmidRun>>

/** The restored run goes on where it was, to the same end as if nothing had happened. */
async function expectCarriedOn({ lab, postbud }: Pick<AmidRun, 'lab' | 'postbud'>): Promise<void> {
  const carriedOn = await postbud('run', 'news')
  expect(carriedOn).toMatchObject({ code: 0, err: expect.stringContaining('carries on where it was left') })
  expect(lab.members()).toEqual(lab.wanted())
  const { receipts } = JSON.parse((await postbud('receipts', 'last', '--json')).out)
  expect(receipts).toHaveLength(12)
  expect(new Set(receipts.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['delivered']))
  // Who made the backup is told in it.
  expect((await postbud('audit', 'list', '--action', 'backup')).out).toMatch(/ CLI +backup\.make +backup \//)
  // Nothing that Constant Contact already had was sent once more.
  const sent = lab.control.imports().map(({ fileName }) => fileName)
  expect(new Set(sent).size).toBe(sent.length)
}

test('a backup made in the middle of a run is restored elsewhere, and the run goes on there with nobody lost', {
  timeout: patienceMs,
}, async () => {
  const made = await backupAmidRun(undefined)
  const { postbud, file, env } = made
  // The database is a folder of it, whose place none on a server can take.
  const onServer = commandLine({ env: { ...env, DATABASE_URL: 'postgres://postbud@127.0.0.1:1/none' } })
  expect(await onServer('restore', file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('without DATABASE_URL'),
  })
  expect(await postbud('restore', file)).toMatchObject({ code: 0 })
  expect(await postbud('restore', file)).toMatchObject({ code: 1, err: expect.stringContaining('holds data already') })
  await expectCarriedOn(made)
})

test.skipIf(postgresMissing)(
  'on a PostgreSQL server one backup holds both, and both are of one moment',
  { timeout: patienceMs },
  async () => {
    await using server = await startPostgres()
    await server.run('create database elsewhere')
    const other = new URL(server.url)
    other.pathname = '/elsewhere'
    const made = await backupAmidRun({ url: server.url, elsewhere: other.href })
    const { lab, postbud, file, env } = made

    // What is there is never overwritten, and then nothing else is changed either.
    const overIt = commandLine({ env: { ...env, DATABASE_URL: server.url } })
    expect(await overIt('restore', file)).toMatchObject({ code: 1, err: expect.stringContaining('holds data already') })
    expect(await readdir(env.POSTBUD_DATA)).not.toContain('runs')

    // Where no server is named the rows go into the embedded database, to have a look at it.
    const { DATABASE_URL: _, ...embedded } = { ...env, POSTBUD_DATA: join(env.POSTBUD_DATA, '..', 'look') }
    await mkdir(embedded.POSTBUD_DATA)
    const look = commandLine({ env: embedded })
    expect(await look('restore', file)).toMatchObject({ code: 0 })
    const seen = JSON.parse((await look('runs', '--json')).out)

    expect(await postbud('restore', file)).toMatchObject({ code: 0 })
    expect(JSON.parse((await postbud('runs', '--json')).out)).toEqual(seen)
    expect(await postbud('audit', 'verify')).toMatchObject({ code: 0 })
    expect(await postbud('connections', 'check')).toMatchObject({ code: 0 })
    await expectCarriedOn({ lab, postbud })
    expect(await postbud('restore', file, '--force')).toMatchObject({
      code: 1,
      err: expect.stringContaining('The database that DATABASE_URL names holds data already'),
    })
    // Refused, it is still what it was.
    expect(await postbud('audit', 'verify')).toMatchObject({ code: 0 })
  },
)

test('a restore waits for nobody: while another process works, it is refused', async () => {
  const folder = await aFolder()
  const lab = await processLab(folder)
  const file = join(folder, 'backup.tar.gz')
  expect((await lab.postbud('backup', file)).err).toContain('The key of the stored secrets is not in it')
  await lab.serve()
  expect(await lab.postbud('restore', file, '--force')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/process \d+\) is working in/),
  })
})
