import type { App } from '../app.ts'
import type { Config } from '../config/environment.ts'
import type { runCommandLine } from './run-command-line.ts'
import type { Terminal } from './terminal.ts'

/** What a command is given: the terminal, the settings, a signal for Ctrl-C, and the program's parts when it needs them. */
export type CliContext = {
  readonly terminal: Terminal
  readonly variables: Readonly<Record<string, string | undefined>>
  /** The settings for this call (`--file` and `--data` applied). Throws ConfigError. */
  readonly config: () => Config
  /** Runs `work` with the program's parts. Where a server has them, the whole command runs there and nothing comes back. */
  readonly withApp: <T>(work: (app: App) => Promise<T>) => Promise<T>
  /** The same in this very process, for what needs the data directory to itself. Throws DirectoryInUseError. */
  readonly withOwnApp: <T>(work: (app: App) => Promise<T>) => Promise<T>
  /** Aborted at the first Ctrl-C or SIGTERM: finish the request in flight, write down where you are, return. */
  readonly signal: AbortSignal
  /** What the process will answer to the shell when the command returns; 0 unless set. */
  readonly exitWith: (code: number) => void
  /** Runs somebody else's command line in this process. */
  readonly runCommandLine: typeof runCommandLine
}
