import { Command } from 'commander'
import { DirectoryInUseError } from '../engine/own-directory.ts'
import { pauseDelivery, resumeDelivery } from '../exports/run/pause.ts'
import { systemClock } from '../lib/clock.ts'
import { dataDirectory } from '../lib/data-directory.ts'
import { recordPause, resume } from '../runs/pause-delivery.ts'
import type { CliContext } from './context.ts'

/** `postbud pause`: stops all delivery at once, while another process is at work too. */
export function pauseCommand(context: CliContext): Command {
  return new Command('pause')
    .description('stop all delivery at once; what has left settles')
    .option('--reason <text>', 'why, shown to everybody')
    .option('--json', 'print JSON')
    .action(async (options: { reason?: string; json?: boolean }) => {
      const { terminal } = context
      // Before the program's parts are opened: the process that is to be stopped may have them.
      const directory = dataDirectory(context.config().dataDirectory)
      const asked = { by: terminal.person, reason: options.reason ?? null }
      const pause = await pauseDelivery({ directory, clock: systemClock }, asked)
      await unlessInUse(() => context.withApp((app) => recordPause(app, terminal.actor, pause)))
      if (options.json) return terminal.json({ paused: pause })
      terminal.print(
        `Delivery is paused since ${pause.at}, by ${pause.by}${pause.reason ? ` (${pause.reason})` : ''}. Go on with: postbud resume`,
      )
    })
}

/** `postbud resume`: lets delivery go on. */
export function resumeCommand(context: CliContext): Command {
  return new Command('resume')
    .description('let delivery go on after postbud pause')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const { terminal } = context
      const directory = dataDirectory(context.config().dataDirectory)
      const ended =
        (await unlessInUse(() => context.withApp((app) => resume(app, terminal.actor)))) ??
        (await resumeDelivery(directory))
      if (options.json) return terminal.json({ ended: ended ?? null })
      terminal.print(
        ended
          ? `Delivery goes on; it was paused by ${ended.by} since ${ended.at}. Runs that were stopped are carried on by: postbud run EXPORT`
          : 'Delivery was not paused.',
      )
    })
}

/** A command that is at work in the data directory has the database, so that nothing can be recorded there; it must be stopped all the same. */
async function unlessInUse<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof DirectoryInUseError) return undefined
    throw thrown
  }
}
