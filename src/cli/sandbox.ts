import { Command } from 'commander'
import { addSandboxOptions, runSandbox, type SandboxFlags } from '../../sandbox/run-sandbox.ts'
import type { CliContext } from './context.ts'

/** `postbud sandbox`: a local Constant Contact, to try everything without an account. */
export function sandboxCommand(context: CliContext): Command {
  return addSandboxOptions(
    new Command('sandbox').description('start a local Constant Contact to try things on'),
  ).action((flags: SandboxFlags) => runSandbox(flags, context.signal, (text) => context.terminal.print(text)))
}
