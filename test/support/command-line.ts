import { PassThrough } from 'node:stream'
import { runCli } from '../../src/cli/run-cli.ts'
import type { Clock } from '../../src/lib/clock.ts'

type Given = {
  readonly env: Readonly<Record<string, string>>
  readonly clock?: Clock
  /** Told of each piece of standard error while the command is at work, such as the address to sign in at. */
  readonly onNote?: (text: string) => void
}

/** What a command line answered: what stood on standard output and on standard error, and the exit code. */
export type Answered = { readonly code: number; readonly out: string; readonly err: string }

/** A person's command line without the process around it: `const postbud = commandLine({ env })`, `await postbud('runs')`. */
export function commandLine({ env, clock, onNote }: Given): (...argv: string[]) => Promise<Answered> {
  return async (...argv) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const said = { out: '', err: '' }
    stdout.on('data', (chunk: Buffer) => {
      said.out += chunk.toString()
    })
    stderr.on('data', (chunk: Buffer) => {
      said.err += chunk.toString()
      onNote?.(chunk.toString())
    })
    const code = await runCli({
      argv,
      env,
      stdout: stdout as unknown as NodeJS.WriteStream,
      stderr: stderr as unknown as NodeJS.WriteStream,
      signal: new AbortController().signal,
      ...(clock && { clock }),
    })
    // What was written last is read in a turn of its own.
    await new Promise((resolve) => setImmediate(resolve))
    return { code, ...said }
  }
}
