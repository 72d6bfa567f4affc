import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { previewExport } from '../exports/plan/preview-export.ts'
import { runNeeds } from '../run-needs.ts'
import type { CliContext } from './context.ts'
import { showPreview } from './show-preview.ts'

/** `postbud preview EXPORT`: who would be sent, held back and rejected, and what it would cost. Sends nothing. */
export function previewCommand(context: CliContext): Command {
  return new Command('preview')
    .description('show what a run would do; sends nothing')
    .argument('<export>')
    .option('--show-emails', 'show e-mail addresses in full (a…n@example.com otherwise)')
    .option('--json', 'print JSON')
    .action(async (exportName: string, options: { showEmails?: boolean; json?: boolean }) => {
      await context.withApp(async (app) => {
        const definitions = await loadDefinitions(app.db)
        const preview = await previewExport(runNeeds(app, definitions), definitions, {
          exportName,
          showEmails: options.showEmails === true,
          signal: context.signal,
        })
        if (options.json) context.terminal.json(preview)
        else showPreview(context.terminal, preview)
      })
    })
}
