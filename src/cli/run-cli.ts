import { Command, CommanderError } from 'commander'
import { openApp } from '../app.ts'
import { readConfig } from '../config/environment.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { version } from '../lib/version.ts'
import { commands } from './commands.ts'
import type { CliContext } from './context.ts'
import { exitCode, exitCodeOf } from './exit-codes.ts'
import { openTerminal } from './terminal.ts'
import { OutputClosedError } from './watch-output.ts'

type Process = {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly signal: AbortSignal
  readonly clock?: Clock
}

/** Runs one command line and answers the exit code. Errors of ours are told in a sentence; others are bugs and show a stack. */
export async function runCli({ argv, env, stdout, stderr, signal, clock }: Process): Promise<number> {
  const terminal = openTerminal(stdout, stderr)
  let code: number = exitCode.successful
  const program = new Command('postbud')
    .description('Keeps Constant Contact lists in step with segments of your customers.')
    .version(version)
    .option('-f, --file <path>', 'the configuration file (default: postbud.yaml, or POSTBUD_FILE)')
    .option('-d, --data <folder>', 'the data directory (default: .postbud, or POSTBUD_DATA)')
    .showHelpAfterError('(postbud --help lists the commands)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })

  const settings = () => readConfig(env, program.opts<{ file?: string; data?: string }>())
  const context: CliContext = {
    terminal,
    variables: env,
    signal,
    config: () => settings().config,
    withApp: async (work) => {
      await using app = await openApp({ ...settings(), variables: env, ...(clock && { clock }) })
      return await work(app)
    },
    exitWith: (given) => {
      code = given
    },
  }
  for (const command of commands) program.addCommand(command(context).exitOverride().copyInheritedSettings(program))

  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCode.successful : exitCode.wrongUsage
    if (signal.aborted && thrown === signal.reason) {
      if (!(thrown instanceof OutputClosedError)) terminal.note('Stopped.')
      return exitCode.failed
    }
    terminal.note(
      thrown instanceof AppError ? `error: ${thrown.message}` : (systemRefusal(thrown) ?? describeBug(thrown)),
    )
    return exitCodeOf(thrown)
  }
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
