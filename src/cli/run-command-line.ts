import { Command, CommanderError } from 'commander'
import type { App } from '../app.ts'
import type { Config } from '../config/environment.ts'
import { AppError } from '../lib/app-error.ts'
import { version } from '../lib/version.ts'
import { wanted } from './commands.ts'
import type { CliContext } from './context.ts'
import { exitCode, exitCodeOf } from './exit-codes.ts'
import { HandedOver } from './hand-over.ts'
import type { Screen } from './screen.ts'
import { openTerminal } from './terminal.ts'
import { OutputClosedError } from './watch-output.ts'

/** What stands before the command: `--file` and `--data`. */
export type Flags = { readonly file?: string; readonly data?: string }

type Given = {
  readonly argv: readonly string[]
  readonly screen: Screen
  readonly signal: AbortSignal
  /** The environment's variables, for the references of definitions. */
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly config: (flags: Flags) => Config
  readonly withApp: <T>(flags: Flags, work: (app: App) => Promise<T>) => Promise<T>
  readonly withOwnApp: <T>(flags: Flags, work: (app: App) => Promise<T>) => Promise<T>
}

/** Runs one command line and answers the exit code. Errors of ours are told in a sentence; others are bugs and show a stack. */
export async function runCommandLine(given: Given): Promise<number> {
  const { argv, screen, signal, variables } = given
  const terminal = openTerminal(screen)
  let code: number = exitCode.successful
  const program = new Command('postbud')
    .description('Keeps Constant Contact lists in step with segments of your customers.')
    .version(version)
    .option('-f, --file <path>', 'the configuration file (default: postbud.yaml, or POSTBUD_FILE)')
    .option('-d, --data <folder>', 'the data directory (default: .postbud, or POSTBUD_DATA)')
    .showHelpAfterError('(postbud --help lists the commands)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => screen.stdout.write(text),
      writeErr: (text) => screen.stderr.write(text),
      getOutHelpWidth: () => screen.stdout.columns ?? 80,
      getErrHelpWidth: () => screen.stderr.columns ?? 80,
    })

  const flags = () => program.opts<Flags>()
  const context: CliContext = {
    terminal,
    variables,
    signal,
    config: () => given.config(flags()),
    withApp: (work) => given.withApp(flags(), work),
    withOwnApp: (work) => given.withOwnApp(flags(), work),
    exitWith: (wanted) => {
      code = wanted
    },
    runCommandLine,
  }
  for (const [, load] of wanted(argv)) program.addCommand(inherits((await load())(context), program))

  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (thrown) {
    if (thrown instanceof HandedOver) return thrown.exitCode
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCode.successful : exitCode.wrongUsage
    if (signal.aborted && thrown === signal.reason && !(thrown instanceof AppError)) {
      if (!(thrown instanceof OutputClosedError)) terminal.note('Stopped.')
      return exitCode.failed
    }
    terminal.note(
      thrown instanceof AppError ? `error: ${thrown.message}` : (systemRefusal(thrown) ?? describeBug(thrown)),
    )
    return exitCodeOf(thrown)
  }
}

/** Also below it: a command within a command that is used wrongly would end the process, be it the server's. */
function inherits(command: Command, program: Command): Command {
  for (const within of command.commands) inherits(within, program)
  return command.copyInheritedSettings(program).exitOverride()
}

/** What the machine refuses is nobody's bug: a full disk, a file that this user may not write. */
function systemRefusal(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('path' in thrown)) return undefined
  return `error: The system does not allow what Postbud needs: ${thrown.message}. Check that the file or folder is there, that this user may use it, and that the disk has room; then try again.`
}

function describeBug(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return `error: something went wrong that Postbud did not foresee. Please report it with the lines below.\n${stack}`
}
