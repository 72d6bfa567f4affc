import { Command } from 'commander'
import { AppError } from '../lib/app-error.ts'
import { certificateOf, certificateText } from '../privacy/certificate.ts'
import { type ErasureRow, findErasure, listErasures } from '../privacy/erasure-store.ts'
import { liftErasure } from '../privacy/lift-erasure.ts'
import type { CliContext } from './context.ts'

class ReasonMissingError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
  constructor() {
    super('Say why, with --reason.')
  }
}

/** `postbud erasures`: who was erased, as far as that may be known, and the act by which they may come back. */
export function erasuresCommand(context: CliContext): Command {
  return new Command('erasures')
    .description('the people who were erased, without their addresses; let one come back')
    .addCommand(listCommand(context))
    .addCommand(certificateCommand(context))
    .addCommand(liftCommand(context))
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the erasures, newest first')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await context.withApp(async ({ db }) => {
        const { terminal } = context
        const rows = await listErasures(db)
        if (json) return terminal.json({ erasures: rows.map(asJson) })
        if (rows.length === 0) return terminal.print('Nobody was erased.')
        terminal.table(
          rows.map((row) => [
            row.id,
            row.state.replace('_', ' '),
            row.asked_at.toISOString().slice(0, 19).replace('T', ' '),
            row.asked_by,
            row.state === 'lifted' ? row.lift_reason : (row.waits_for?.sentence ?? row.reason),
          ]),
          { head: ['ID', 'STATE', 'ASKED (UTC)', 'BY', 'WAITS FOR, OR WHY'] },
        )
      })
    })
}

function asJson(row: ErasureRow) {
  const { id, state, reason, asked_by, asked_at, ended_at, remove_from_lists, waits_for, certificate } = row
  const lifted = row.lifted_at && { by: row.lifted_by, at: row.lifted_at, reason: row.lift_reason }
  return {
    id,
    state,
    reason,
    askedBy: asked_by,
    askedAt: asked_at,
    endedAt: ended_at,
    removeFromLists: remove_from_lists,
    waitsFor: waits_for,
    lifted,
    certificate,
  }
}

function certificateCommand(context: CliContext): Command {
  return new Command('certificate')
    .description('what was erased, and what remains elsewhere')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id: string, { json }: { json?: boolean }) => {
      await context.withApp(async ({ db }) => {
        const certificate = certificateOf(await findErasure(db, id))
        if (json) context.terminal.json(certificate)
        else context.terminal.print(certificateText(certificate))
      })
    })
}

function liftCommand(context: CliContext): Command {
  return new Command('lift')
    .description('let a person who was erased come back with the next refresh; who, when and why is kept')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, { reason }: { reason: string }) => {
      if (reason.trim() === '') throw new ReasonMissingError()
      await context.withApp(async (app) => {
        await liftErasure(app, context.terminal.actor, id, reason.trim())
        context.terminal.print(
          'The erasure is lifted: if the sources still have the person, they come back with the next refresh. What was erased does not come back.',
        )
      })
    })
}
