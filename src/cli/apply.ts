import { Command } from 'commander'
import { AppError } from '../lib/app-error.ts'
import { type ApplyPlan, applyPlan, planApply } from '../project/apply-project.ts'
import { checkFile } from '../project/check-file.ts'
import type { Change, ValueChange } from '../project/plan-changes.ts'
import { ProjectInvalidError } from '../project/project-issue.ts'
import type { CliContext } from './context.ts'
import { exitCode } from './exit-codes.ts'
import { noteIssues } from './note-issues.ts'
import { sweepAfter } from './sweep-after.ts'
import type { Terminal } from './terminal.ts'

/** Raised when changes need a yes and nobody is there to give it. */
class ConfirmationNeededError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
  constructor() {
    super(
      'These changes need a yes, and this is no terminal to ask at. Nothing was written; run "postbud apply --yes" to make them.',
    )
  }
}

/** `postbud apply`: shows what the file would change and, after a yes, makes it so. */
export function applyCommand(context: CliContext): Command {
  return new Command('apply')
    .description('show what the configuration file creates, changes and removes, and do it after a yes')
    .option('-y, --yes', 'do it without asking')
    .option('--json', 'print the changes as one JSON object; makes them only with --yes')
    .action(async ({ yes = false, json = false }: { yes?: boolean; json?: boolean }) => {
      const { terminal } = context
      await context.withApp(async (app) => {
        const { file } = app.config
        const { project, issues, notes } = await checkFile(file, app)
        const { definitions } = project
        if (!definitions || issues.some(({ severity }) => severity === 'error')) {
          if (!json) {
            noteIssues(terminal, file, issues, ['warning'])
            throw new ProjectInvalidError(terminal.shown(file), issues)
          }
          terminal.json({ file, valid: false, issues, notes, changes: [], applied: false })
          context.exitWith(exitCode.wrongUsage)
          return
        }
        const plan = await planApply(app, definitions)
        if (!json) {
          noteIssues(terminal, file, issues, ['warning'])
          for (const note of [...notes, ...plan.consequences]) terminal.note(note)
          printChanges(terminal, plan)
        }
        const agreed = plan.changes.length === 0 || yes || (!json && (await ask(context)))
        if (agreed) await applyPlan(app, terminal.actor, plan, { path: file, text: project.text })
        if (json) {
          const { changes, consequences } = plan
          terminal.json({ file, valid: true, issues, notes, changes, consequences, applied: agreed })
        } else if (!agreed) {
          terminal.note('Nothing was changed.')
          context.exitWith(exitCode.failed)
        } else if (plan.changes.length > 0) {
          terminal.print(`Applied ${terminal.shown(file)}.`)
        }
        if (agreed) await sweepAfter(context, app)
      })
    })
}

async function ask({ terminal, signal }: CliContext): Promise<boolean> {
  const agreed = await terminal.ask('Make these changes?', signal)
  if (agreed === undefined) throw new ConfirmationNeededError()
  return agreed
}

const signs = { create: ['green', '+'], change: ['yellow', '~'], remove: ['red', '-'] } as const

function printChanges(terminal: Terminal, { changes }: ApplyPlan): void {
  if (changes.length === 0) {
    terminal.print('Nothing changes: what is applied is what the file says.')
    return
  }
  for (const change of changes) {
    const [colour, sign] = signs[change.action]
    terminal.print(terminal.style(colour, `${sign} ${titleOf(change)}`))
    for (const value of change.values) terminal.print(`    ${describeValue(value)}`)
  }
  const count = (action: Change['action']) => changes.filter((change) => change.action === action).length
  terminal.print(`${count('create')} to create, ${count('change')} to change, ${count('remove')} to remove.`)
}

/** The environment and the profiles are the only ones of their kind, so their names say nothing more. */
function titleOf({ kind, name }: Change): string {
  return kind === name ? kind : `${kind} ${name}`
}

function describeValue({ path, before, after }: ValueChange): string {
  if (before === undefined) return `${path}: ${JSON.stringify(after)} (new)`
  if (after === undefined) return `${path}: ${JSON.stringify(before)} (removed)`
  return `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`
}
