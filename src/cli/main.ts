import { exitCode } from './exit-codes.ts'
import { runCli } from './run-cli.ts'
import { OutputClosedError, watchOutput } from './watch-output.ts'

const stop = new AbortController()
let stoppedAt = 0
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (!stop.signal.aborted) {
      stoppedAt = performance.now()
      stop.abort(new Error(`stopped by ${name}`))
      return
    }
    // One Ctrl-C or stop may arrive twice: npm, systemd and bin/postbud.js pass on what the terminal or the system also sends.
    if (performance.now() - stoppedAt < 500) return
    // Asked a second time, it ends at once, as a program without a listener does.
    process.removeAllListeners(name)
    process.kill(process.pid, name)
  })
}

let unwritten: number | undefined
watchOutput({
  stdout: process.stdout,
  stderr: process.stderr,
  stop: (reason) => {
    unwritten = reason instanceof OutputClosedError ? exitCode.outputClosed : exitCode.failed
    process.exitCode = unwritten
    stop.abort(reason)
  },
})

const code = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
})
process.exitCode = unwritten ?? code
