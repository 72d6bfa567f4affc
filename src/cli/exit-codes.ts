import { AppError } from '../lib/app-error.ts'

/** What the process answers to the shell; documented in docs/command-line.md. */
export const exitCode = {
  successful: 0,
  failed: 1,
  wrongUsage: 2,
  completedWithWarnings: 3,
  waitsForApproval: 4,
  skipped: 5,
  /** As a shell reports a program that SIGPIPE ended: whoever read the output went away. */
  outputClosed: 141,
} as const

/** Codes of errors that the person at the terminal mends by writing something else. */
const wrongUsage: ReadonlySet<string> = new Set([
  'usage',
  'config_invalid',
  'definitions_invalid',
  'definition_in_use',
  'definitions_missing',
  'variable_unset',
  'variable_invalid',
  'not_found',
  'ambiguous_name',
])

export function exitCodeOf(thrown: unknown): number {
  return thrown instanceof AppError && wrongUsage.has(thrown.code) ? exitCode.wrongUsage : exitCode.failed
}

/** What the shell is told of a run or a task that stands so. */
export function exitCodeOfStatus(status: string): number {
  switch (status) {
    case 'Successful':
      return exitCode.successful
    case 'Completed with warnings':
      return exitCode.completedWithWarnings
    case 'Waits for approval':
      return exitCode.waitsForApproval
    case 'Skipped':
      return exitCode.skipped
    default:
      return exitCode.failed
  }
}

/** Of several codes the one that a person has most to do about. */
export function worstOf(codes: readonly number[]): number {
  const { failed, skipped, waitsForApproval, completedWithWarnings, successful } = exitCode
  return [failed, skipped, waitsForApproval, completedWithWarnings].find((code) => codes.includes(code)) ?? successful
}
