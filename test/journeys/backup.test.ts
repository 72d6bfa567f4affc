import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine } from '../support/command-line.ts'
import { processLab } from '../support/process-lab.ts'
import { aFolder } from '../support/test-app.ts'

/** Many processes start one after another, each with a database of its own to open. */
const patienceMs = 240_000

test('a backup made in the middle of a run is restored elsewhere, and the run goes on there with nobody lost', {
  timeout: patienceMs,
}, async () => {
  const folder = await aFolder()
  const lab = await processLab(folder)
  const server = await lab.serve()
  const file = join(folder, 'backup.tar.gz')
  const backups: Promise<unknown>[] = []
  // While an import is on its way: Constant Contact has the first, knows of the second, and its answer is not there yet.
  lab.control.whenRequest({ method: 'POST', path: '/v3/activities/contacts_file_import', nth: 2 }, async () => {
    const made = lab.postbud('backup', file, '--with-key')
    backups.push(made)
    await made
    server.child.kill('SIGKILL')
  })
  const run = lab.start('run', 'news')
  expect(await run.ended).toMatchObject({ code: 1 })
  await server.ended
  expect(await Promise.all(backups)).toMatchObject([{ code: 0, out: expect.stringMatching(/Wrote [\d,]+ files/) }])

  const elsewhere = await aFolder()
  for (const name of ['postbud.yaml', 'contacts.csv']) await cp(join(folder, name), join(elsewhere, name))
  const env = { ...lab.env, POSTBUD_DATA: join(elsewhere, 'data'), POSTBUD_FILE: join(elsewhere, 'postbud.yaml') }
  const postbud = commandLine({ env })
  await mkdir(env.POSTBUD_DATA)
  expect(await postbud('restore', file)).toMatchObject({ code: 0 })
  expect(await postbud('restore', file)).toMatchObject({ code: 1, err: expect.stringContaining('holds data already') })

  const carriedOn = await postbud('run', 'news')
  expect(carriedOn).toMatchObject({ code: 0, err: expect.stringContaining('carries on where it was left') })
  expect(lab.members()).toEqual(lab.wanted())
  const { receipts } = JSON.parse((await postbud('receipts', 'last', '--json')).out)
  expect(receipts).toHaveLength(12)
  expect(new Set(receipts.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['delivered']))
  // Nothing that Constant Contact already had was sent once more.
  const sent = lab.control.imports().map(({ fileName }) => fileName)
  expect(new Set(sent).size).toBe(sent.length)
})

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
