import { noticedMs, type WaitEvent } from '../constant-contact/session.ts'
import type { Terminal } from './terminal.ts'

/** Why Constant Contact makes us wait, in words. */
export const waitReasons: Readonly<Record<WaitEvent['kind'], string>> = {
  throttled: 'Constant Contact asks for a slower pace',
  'queue-full': "the account's queue of jobs is full",
  unavailable: 'Constant Contact did not answer',
}

/** Says on standard error what the program waits for, when the wait is long enough to be noticed. */
export function waitNotes(terminal: Terminal): (event: WaitEvent) => void {
  return ({ kind, about, delayMs }) => {
    if (delayMs < noticedMs) return
    terminal.note(`Waiting ${Math.round(delayMs / 1000)} s with ${about}: ${waitReasons[kind]}.`)
  }
}
