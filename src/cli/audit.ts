import { Command } from 'commander'
import { type AuditMark, verifyAudit } from '../access/audit.ts'
import { readAudit } from '../access/read-audit.ts'
import { AppError } from '../lib/app-error.ts'
import type { CliContext } from './context.ts'
import { exitCode } from './exit-codes.ts'
import { limitOption } from './limit-option.ts'
import { formatNumber } from './terminal.ts'

class MarkInvalidError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
  constructor(text: string) {
    super(
      `"${text}" is no mark of the audit log; expected NUMBER:HASH as an earlier "postbud audit verify" printed it.`,
    )
  }
}

/** `postbud audit`: who did what to what, and whether the record is as it was written. */
export function auditCommand(context: CliContext): Command {
  const command = new Command('audit').description('who did what to what, and whether that record is intact')
  command.addCommand(listCommand(context))
  command.addCommand(verifyCommand(context))
  return command
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('the last acts, newest first')
    .option('--actor <name>', 'only acts of whoever has this in their name')
    .option('--action <action>', 'only this action (export.change), or its noun (export)')
    .addOption(limitOption('how many', 50))
    .option('--json', 'print JSON')
    .action(async (options: { actor?: string; action?: string; limit: number; json?: boolean }) => {
      const { actor, action, limit, json } = options
      await context.withApp(async ({ db }) => {
        const filter = { ...(actor && { actor }), ...(action && { action }) }
        const rows = await readAudit(db, filter, { order: 'newest first', limit })
        if (json) return context.terminal.json({ entries: rows })
        if (rows.length === 0) return context.terminal.note('No act is recorded.')
        context.terminal.table(
          rows.map((row) => [
            row.seq,
            row.at.toISOString().slice(0, 19).replace('T', ' '),
            row.actor,
            row.via,
            row.action,
            `${row.target_kind} ${row.target}`,
          ]),
          { head: ['NO', 'AT (UTC)', 'WHO', 'VIA', 'ACT', 'WHAT'], alignRight: [0] },
        )
      })
    })
}

function verifyCommand(context: CliContext): Command {
  return new Command('verify')
    .description('check that every entry of the audit log is as it was written')
    .option(
      '--since <mark>',
      'a mark that an earlier check printed (NUMBER:HASH): tells whether entries were taken off the end',
    )
    .option('--json', 'print JSON')
    .action(async ({ since, json }: { since?: string; json?: boolean }) => {
      const noted = since === undefined ? undefined : readMark(since)
      await context.withApp(async ({ db }) => {
        const verdict = await verifyAudit(db, noted)
        const { rows, head, brokenAt } = verdict
        if (brokenAt !== undefined) context.exitWith(exitCode.failed)
        if (json) return context.terminal.json({ intact: brokenAt === undefined, ...verdict })
        if (brokenAt !== undefined) {
          return context.terminal.note(
            `error: The audit log is not as it was written: entry ${formatNumber(brokenAt)} was changed or is gone. Entries before it are intact. Compare with a backup.`,
          )
        }
        context.terminal.print(
          rows === 0
            ? 'No act is recorded yet.'
            : `Intact: ${rows === 1 ? '1 entry' : `${formatNumber(rows)} entries`}.`,
        )
        if (head) context.terminal.print(`Keep this mark elsewhere to check against later: ${head.seq}:${head.hash}`)
      })
    })
}

function readMark(text: string): AuditMark {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (seq === undefined || hash === undefined) throw new MarkInvalidError(text)
  return { seq: Number(seq), hash }
}
