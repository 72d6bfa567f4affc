import type { Command } from 'commander'
import type { CliContext } from './context.ts'

/** A command by the name that is typed, loaded when it is wanted: what all of them need together takes half a second to load. */
export type NamedCommand = readonly [name: string, load: () => Promise<(context: CliContext) => Command>]

/** Every command, in the order in which help lists them: as one comes to need them. */
export const commands: readonly NamedCommand[] = [
  ['init', async () => (await import('./init.ts')).initCommand],
  ['validate', async () => (await import('./validate.ts')).validateCommand],
  ['apply', async () => (await import('./apply.ts')).applyCommand],
  ['sources', async () => (await import('./sources.ts')).sourcesCommand],
  ['profiles', async () => (await import('./profiles.ts')).profilesCommand],
  ['tables', async () => (await import('./tables.ts')).tablesCommand],
  ['segments', async () => (await import('./segments.ts')).segmentsCommand],
  ['connect', async () => (await import('./connect.ts')).connectCommand],
  ['connections', async () => (await import('./connections.ts')).connectionsCommand],
  ['lists', async () => (await import('./lists.ts')).listsCommand],
  ['preview', async () => (await import('./preview.ts')).previewCommand],
  ['test', async () => (await import('./run.ts')).testCommand],
  ['run', async () => (await import('./run.ts')).runCommand],
  ['refresh', async () => (await import('./refresh.ts')).refreshCommand],
  ['runs', async () => (await import('./runs.ts')).runsCommand],
  ['receipts', async () => (await import('./runs.ts')).receiptsCommand],
  ['retry', async () => (await import('./rerun.ts')).retryCommand],
  ['undo', async () => (await import('./rerun.ts')).undoCommand],
  ['clean-up', async () => (await import('./clean-up.ts')).cleanUpCommand],
  ['approve', async () => (await import('./approve.ts')).approveCommand],
  ['reject', async () => (await import('./approve.ts')).rejectCommand],
  ['cancel', async () => (await import('./cancel.ts')).cancelCommand],
  ['pause', async () => (await import('./pause.ts')).pauseCommand],
  ['resume', async () => (await import('./pause.ts')).resumeCommand],
  ['drift', async () => (await import('./drift.ts')).driftCommand],
  ['departures', async () => (await import('./departures.ts')).departuresCommand],
  ['why', async () => (await import('./why.ts')).whyCommand],
  ['person', async () => (await import('./person.ts')).personCommand],
  ['erase', async () => (await import('./erase.ts')).eraseCommand],
  ['erasures', async () => (await import('./erasures.ts')).erasuresCommand],
  ['budget', async () => (await import('./budget.ts')).budgetCommand],
  ['alerts', async () => (await import('./alerts.ts')).alertsCommand],
  ['audit', async () => (await import('./audit.ts')).auditCommand],
  ['reasons', async () => (await import('./reasons.ts')).reasonsCommand],
  ['schema', async () => (await import('./schema.ts')).schemaCommand],
  ['serve', async () => (await import('./serve.ts')).serveCommand],
  ['worker', async () => (await import('./worker.ts')).workerCommand],
  ['backup', async () => (await import('./backup.ts')).backupCommand],
  ['restore', async () => (await import('./backup.ts')).restoreCommand],
  ['keys', async () => (await import('./keys.ts')).keysCommand],
  ['set-up-link', async () => (await import('./set-up-link.ts')).setUpLinkCommand],
  ['users', async () => (await import('./users.ts')).usersCommand],
  ['sandbox', async () => (await import('./sandbox.ts')).sandboxCommand],
]

/**
 * The commands that a command line is about: the one that it names, or all of them where it names none that there is, for help
 * and for what may have been meant.
 */
export function wanted(argv: readonly string[]): readonly NamedCommand[] {
  const typed = argv.find((each, at) => !each.startsWith('-') && !takesNext.has(argv[at - 1] ?? ''))
  const named = commands.filter(([name]) => name === typed)
  return named.length > 0 ? named : commands
}

/** What stands before a command with a value of its own (see run-command-line.ts). */
const takesNext: ReadonlySet<string> = new Set(['-f', '--file', '-d', '--data'])
