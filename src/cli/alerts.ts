import { Command } from 'commander'
import { testAlerts } from '../alerts/test-alerts.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import type { CliContext } from './context.ts'
import { exitCode } from './exit-codes.ts'

/** `postbud alerts`: who is told when something needs a person. */
export function alertsCommand(context: CliContext): Command {
  const command = new Command('alerts').description('who is told when something needs a person')
  command
    .command('test')
    .description('send a test to everybody who would be told')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const { terminal, signal } = context
      await context.withApp(async (app) => {
        const definitions = resolveWhereSet(await loadDefinitions(app.db), app.variables)
        const actor = { id: null, name: terminal.person, via: 'CLI' } as const
        const recipients = await testAlerts(app, definitions, actor, signal)
        const reached = recipients.filter(({ leftOut }) => !leftOut)
        const failed = reached.length === 0 || reached.some(({ problem }) => problem !== undefined)
        const warned = reached.length < recipients.length ? exitCode.completedWithWarnings : exitCode.successful
        context.exitWith(failed ? exitCode.failed : warned)
        if (options.json) return terminal.json({ recipients })
        if (reached.length === 0) {
          const mail = app.mailer ? 'there is no administrator to mail' : 'no mail server is set (POSTBUD_SMTP_URL)'
          terminal.print(`Nobody would be told: ${mail}, and environment.alerts has no webhooks.`)
        }
        for (const { channel, recipient, problem } of recipients) {
          terminal.print(`${channel} ${recipient}: ${problem ?? 'taken'}`)
        }
      })
    })
  return command
}
