import type { FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'
import type { Config } from '../config/environment.ts'

/** The server's log: JSON lines on standard output, with what opens something taken out. */
export function httpLog(level: Config['logLevel']): FastifyBaseLogger {
  return pino({
    level,
    redact: [
      'req.headers.authorization',
      'req.headers.cookie',
      'headers.authorization',
      'headers.cookie',
      'password',
      'token',
    ],
    serializers: { req: () => undefined, res: () => undefined },
  })
}
