import { userInfo } from 'node:os'
import { text } from 'node:stream/consumers'
import { styleText } from 'node:util'
import confirm from '@inquirer/confirm'
import open from 'open'

/** A stream that may be a terminal. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

/**
 * Where the person of a command line sits: what they see, what they can be asked, the folder they stand in and who they are.
 * The command itself may run in another process than the one they started (see serve-commands.ts).
 */
export type Screen = {
  readonly stdout: Output
  readonly stderr: Output
  readonly colours: boolean
  /** Whether somebody is there to answer a question. */
  readonly answers: boolean
  /** A yes or a no; Ctrl-C at the question is a no. Rejects with the signal's reason when it is aborted first. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<boolean>
  /** Opens an address in their browser; false where that is not possible. */
  readonly browse: (address: string) => Promise<boolean>
  /** All that is on standard input. */
  readonly readInput: () => Promise<string>
  /** Where relative paths start. */
  readonly folder: string
  readonly person: string
}

/** The screen of this very process. */
export function ownScreen(stdout: Output, stderr: Output): Screen {
  return {
    stdout,
    stderr,
    colours: styleText('bold', 'x', { stream: stdout, validateStream: true }) !== 'x',
    answers: Boolean(stdout.isTTY && stderr.isTTY && process.stdin.isTTY),
    readInput: () => text(process.stdin),
    folder: process.cwd(),
    person: userInfo().username,
    async ask(message, signal) {
      try {
        return await confirm({ message, default: false }, { signal, output: stderr })
      } catch (thrown) {
        signal.throwIfAborted()
        if (thrown instanceof Error && thrown.name === 'ExitPromptError') return false
        throw thrown
      }
    },
    async browse(address) {
      try {
        const browser = await open(address)
        // A browser that cannot be started says so later; the address is shown as well, for that case.
        browser.once('error', () => undefined)
        return true
      } catch {
        return false
      }
    },
  }
}
