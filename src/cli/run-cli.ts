import type { App } from '../app.ts'
import { readConfig } from '../config/environment.ts'
import { DirectoryInUseError } from '../engine/own-directory.ts'
import type { Clock } from '../lib/clock.ts'
import { dataDirectory } from '../lib/data-directory.ts'
import { findServer } from './find-server.ts'
import { HandedOver, handOver } from './hand-over.ts'
import { type Flags, runCommandLine } from './run-command-line.ts'
import { type Output, ownScreen } from './screen.ts'

type Process = {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Output
  readonly stderr: Output
  readonly signal: AbortSignal
  readonly clock?: Clock
}

/**
 * Runs the command line of this process and answers the exit code. Where a server works on the data directory, what needs the
 * program's parts is handed over to it whole.
 */
export async function runCli({ argv, env, stdout, stderr, signal, clock }: Process): Promise<number> {
  const screen = ownScreen(stdout, stderr)
  const open = async (flags: Flags): Promise<App> => {
    const given = readConfig(env, flags)
    // Only here: what a server does for a command needs no database and no engine in this process.
    const { openApp } = await import('../app.ts')
    return await openApp({ ...given, variables: env, ...(clock && { clock }) })
  }

  /** Throws HandedOver once a server has done it; returns where there is none. */
  const offerToServer = async (flags: Flags): Promise<void> => {
    const { config, secrets } = readConfig(env, flags)
    if (secrets.databaseUrl) return
    await using server = await findServer(dataDirectory(config.dataDirectory))
    if (server) throw new HandedOver(await handOver(server, { argv, file: config.file, screen, signal }))
  }

  return runCommandLine({
    argv,
    screen,
    signal,
    variables: env,
    config: (flags) => readConfig(env, flags).config,
    withApp: async (flags, work) => {
      await offerToServer(flags)
      await using app = await open(flags).catch(async (thrown: unknown) => {
        // A server that was about to start owns the directory before it listens.
        if (thrown instanceof DirectoryInUseError) await offerToServer(flags)
        throw thrown
      })
      return await work(app)
    },
    withOwnApp: async (flags, work) => {
      await using app = await open(flags)
      return await work(app)
    },
  })
}
