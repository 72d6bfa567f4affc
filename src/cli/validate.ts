import { Command } from 'commander'
import { checkFile } from '../project/check-file.ts'
import { countIssues, ProjectInvalidError } from '../project/project-issue.ts'
import type { CliContext } from './context.ts'
import { exitCode } from './exit-codes.ts'
import { noteIssues, shownFile } from './note-issues.ts'

/** `postbud validate`: judges the configuration file and writes nothing. */
export function validateCommand(context: CliContext): Command {
  return new Command('validate')
    .description('check the configuration file; nothing is written')
    .option('--json', 'print the findings as one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const { terminal } = context
      const { file } = context.config()
      const { issues, notes } = await checkFile(file, { variables: context.variables })
      const { errors, warnings } = countIssues(issues)
      if (json) {
        terminal.json({ file, valid: errors === 0, issues, notes })
        if (errors > 0) context.exitWith(exitCode.wrongUsage)
        return
      }
      noteIssues(terminal, file, issues, ['warning'])
      if (errors > 0) throw new ProjectInvalidError(shownFile(file), issues)
      for (const note of notes) terminal.note(note)
      terminal.print(
        `${shownFile(file)} is valid${warnings === 0 ? '' : `, with ${warnings === 1 ? 'a warning' : `${warnings} warnings`}`}.`,
      )
    })
}
