import { Command } from 'commander'
import { addSandboxOptions, runSandbox, type SandboxFlags } from './run-sandbox.ts'

const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())

await addSandboxOptions(new Command('sandbox').description('A local Constant Contact, to try things on'))
  .action((flags: SandboxFlags) => runSandbox(flags, stop.signal, (text) => process.stdout.write(`${text}\n`)))
  .parseAsync()
