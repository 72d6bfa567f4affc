import { runCli } from './run-cli.ts'

const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  // The second signal meets no listener any more, so it ends the process at once, as the system does by itself.
  process.once(name, () => stop.abort(new Error(`stopped by ${name}`)))
}

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
})
