import type { Command } from 'commander'
import { NO_LIMITS } from './limits/meters.ts'
import { type Sandbox, startSandbox } from './start-sandbox.ts'

export type SandboxFlags = {
  port: string
  instant?: boolean
  autoApprove?: boolean
  unlimited?: boolean
  longLived?: boolean
  contactsPerSecond?: string
  keep?: string
}

/** The options of the sandbox as a program, for its own command and for Postbud's. */
export function addSandboxOptions(command: Command): Command {
  return command
    .option('--port <number>', 'where it listens, on 127.0.0.1 only; 0 takes any free port', '7540')
    .option('--instant', 'imports are done at once')
    .option('--auto-approve', 'the sign-in page approves by itself')
    .option('--unlimited', 'no limits on requests, and none on waiting imports')
    .option('--long-lived', 'refresh tokens stay the same instead of being replaced at each use')
    .option('--contacts-per-second <number>', 'how fast imports go', '10000')
    .option('--keep <file>', 'a file that keeps its accounts from one start to the next')
}

/** Runs a sandbox until the signal says stop, having printed how to reach it. */
export async function runSandbox(
  flags: SandboxFlags,
  signal: AbortSignal,
  print: (text: string) => void,
): Promise<void> {
  await using sandbox = await startSandbox({
    port: wholeNumber(flags.port, '--port', 0, 65_535),
    instant: flags.instant ?? false,
    rotating: !flags.longLived,
    contactsPerSecond: wholeNumber(flags.contactsPerSecond ?? '10000', '--contacts-per-second', 1, 10_000_000),
    ...(flags.unlimited && { limits: NO_LIMITS }),
    ...(flags.keep !== undefined && { keepIn: flags.keep }),
  })
  sandbox.control.autoApprove = flags.autoApprove ?? false
  print(howToReach(sandbox, flags))
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
}

function howToReach(sandbox: Sandbox, { keep }: SandboxFlags): string {
  const last = keep === undefined ? 'end with it' : `are kept in ${keep}`
  return `The sandbox, a local Constant Contact, is at ${sandbox.url}. Its accounts ${last}; Ctrl-C stops it.

CONSTANT_CONTACT_API_URL=${sandbox.apiUrl}
CONSTANT_CONTACT_AUTH_URL=${sandbox.authUrl}
CONSTANT_CONTACT_CLIENT_ID=sandbox-client
CONSTANT_CONTACT_CLIENT_SECRET=sandbox-secret`
}

function wholeNumber(text: string, option: string, min: number, max: number): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max) return number
  throw new Error(`${option} ${JSON.stringify(text)} is not a whole number from ${min} to ${max}. Give one that is.`)
}
