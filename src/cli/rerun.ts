import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { previewExport } from '../exports/plan/preview-export.ts'
import { findRunLike } from '../exports/receipts/read-receipts.ts'
import { requireRetriable, requireUndoable } from '../exports/run/rerun.ts'
import { runNeeds } from '../run-needs.ts'
import type { CliContext } from './context.ts'
import { deliver, finish, type ShowOptions } from './deliver.ts'
import { showPreview } from './show-preview.ts'
import { sweepAfter } from './sweep-after.ts'

/** `postbud retry RUN`: once more for those whom a run did not deliver or take off. */
export function retryCommand(context: CliContext): Command {
  return new Command('retry')
    .description('deliver once more to those of a run who were rejected, unconfirmed or not sent')
    .argument('<run>', 'a run\u2019s id, its first letters, or "last"')
    .option('--reason <code>', 'only those of one reason (postbud reasons)')
    .option('--json', 'print one JSON document at the end')
    .option('--events', 'print one JSON line an event')
    .action(async (id: string, options: ShowOptions & { reason?: string }) => {
      await context.withApp(async (app) => {
        const definitions = await loadDefinitions(app.db)
        const subject = await findRunLike(app.db, id)
        await requireRetriable(app, subject, options.reason)
        const about = { kind: 'retry', subject: subject.id, ...(options.reason && { reason: options.reason }) } as const
        const what = { exportName: subject.export_name, about }
        finish(context, [await deliver(context, runNeeds(app, definitions), definitions, what, options)], options)
        await sweepAfter(context, app)
      })
    })
}

/** `postbud undo RUN`: takes off again whom a run put on its list. */
export function undoCommand(context: CliContext): Command {
  return new Command('undo')
    .description('take off the list again whom a run put on it; a run like any other, guards included')
    .argument('<run>', 'a run\u2019s id, its first letters, or "last"')
    .option('--preview', 'show whom it would take off and what it would cost; sends nothing')
    .option('--show-emails', 'with --preview: show e-mail addresses in full (a…n@example.com otherwise)')
    .option('--json', 'print one JSON document at the end')
    .option('--events', 'print one JSON line an event')
    .action(async (id: string, options: ShowOptions & { preview?: boolean; showEmails?: boolean }) => {
      await context.withApp(async (app) => {
        const definitions = await loadDefinitions(app.db)
        const subject = await findRunLike(app.db, id)
        await requireUndoable(app, subject)
        const what = { exportName: subject.export_name, about: { kind: 'undo', subject: subject.id } as const }
        const needs = runNeeds(app, definitions)
        if (options.preview) {
          const asked = { ...what, showEmails: options.showEmails === true, signal: context.signal }
          const preview = await previewExport(needs, definitions, asked)
          if (options.json) context.terminal.json(preview)
          else showPreview(context.terminal, preview)
          return
        }
        const run = await deliver(context, needs, definitions, what, options)
        finish(context, [run], options)
        if (!options.json && !options.events && run.finished_at) {
          context.terminal.note(
            `  Those of them who are still in the segments are put on again by the next run of "${run.export_name}". Change its segments first, or stop everything with: postbud pause`,
          )
        }
        await sweepAfter(context, app)
      })
    })
}
