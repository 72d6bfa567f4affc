import { writeFile } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { testApp } from '../../test/support/test-app.ts'
import { findServer } from './find-server.ts'
import { handOver, ServerRefusesError } from './hand-over.ts'
import { runCommandLine } from './run-command-line.ts'
import type { Screen } from './screen.ts'
import { serveCommands } from './serve-commands.ts'

const shop = `environment: { name: Shop, timeZone: Europe/Copenhagen }
sources: { contacts: { file: contacts.csv, key: id } }
profiles: { from: contacts, email: email }
segments: { everybody: { rules: [{ where: { all: [] } }] } }
`

test('a person at a terminal is asked, and sees colours and moving lines, as if the command ran where they are', async () => {
  const { app, command } = await aServer()
  const said = await command(['apply'], { ask: async () => false })
  expect(said).toMatchObject({ code: 1, questions: ['Make these changes?'] })
  expect(stripVTControlCharacters(said.err)).toContain('Nothing was changed.')
  expect(said.out).toContain('\u001b[32m+')

  expect(await command(['apply'], { ask: async () => true })).toMatchObject({ code: 0 })
  expect(await app.db.selectFrom('definitions').select('name').execute()).toContainEqual({ name: 'everybody' })
  const refresh = await command(['sources', 'refresh', 'contacts'])
  // The line that moves is written over in place.
  expect(refresh.err.slice(refresh.err.indexOf('contacts: reading'))).toContain('\u001b[')
})

test('a question is withdrawn from whoever presses Ctrl-C meanwhile', async () => {
  const { command } = await aServer()
  const stop = new AbortController()
  let withdrawn = false
  const said = await command(
    ['apply'],
    {
      ask: (_question, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            withdrawn = true
            reject(signal.reason)
          })
          stop.abort(new Error('stopped by SIGINT'))
        }),
    },
    stop.signal,
  )
  expect(said).toMatchObject({ code: 1, err: expect.stringContaining('Stopped.') })
  expect(withdrawn).toBe(true)
})

test('where nobody is there to answer, the command says what to do instead', async () => {
  const { command } = await aServer()
  expect(await command(['apply'], { answers: false })).toMatchObject({
    code: 2,
    err: expect.stringContaining('run "postbud apply --yes"'),
  })
})

test('a command that comes while the server stops is refused with a sentence, and after that there is no server', async () => {
  const underWay = Promise.withResolvers<number>()
  const begun = Promise.withResolvers<void>()
  const { app, command, stop } = await aServer(() => {
    begun.resolve()
    return underWay.promise
  })
  const first = command(['apply'])
  await begun.promise
  const stopping = stop()
  await expect(command(['apply'])).rejects.toThrow('The server is stopping. Try again when it has stopped.')
  await expect(command(['apply'])).rejects.toThrow(ServerRefusesError)
  underWay.resolve(0)
  expect(await first).toMatchObject({ code: 0 })
  await stopping
  expect(await findServer(app.directory)).toBeUndefined()
})

test('a door that a killed server left, or one that nobody wrote, is no server', async () => {
  const app = await testApp()
  expect(await findServer(app.directory)).toBeUndefined()
  await writeFile(app.directory.door, '{')
  expect(await findServer(app.directory)).toBeUndefined()
  const door = { pid: 1, version: '0', token: 'x', at: { path: app.directory.socket } }
  await writeFile(app.directory.door, JSON.stringify(door))
  expect(await findServer(app.directory)).toBeUndefined()
})

test('what a command reads from standard input is what its person gave it', async () => {
  const { app, command } = await aServer()
  await command(['apply', '--yes'])
  await command(['sources', 'refresh'])

  const erased = await command(['erase', '--email-stdin', '--yes'], { readInput: async () => 'A@example.com\n' })

  expect(erased).toMatchObject({ code: 0, out: expect.stringMatching(/table rows: 1\n/) })
  const contacts = await app.db.selectFrom('source_states').select('rows').execute()
  expect(contacts).toEqual([{ rows: 0 }])
  expect((await command(['erase', '--email-stdin', '--yes'])).code).toBe(2)
})

async function aServer(run: typeof runCommandLine = runCommandLine) {
  const app = await testApp()
  await writeFile(app.config.file, shop)
  await writeFile(app.config.file.replace('postbud.yaml', 'contacts.csv'), 'id,email\n1,a@example.com\n')
  const serving = await serveCommands({ app, runCommandLine: run })
  let stopped: Promise<void> | undefined
  const stop = async () => {
    stopped ??= Promise.resolve(serving[Symbol.asyncDispose]())
    await stopped
  }
  onTestFinished(stop)

  const command = async (argv: string[], person: Partial<Screen> = {}, signal = new AbortController().signal) => {
    const said = { out: '', err: '' }
    const questions: string[] = []
    const output = (name: 'out' | 'err') =>
      Object.assign(
        new Writable({
          write(chunk, _encoding, done) {
            said[name] += String(chunk)
            done()
          },
        }),
        { isTTY: true, columns: 90, rows: 30 },
      )
    const ask = person.ask ?? (async () => true)
    const screen: Screen = {
      stdout: output('out'),
      stderr: output('err'),
      colours: true,
      answers: true,
      browse: async () => true,
      readInput: async () => '',
      folder: '/',
      person: 'ada',
      ...person,
      ask: (question, asking) => {
        questions.push(question)
        return ask(question, asking)
      },
    }
    await using server = await findServer(app.directory)
    if (!server) throw new Error('there is no server')
    const code = await handOver(server, { argv, file: app.config.file, screen, signal })
    return { code, ...said, questions }
  }
  return { app, command, stop }
}
