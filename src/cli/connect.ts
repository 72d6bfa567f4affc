import { Command } from 'commander'
import { applicationOf, findConnection } from '../connections/application.ts'
import { type Connected, connectAccount } from '../connections/connect-account.ts'
import { transferTexts } from '../connections/data-transfer.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import type { CliContext } from './context.ts'
import { waitNotes } from './wait-notes.ts'

type Options = {
  readonly browser: boolean
  readonly acceptDataTransfer?: boolean
  readonly acceptOtherAccount?: boolean
  readonly json?: boolean
}

class ConsentNeededError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
  constructor() {
    super(
      'Connecting needs your consent to the transfer of data, and there is no terminal to ask in. Read the text above; if you agree, run the command again with --accept-data-transfer.',
    )
  }
}

class ConsentRefusedError extends AppError {
  override readonly code = 'consent_refused'
  override readonly recovery = 'never'
  constructor() {
    super('Not connected: the transfer of data was not agreed to. Nothing was stored.')
  }
}

/** `postbud connect NAME`: consent to the transfer, sign-in in the browser, and the account it leads to. */
export function connectCommand(context: CliContext): Command {
  return new Command('connect')
    .description('sign in to the account of a connection')
    .argument('<connection>')
    .option('--no-browser', 'only print the address of the sign-in page')
    .option('--accept-data-transfer', 'agree to the transfer of data without being asked')
    .option('--accept-other-account', 'let the connection lead to another account than before')
    .option('--json', 'print one JSON document at the end')
    .action(async (name: string, options: Options) => {
      await context.withApp(async (app) => {
        const definition = findConnection(await loadDefinitions(app.db), name)
        // Before anything is asked of the person, what could fail without them.
        await applicationOf(app, name, definition)
        await agree(context, options)
        const connected = await connectAccount(app, {
          name,
          definition,
          actor: context.terminal.actor,
          otherAccount: options.acceptOtherAccount ? 'accept' : 'refuse',
          show: (address) => show(context, address, options),
          signal: context.signal,
          session: { notify: waitNotes(context.terminal) },
        })
        tell(context, name, connected, options)
      })
    })
}

async function agree({ terminal, signal }: CliContext, options: Options): Promise<void> {
  terminal.note(`${transferTexts.en}\n`)
  if (options.acceptDataTransfer) return terminal.note('Agreed to with --accept-data-transfer.\n')
  const agreed = await terminal.ask('I agree', signal)
  if (agreed === undefined) throw new ConsentNeededError()
  if (!agreed) throw new ConsentRefusedError()
}

async function show({ terminal }: CliContext, address: URL, options: Options): Promise<void> {
  terminal.note(`Sign in at Constant Contact:\n\n  ${address.href}\n`)
  terminal.note('Waiting for you to come back …')
  if (options.browser && !(await terminal.browse(address))) {
    terminal.note('The browser could not be opened; open the address yourself.')
  }
}

function tell({ terminal }: CliContext, name: string, connected: Connected, options: Options): void {
  const { account, missingPrivileges, formerAccount } = connected
  if (missingPrivileges.length > 0) {
    terminal.note(
      `warning: whoever signed in lacks ${missingPrivileges.join(', ')}. Exports will be refused until that user gets them in Constant Contact, or another user connects.`,
    )
  }
  if (options.json) {
    const former = formerAccount ? { formerAccount } : {}
    terminal.json({ connection: name, account, missingPrivileges, ...former })
    return
  }
  const title = account.organizationName ?? account.id
  terminal.print(`Connected "${name}" to ${terminal.style('bold', title)} (account ${account.id}).`)
  if (formerAccount) terminal.print(`Before, it led to ${formerAccount.organizationName ?? ''} (${formerAccount.id}).`)
  terminal.print(`Its lists: postbud lists ${name}`)
}
