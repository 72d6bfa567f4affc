import type { Socket } from 'node:net'
import { z } from 'zod'
import { AppError } from '../lib/app-error.ts'

/*
 * How a command line and the server that runs it speak: JSON, a line a message, over a socket that only those reach who may
 * read the data directory. The caller's first message is the command; the server's last one is how it ended.
 */

const streamSchema = z.object({
  isTTY: z.boolean().optional(),
  columns: z.int().positive().optional(),
  rows: z.int().positive().optional(),
})

export const commandSchema = z.object({
  kind: z.literal('command'),
  token: z.string(),
  version: z.string(),
  argv: z.array(z.string()),
  /** The configuration file, absolute. */
  file: z.string(),
  screen: z.object({
    stdout: streamSchema,
    stderr: streamSchema,
    colours: z.boolean(),
    answers: z.boolean(),
    folder: z.string(),
    person: z.string(),
  }),
})

export type CommandMessage = z.infer<typeof commandSchema>

/** What a caller says after its command: the answer to a question, what it was given to read, and that it is to stop. */
export const callerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('input'), id: z.int(), text: z.string() }),
  z.object({ kind: z.literal('answer'), id: z.int(), yes: z.boolean() }),
  z.object({ kind: z.literal('stop') }),
])

export type CallerMessage = z.infer<typeof callerSchema>

/** What a server says: output, questions to the person (one that is withdrawn needs no answer), and the end. */
export const serverSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['stdout', 'stderr']), text: z.string() }),
  z.object({ kind: z.literal('ask'), id: z.int(), question: z.string() }),
  z.object({ kind: z.literal('withdrawn'), id: z.int() }),
  z.object({ kind: z.literal('browse'), id: z.int(), address: z.string() }),
  z.object({ kind: z.literal('read'), id: z.int() }),
  z.object({ kind: z.literal('ended'), exitCode: z.int() }),
  z.object({ kind: z.literal('refused'), message: z.string() }),
])

export type ServerMessage = z.infer<typeof serverSchema>

/** Raised for a line that is longer than any message, or none. */
export class WireError extends AppError {
  override readonly code = 'wire_broken'
  override readonly recovery = 'later'
  constructor(options?: ErrorOptions) {
    super('What came over the socket of the data directory is no message of Postbud.', options)
  }
}

const mostCharacters = 16 * 1024 * 1024

/** The messages that come over a socket, until it ends. Throws WireError for what is none. */
export async function* messages<T>(socket: Socket, schema: z.ZodType<T>): AsyncGenerator<T> {
  socket.setEncoding('utf8')
  let rest = ''
  for await (const chunk of socket) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > mostCharacters) throw new WireError()
    for (const line of lines) yield parse(line, schema)
  }
}

function parse<T>(line: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(line))
  } catch (thrown) {
    throw new WireError({ cause: thrown })
  }
}

/** Sends a message; resolves when the other side keeps up, or is gone. */
export function send(socket: Socket, message: CommandMessage | CallerMessage | ServerMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!socket.writable) return resolve()
    socket.write(`${JSON.stringify(message)}\n`, () => resolve())
  })
}
