import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Answered } from '../support/command-line.ts'
import { type ProcessLab, processLab } from '../support/process-lab.ts'
import { aFolder } from '../support/test-app.ts'

/** Many processes start one after another, each with a database of its own to open. */
const patienceMs = 240_000

// Command lines while a server owns the data directory: they run in the server, and whoever types them notices nothing of it.

/** A week of commands, with what goes well, what is refused, and a run that stops at a guard. */
async function aWeek(lab: ProcessLab): Promise<Answered[]> {
  const ended: Answered[] = []
  const say = async (...argv: string[]) => void ended.push(await lab.postbud(...argv))
  await say('validate')
  await say('preview', 'news')
  await say('run', 'news')
  await say('run', 'newz')
  await say('receipts', 'last', '--csv', join(lab.data, '../receipts.csv'))
  await say('segments', 'members', 'everybody', '--limit', '3')
  const file = await readFile(lab.env.POSTBUD_FILE, 'utf8')
  await writeFile(
    lab.env.POSTBUD_FILE,
    file.replace('removalPeople: 1000', 'removalPeople: 1').replace('removalShare: 1', 'removalShare: 0'),
  )
  await say('apply')
  await say('apply', '--yes')
  lab.turnTo(1)
  await say('run', 'news')
  await say('approve', 'last', '--note', 'They asked for it')
  await say('runs', 'last')
  await say('runs', '--json')
  await say('why', 'nobody@example.com')
  await say('runs', '--limt')
  return ended
}

/** What one and the same week looks like, whenever and wherever it was: ids and times are told apart from nothing. */
function masked({ code, out, err }: Answered, folder: string): Answered {
  const mask = (text: string) =>
    text
      .replaceAll(folder, 'FOLDER')
      .replaceAll(/\b[0-9a-hjkmnp-tv-z]{13}\b/g, 'ID')
      .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+Z)?/g, 'TIME')
      .replaceAll(/\d{2}:\d{2}:\d{2}/g, 'TIME')
      .replaceAll(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, 'UUID')
      .replaceAll(/[\d,]+ requests left/g, 'N requests left')
      .replaceAll(/\d+(\.\d+)? (s|ms)\b/g, 'DURATION')
  return { code, out: mask(out), err: mask(err) }
}

test('a week of commands says and does the same through a server as without one', { timeout: patienceMs }, async () => {
  const [aloneFolder, servedFolder] = [await aFolder(), await aFolder()]
  const alone = await processLab(aloneFolder)
  const served = await processLab(servedFolder)
  const server = await served.serve()

  const without = (await aWeek(alone)).map((each) => masked(each, aloneFolder))
  const through = (await aWeek(served)).map((each) => masked(each, servedFolder))

  expect(through).toEqual(without)
  expect(without.map(({ code }) => code)).toEqual([0, 0, 0, 2, 0, 0, 2, 0, 4, 0, 0, 0, 0, 2])
  expect(served.members()).toEqual(served.wanted())
  // Beside whoever typed the command, and by them.
  await served.run('receipts', 'last', '--csv', 'mine.csv')
  expect(await readFile(join(servedFolder, 'mine.csv'), 'utf8')).toContain('delivered')
  const { runs } = JSON.parse((await served.run('runs', '--json')).out)
  expect(runs[0]).toMatchObject({ trigger: 'CLI', startedBy: userInfo().username })

  // What takes the data directory for itself is told who has it.
  expect(await served.run('serve')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/process \d+\) is working in/),
  })
  server.child.kill('SIGTERM')
  expect(await server.ended).toMatchObject({ code: 0 })
  expect((await served.run('runs')).code).toBe(0)
})

test('Ctrl-C stops the command that it is meant for, and the server goes on', { timeout: patienceMs }, async () => {
  const lab = await processLab(await aFolder())
  const server = await lab.serve()
  const run = lab.start('run', 'news')
  lab.control.whenRequest({ method: 'POST', path: '/v3/activities/contacts_file_import' }, () =>
    run.child.kill('SIGINT'),
  )
  const stopped = await run.ended
  expect(stopped).toMatchObject({ code: 1, err: expect.stringMatching(/Stopped\.\n$/) })

  expect(await lab.run('run', 'news')).toMatchObject({ code: 0 })
  expect(lab.members()).toEqual(lab.wanted())
  expect(new Set(lab.control.imports().map(({ fileName }) => fileName)).size).toBe(lab.control.imports().length)

  // Nor does it fall over whoever is killed, and their run is carried on.
  lab.turnTo(1)
  const killed = lab.start('run', 'news')
  lab.control.whenRequest({ method: 'POST', path: '/v3/activities/contacts_file_import' }, () =>
    killed.child.kill('SIGKILL'),
  )
  expect(await killed.ended).toMatchObject({ code: null })
  expect(await lab.run('run', 'news')).toMatchObject({ code: 0 })
  expect(lab.members()).toEqual(lab.wanted())
  expect(server.child.exitCode).toBeNull()
})

test('a server that stops, or is killed, under a command tells so, and nothing is lost', {
  timeout: patienceMs,
}, async () => {
  const lab = await processLab(await aFolder())
  const server = await lab.serve()
  const run = lab.start('run', 'news')
  lab.control.whenRequest({ method: 'POST', path: '/v3/activities/contacts_file_import' }, () =>
    server.child.kill('SIGTERM'),
  )
  expect(await run.ended).toMatchObject({ code: 1, err: expect.stringContaining('error: The server is stopping.') })
  expect(await server.ended).toMatchObject({ code: 0 })

  const again = await lab.serve()
  // Its workers may be faster than whoever asks.
  expect(await lab.run('run', 'news')).toMatchObject({ code: 0 })
  lab.turnTo(1)
  lab.control.whenRequest({ method: 'POST', path: '/v3/activities/contacts_file_import' }, () =>
    again.child.kill('SIGKILL'),
  )
  const other = lab.start('run', 'news')
  expect(await other.ended).toMatchObject({
    code: 1,
    err: expect.stringMatching(/The server \(process \d+\) ended before/),
  })
  await again.ended
  // What the killed one left behind is in nobody's way.
  expect(await lab.run('run', 'news')).toMatchObject({ code: 0 })
  expect(lab.members()).toEqual(lab.wanted())
  const sent = lab.control.imports().map(({ fileName }) => fileName)
  expect(new Set(sent).size).toBe(sent.length)
})

test('only who may read the data directory is let in, and whoever says nothing keeps no server from stopping', async () => {
  const lab = await processLab(await aFolder())
  const server = await lab.serve()
  for (const name of ['server.json', 'server.sock']) {
    expect((await stat(join(lab.data, name))).mode & 0o777, name).toBe(0o600)
  }
  const call = (...lines: unknown[]) =>
    new Promise<string>((resolve) => {
      const socket = connect(join(lab.data, 'server.sock'))
      let said = ''
      socket.on('data', (chunk) => {
        said += String(chunk)
      })
      socket.on('close', () => resolve(said))
      for (const line of lines) socket.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
    })
  const screen = { stdout: {}, stderr: {}, colours: false, answers: false, folder: '/', person: 'mallory' }
  const command = { kind: 'command', token: 'guessed', version: '0', argv: ['runs'], file: '/x', screen }
  expect(JSON.parse(await call(command))).toMatchObject({ kind: 'refused', message: expect.stringContaining('token') })
  expect(await call('no message')).toBe('')
  expect(await call({ kind: 'stop' })).toContain('refused')

  const silent = connect(join(lab.data, 'server.sock'))
  await new Promise((resolve) => silent.once('connect', resolve))
  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
})

test('a data directory whose path is too long for a socket is served at a port of this machine', async () => {
  const folder = join(await aFolder(), 'a-folder-with-a-very-long-name'.repeat(4))
  await mkdir(folder)
  const lab = await processLab(folder)
  await lab.serve()
  expect(JSON.parse(await readFile(join(lab.data, 'server.json'), 'utf8'))).toMatchObject({ at: { host: '127.0.0.1' } })
  expect(await lab.run('run', 'news')).toMatchObject({ code: 0 })
  expect(lab.members()).toEqual(lab.wanted())
})
