import { once } from 'node:events'
import { Command } from 'commander'
import { systemActor } from '../access/person.ts'
import { newSetUpLink } from '../access/set-up.ts'
import { requireRightKey } from '../connections/rotate-keys.ts'
import { httpLog } from '../http/http-log.ts'
import { answerFirst } from '../lib/thread-priority.ts'
import { workKinds } from '../runs/work-kinds.ts'
import { startWorkers } from '../runs/work-loop.ts'
import type { CliContext } from './context.ts'
import { openSampleAccount } from './sample-account.ts'
import { serveCommands } from './serve-commands.ts'

/** `postbud serve`: the server, until a signal asks it to stop. */
export function serveCommand(context: CliContext): Command {
  return new Command('serve').description('run the server: its API, schedules and workers').action(async () => {
    // Only here: every other command would load what a server alone needs.
    const { startServer } = await import('../http/start-server.ts')
    await context.withOwnApp(async (app) => {
      await requireRightKey(app)
      await answerFirst()
      const log = httpLog(app.config.logLevel)
      await using workers = startWorkers(app, workKinds(app, log), log)
      await using sample = await openSampleAccount(app)
      await using server = await startServer({
        ...app,
        wake: workers.wake,
        workersAlive: workers.alive,
        ...(sample && { sample }),
      })
      // On a server's database, other processes open it themselves.
      await using _commands =
        app.database.kind === 'embedded'
          ? await serveCommands({ app, runCommandLine: context.runCommandLine })
          : undefined
      const { publicUrl } = app.config.http
      context.terminal.note(`Postbud serves ${publicUrl} (port ${server.port}). Stop it with Ctrl-C.`)
      const link = await newSetUpLink(app, systemActor)
      if (link)
        context.terminal.note(`Nobody administrates it yet. Become the first who does, once, with:\n${link.address}`)
      if (!context.signal.aborted) await once(context.signal, 'abort')
      context.terminal.note('Stopping …')
      // Runs are handed over while the last requests are answered.
      workers.stop()
    })
  })
}
