import { Command } from 'commander'
import { AppError } from '../lib/app-error.ts'
import { applyPlan, planApply } from '../project/apply-project.ts'
import { checkFile } from '../project/check-file.ts'
import type { Change, ValueChange } from '../project/plan-changes.ts'
import { ProjectInvalidError, type ProjectIssue } from '../project/project-issue.ts'
import { readProject } from '../project/read-project.ts'
import { askServer } from './configuration-server.ts'
import type { CliContext } from './context.ts'
import { exitCode } from './exit-codes.ts'
import { noteIssues } from './note-issues.ts'
import { sweepAfter } from './sweep-after.ts'
import type { Terminal } from './terminal.ts'

/** Raised when a server is named and no key to it. */
class KeyNeededError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
  constructor(url: string) {
    super(
      `The server at ${url} asks who you are. Give an API key of an administrator there with POSTBUD_KEY, or --key.`,
    )
  }
}

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

type Options = {
  readonly yes?: boolean
  readonly json?: boolean
  readonly server?: string
  readonly key?: string
}

/** What is shown before the yes, wherever the file is to be applied. */
type Planned = {
  readonly valid: boolean
  readonly issues: readonly ProjectIssue[]
  readonly notes: readonly string[]
  readonly changes: readonly Change[]
  readonly consequences: readonly string[]
}

/** `postbud apply`: shows what the file would change and, after a yes, makes it so, here or on a server. */
export function applyCommand(context: CliContext): Command {
  return new Command('apply')
    .description('show what the configuration file creates, changes and removes, and do it after a yes')
    .option('-y, --yes', 'do it without asking')
    .option('--json', 'print the changes as one JSON object; makes them only with --yes')
    .option('--server <url>', 'apply it to the Postbud at this address (or POSTBUD_SERVER)')
    .option('--key <key>', 'an API key of an administrator there (better: POSTBUD_KEY)')
    .action(async (options: Options) => {
      const url = options.server ?? context.variables.POSTBUD_SERVER
      if (url) return applyToServer(context, url, options)
      await context.withApp(async (app) => {
        const { file } = app.config
        const { project, issues, notes } = await checkFile(file, app)
        const { definitions } = project
        const wrong = !definitions || issues.some(({ severity }) => severity === 'error')
        const plan = wrong ? undefined : await planApply(app, definitions)
        const { changes = [], consequences = [] } = plan ?? {}
        await showAndMake(context, options, file, { valid: !wrong, issues, notes, changes, consequences }, async () => {
          if (plan) await applyPlan(app, context.terminal.actor, plan, { path: file, text: project.text })
          await sweepAfter(context, app)
        })
      })
    })
}

async function applyToServer(context: CliContext, url: string, options: Options): Promise<void> {
  const key = options.key ?? context.variables.POSTBUD_KEY
  if (!key) throw new KeyNeededError(url)
  const { file } = context.config()
  const { text } = await readProject(file)
  const server = { url, key }
  const planned = await askServer(server, 'plan', { path: file, text }, context.signal)
  await showAndMake(context, options, file, planned, async () => {
    const { base } = planned
    const { applied, issues } = await askServer(server, 'apply', { path: file, text, base }, context.signal)
    if (!applied) throw new ProjectInvalidError(context.terminal.shown(file), issues)
  })
}

async function showAndMake(
  context: CliContext,
  { yes = false, json = false }: Options,
  file: string,
  { valid, ...planned }: Planned,
  make: () => Promise<void>,
): Promise<void> {
  const { terminal } = context
  const { issues, notes, changes, consequences } = planned
  if (!json) noteIssues(terminal, file, issues, ['warning'])
  if (!valid) {
    if (!json) throw new ProjectInvalidError(terminal.shown(file), issues)
    terminal.json({ file, valid: false, issues, notes, changes: [], applied: false })
    context.exitWith(exitCode.wrongUsage)
    return
  }
  if (!json) {
    for (const note of [...notes, ...consequences]) terminal.note(note)
    printChanges(terminal, changes)
  }
  const agreed = changes.length === 0 || yes || (!json && (await ask(context)))
  if (agreed) await make()
  if (json) {
    terminal.json({ file, valid: true, issues, notes, changes, consequences, applied: agreed })
  } else if (!agreed) {
    terminal.note('Nothing was changed.')
    context.exitWith(exitCode.failed)
  } else if (changes.length > 0) {
    terminal.print(`Applied ${terminal.shown(file)}.`)
  }
}

async function ask({ terminal, signal }: CliContext): Promise<boolean> {
  const agreed = await terminal.ask('Make these changes?', signal)
  if (agreed === undefined) throw new ConfirmationNeededError()
  return agreed
}

const signs = { create: ['green', '+'], change: ['yellow', '~'], remove: ['red', '-'] } as const

function printChanges(terminal: Terminal, changes: readonly Change[]): void {
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
