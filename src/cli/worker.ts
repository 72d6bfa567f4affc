import { once } from 'node:events'
import { Command } from 'commander'
import { httpLog } from '../http/http-log.ts'
import { AppError } from '../lib/app-error.ts'
import { workKinds } from '../runs/work-kinds.ts'
import { startWorkers } from '../runs/work-loop.ts'
import type { CliContext } from './context.ts'

/** Raised when a worker is to join where nobody can. */
class WorkerAloneError extends AppError {
  override readonly code = 'config_invalid'
  override readonly recovery = 'never'
  constructor() {
    super(
      'A worker joins others on a PostgreSQL server, and DATABASE_URL is not set. On the embedded database the server does all the work itself: postbud serve.',
    )
  }
}

/** `postbud worker`: one more process that carries on runs, without an API, until a signal asks it to stop. */
export function workerCommand(context: CliContext): Command {
  return new Command('worker')
    .description('carry on runs beside the server, on the same PostgreSQL server and data directory')
    .action(async () => {
      if (!context.variables.DATABASE_URL) throw new WorkerAloneError()
      await context.withOwnApp(async (app) => {
        const log = httpLog(app.config.logLevel)
        await using _workers = startWorkers(app, workKinds(app, log), log)
        context.terminal.note('A worker of Postbud is at work. Stop it with Ctrl-C.')
        if (!context.signal.aborted) await once(context.signal, 'abort')
        context.terminal.note('Stopping …')
      })
    })
}
