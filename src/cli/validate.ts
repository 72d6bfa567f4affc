import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { openEngine } from '../engine/duckdb.ts'
import { type CheckedFile, checkFile } from '../project/check-file.ts'
import { countIssues, ProjectInvalidError } from '../project/project-issue.ts'
import type { CliContext } from './context.ts'
import { exitCode } from './exit-codes.ts'
import { noteIssues } from './note-issues.ts'

/** `postbud validate`: judges the configuration file and writes nothing. */
export function validateCommand(context: CliContext): Command {
  return new Command('validate')
    .description('check the configuration file; nothing is written')
    .option('--json', 'print the findings as one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const { terminal } = context
      const { file } = context.config()
      const { issues, notes } = await check(context)
      const { errors, warnings } = countIssues(issues)
      if (json) {
        terminal.json({ file, valid: errors === 0, issues, notes })
        if (errors > 0) context.exitWith(exitCode.wrongUsage)
        return
      }
      noteIssues(terminal, file, issues, ['warning'])
      if (errors > 0) throw new ProjectInvalidError(terminal.shown(file), issues)
      for (const note of notes) terminal.note(note)
      terminal.print(
        `${terminal.shown(file)} is valid${warnings === 0 ? '' : `, with ${warnings === 1 ? 'a warning' : `${warnings} warnings`}`}.`,
      )
    })
}

/** Without a data directory there is nothing to know but the file and its data, and validating makes none. */
async function check(context: CliContext): Promise<CheckedFile> {
  const { file, dataDirectory, engineMemory, engineThreads: threads } = context.config()
  const { variables } = context
  if (variables.DATABASE_URL || existsSync(dataDirectory)) return context.withApp((app) => checkFile(file, app))
  await using engine = await openEngine({ memoryLimit: engineMemory, threads })
  return await checkFile(file, { variables, engine })
}
