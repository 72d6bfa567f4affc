import { once } from 'node:events'
import { AppError } from '../lib/app-error.ts'
import { version } from '../lib/version.ts'
import type { FoundServer } from './find-server.ts'
import type { Output, Screen } from './screen.ts'
import { messages, type ServerMessage, send, serverSchema } from './wire.ts'

/** Thrown where a command would begin its work, once the server has done it. */
export class HandedOver extends Error {
  override readonly name = 'HandedOver'
  readonly exitCode: number
  constructor(exitCode: number) {
    super('the server has run the command')
    this.exitCode = exitCode
  }
}

/** Raised when the server that works on the data directory does not take the command. */
export class ServerRefusesError extends AppError {
  override readonly code = 'server_refuses'
  override readonly recovery = 'later'
}

class OtherVersionError extends AppError {
  override readonly code = 'server_version'
  override readonly recovery = 'never'
  constructor(theirs: string, pid: number) {
    super(
      `The server that works in the data directory (process ${pid}) is Postbud ${theirs}, and this is ${version}. Restart it, then try again.`,
    )
  }
}

class ServerGoneError extends AppError {
  override readonly code = 'server_gone'
  override readonly recovery = 'later'
  constructor(pid: number) {
    super(
      `The server (process ${pid}) ended before the command had. What was done until then is written down: see postbud runs. Start the server again, or run the command without it.`,
    )
  }
}

type Given = {
  readonly argv: readonly string[]
  /** The configuration file, absolute. */
  readonly file: string
  readonly screen: Screen
  readonly signal: AbortSignal
}

/**
 * Has the server run a command line, with everything of it that meets the person happening here: output, questions, the
 * browser, Ctrl-C. Answers the exit code. Throws ServerRefusesError, OtherVersionError and ServerGoneError.
 */
export async function handOver({ door, socket }: FoundServer, given: Given): Promise<number> {
  const { argv, file, screen, signal } = given
  if (door.version !== version) throw new OtherVersionError(door.version, door.pid)
  const stop = () => void send(socket, { kind: 'stop' })
  signal.addEventListener('abort', stop)
  const questions = new Map<number, AbortController>()
  const ask = async (id: number, question: string): Promise<void> => {
    const withdrawn = new AbortController()
    questions.set(id, withdrawn)
    const asking = AbortSignal.any([signal, withdrawn.signal])
    const yes = await screen.ask(question, asking).catch(() => undefined)
    questions.delete(id)
    // Whoever withdrew the question waits for no answer.
    if (yes !== undefined) await send(socket, { kind: 'answer', id, yes })
  }
  const heed = async (message: ServerMessage): Promise<void> => {
    switch (message.kind) {
      case 'stdout':
      case 'stderr':
        return await write(screen[message.kind], message.text)
      case 'ask':
        return void ask(message.id, message.question)
      case 'withdrawn':
        return questions.get(message.id)?.abort()
      case 'browse':
        return void screen.browse(message.address).then((yes) => send(socket, { kind: 'answer', id: message.id, yes }))
      case 'read':
        return void screen.readInput().then((text) => send(socket, { kind: 'input', id: message.id, text }))
      case 'refused':
        throw new ServerRefusesError(message.message)
      case 'ended':
    }
  }
  try {
    await send(socket, { kind: 'command', token: door.token, version, argv: [...argv], file, screen: describe(screen) })
    if (signal.aborted) stop()
    for await (const message of messages(socket, serverSchema)) {
      if (message.kind === 'ended') return message.exitCode
      await heed(message)
    }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    // A server that is killed resets its connections.
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown
  } finally {
    signal.removeEventListener('abort', stop)
  }
  throw new ServerGoneError(door.pid)
}

function describe({ stdout, stderr, colours, answers, folder, person }: Screen) {
  return { stdout: properties(stdout), stderr: properties(stderr), colours, answers, folder, person }
}

function properties({ isTTY, columns, rows }: Output) {
  return { ...(isTTY && { isTTY }), ...(columns && { columns }), ...(rows && { rows }) }
}

/** Writes as fast as whoever reads keeps up. A stream that fails is somebody else's to tell (see watch-output.ts). */
async function write(stream: Output, text: string): Promise<void> {
  if (stream.write(text)) return
  const gone = new AbortController()
  const over = () => gone.abort()
  stream.once('close', over).once('error', over)
  await once(stream, 'drain', { signal: gone.signal }).catch(() => undefined)
  stream.off('close', over).off('error', over)
}
