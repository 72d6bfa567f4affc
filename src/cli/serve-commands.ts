import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { chmod, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { Writable } from 'node:stream'
import type { App } from '../app.ts'
import { AppError } from '../lib/app-error.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'
import { version } from '../lib/version.ts'
import type { CliContext } from './context.ts'
import type { Door } from './find-server.ts'
import type { Screen } from './screen.ts'
import { type CommandMessage, callerSchema, commandSchema, messages, type ServerMessage, send } from './wire.ts'

/** The reason for which a command ends that the server is running for somebody as it stops. */
export class ServerStopsError extends AppError {
  override readonly code = 'server_stops'
  override readonly recovery = 'later'
  constructor() {
    super('The server is stopping. What the command did is written down, and a run is carried on by the next one.')
  }
}

type Needs = { readonly app: App; readonly runCommandLine: CliContext['runCommandLine'] }

/**
 * Runs the command lines that others give to this process because it owns the data directory. Whoever may read that directory
 * is let in: the socket and the file that leads to it are its owner's alone. Disposing asks what is under way to stop, as
 * Ctrl-C would, and waits for it.
 */
export async function serveCommands(needs: Needs): Promise<AsyncDisposable> {
  const { directory } = needs.app
  const token = randomBytes(32).toString('base64url')
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  const server = createServer((socket) => {
    // A caller that goes away is noticed by the reading of its messages.
    socket.on('error', () => undefined)
    const serving = serve(needs, { socket, token, stopping: stopping.signal }).finally(() => underWay.delete(serving))
    underWay.add(serving)
  })
  const at = await listen(server, directory)
  const door: Door = { pid: process.pid, version, token, at }
  await publishFile(directory.door, (path) => writeFile(path, JSON.stringify(door), { mode: 0o600 }))
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort(new ServerStopsError())
      await Promise.all(underWay)
      await rm(directory.door, { force: true })
      server.close()
    },
  }
}

/** What the path of a socket may measure at most: 104 bytes with its end on macOS, 108 on Linux. */
const mostPathBytes = 103

async function listen(server: Server, { socket: path }: DataDirectory): Promise<Door['at']> {
  if (process.platform !== 'win32' && Buffer.byteLength(path) <= mostPathBytes) {
    // Left by a process that was killed: this one owns the directory.
    await rm(path, { force: true })
    server.listen(path)
    await once(server, 'listening')
    await chmod(path, 0o600)
    return { path }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens at no port')
  return { host: '127.0.0.1', port: address.port }
}

type Call = { readonly socket: Socket; readonly token: string; readonly stopping: AbortSignal }

async function serve(needs: Needs, { socket, token, stopping }: Call): Promise<void> {
  const gone = new AbortController()
  try {
    const calls = messages(socket, commandSchema.or(callerSchema))
    const command = await firstOf(calls, socket, stopping)
    if (command?.kind !== 'command' || !same(command.token, token)) {
      return await refuse(socket, 'This is not the token that the data directory holds.')
    }
    if (stopping.aborted) return await refuse(socket, 'The server is stopping. Try again when it has stopped.')
    const questions = openQuestions(socket)
    const listening = (async () => {
      for await (const message of calls) {
        if (message.kind === 'stop') gone.abort(new Error('stopped by whoever started it'))
        if (message.kind === 'answer') questions.answer(message.id, message.yes)
        if (message.kind === 'input') questions.answer(message.id, message.text)
      }
    })()
      .catch(() => undefined)
      .finally(() => gone.abort(new Error('whoever started it went away')))

    const exitCode = await run(needs, command, {
      socket,
      stopping,
      questions,
      signal: AbortSignal.any([gone.signal, stopping]),
    })
    // Who does not read what was written does not keep the server from stopping.
    await Promise.race([send(socket, { kind: 'ended', exitCode }), patience(stopping)])
    socket.end()
    setTimeout(() => socket.destroy(), graceMs).unref()
    await listening
  } catch {
    // No message of ours: nothing was begun, and nobody is there who would understand a word.
  } finally {
    socket.destroy()
  }
}

const graceMs = 2000

/** The first message of a caller. One that says nothing is let go, at once when the server stops. */
async function firstOf<T>(calls: AsyncGenerator<T>, socket: Socket, stopping: AbortSignal): Promise<T | undefined> {
  const letGo = () => void socket.destroy()
  const timer = setTimeout(letGo, graceMs)
  stopping.addEventListener('abort', letGo)
  try {
    return (await calls.next()).value
  } finally {
    clearTimeout(timer)
    stopping.removeEventListener('abort', letGo)
  }
}

/** Resolves a while after the server was asked to stop. */
function patience(stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wait = () => void setTimeout(resolve, graceMs).unref()
    if (stopping.aborted) wait()
    else stopping.addEventListener('abort', wait, { once: true })
  })
}

type Running = {
  readonly socket: Socket
  readonly stopping: AbortSignal
  readonly questions: ReturnType<typeof openQuestions>
  readonly signal: AbortSignal
}

async function run({ app, runCommandLine }: Needs, command: CommandMessage, running: Running): Promise<number> {
  const { argv, file } = command
  const config = { ...app.config, file }
  const screen = screenOf(command, running)
  const exitCode = await runCommandLine({
    argv,
    screen,
    signal: running.signal,
    variables: app.variables,
    config: () => config,
    withApp: (_flags, work) => work({ ...app, config }),
    withOwnApp: async () => {
      throw new AloneNeededError()
    },
  })
  await Promise.race([Promise.all([flushed(screen.stdout), flushed(screen.stderr)]), patience(running.stopping)])
  return exitCode
}

class AloneNeededError extends AppError {
  override readonly code = 'data_directory_in_use'
  override readonly recovery = 'later'
  constructor() {
    super('This command needs the data directory to itself. Stop the server, then try again.')
  }
}

function screenOf({ screen }: CommandMessage, { socket, questions }: Running): Screen {
  return {
    ...screen,
    stdout: outputTo(socket, 'stdout', screen.stdout),
    stderr: outputTo(socket, 'stderr', screen.stderr),
    ask: async (question, signal) => (await questions.ask({ kind: 'ask', question }, signal)) === true,
    browse: async (address) => (await questions.ask({ kind: 'browse', address })) === true,
    readInput: async () => String(await questions.ask({ kind: 'read' })),
  }
}

/** A stream that ends up on the caller's, and looks like it. */
function outputTo(socket: Socket, kind: 'stdout' | 'stderr', looks: object): Writable {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      void send(socket, { kind, text: chunk.toString() }).then(() => done())
    },
  })
  return Object.assign(stream, looks)
}

function flushed(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.end(resolve))
}

type Question =
  | Omit<Extract<ServerMessage, { kind: 'ask' }>, 'id'>
  | Omit<Extract<ServerMessage, { kind: 'browse' }>, 'id'>
  | Omit<Extract<ServerMessage, { kind: 'read' }>, 'id'>

/** The questions that the caller was asked and has not answered yet. */
function openQuestions(socket: Socket) {
  const open = new Map<number, (answer: boolean | string) => void>()
  let asked = 0
  return {
    answer(id: number, answer: boolean | string): void {
      open.get(id)?.(answer)
      open.delete(id)
    },
    /** Resolves with the caller's answer. Rejects with the signal's reason. */
    async ask(question: Question, signal?: AbortSignal): Promise<boolean | string> {
      asked += 1
      const id = asked
      const { promise, resolve, reject } = Promise.withResolvers<boolean | string>()
      open.set(id, resolve)
      const withdraw = () => {
        open.delete(id)
        void send(socket, { kind: 'withdrawn', id })
        reject(signal?.reason)
      }
      if (signal?.aborted) withdraw()
      signal?.addEventListener('abort', withdraw, { once: true })
      await send(socket, { ...question, id })
      return await promise.finally(() => signal?.removeEventListener('abort', withdraw))
    },
  }
}

async function refuse(socket: Socket, message: string): Promise<void> {
  await send(socket, { kind: 'refused', message })
  socket.end()
}

function same(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
