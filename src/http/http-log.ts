import { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify'
import { type DestinationStream, type LoggerOptions, pino } from 'pino'
import type { Config } from '../config/environment.ts'
import { replaceEmails } from '../lib/mask-email.ts'

/** The server's log: JSON lines on standard output unless told, with what opens something taken out. */
export function httpLog(level: Config['logLevel'], to?: DestinationStream): FastifyBaseLogger {
  const options: LoggerOptions = {
    level,
    redact: [
      'req.headers.authorization',
      'req.headers.cookie',
      'headers.authorization',
      'headers.cookie',
      'password',
      'token',
    ],
    serializers: { req: () => undefined, res: () => undefined, err: loggedError },
  }
  return to ? pino(options, to) : pino(options)
}

/**
 * An error as the log has it. Databases quote in their messages what they choked on, which may be somebody's, and carry rows and statements
 * beside them.
 */
function loggedError(thrown: unknown): object {
  if (!(thrown instanceof Error)) return { message: withoutAddresses(String(thrown)) }
  const { name, message, stack = '', cause } = thrown
  return {
    type: name,
    message: withoutAddresses(message),
    ...('code' in thrown && { code: thrown.code }),
    stack: withoutAddresses(stack),
    ...(cause !== undefined && { cause: loggedError(cause) }),
  }
}

function withoutAddresses(text: string): string {
  // Packages of an organisation are called so in paths, after a slash.
  return replaceEmails(text, (found) => (/[/\\]@/.test(found) ? found : '(address)'))
}

/** Fastify's own lines of each request are left out for ours; an answer that breaks off under way is told nowhere else. */
export class AnswerLog extends LogController {
  constructor() {
    super({ disableRequestLogging: true })
  }

  override streamError(thrown: Error, { log }: FastifyRequest): void {
    // Whoever asked went away.
    if ('code' in thrown && thrown.code === 'ERR_STREAM_PREMATURE_CLOSE') return
    log.error({ err: thrown }, 'an answer broke off')
  }
}
