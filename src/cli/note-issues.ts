import { describeIssue, type ProjectIssue } from '../project/project-issue.ts'
import type { Terminal } from './terminal.ts'

/** Writes findings to standard error, a line each. */
export function noteIssues(
  terminal: Terminal,
  file: string,
  issues: readonly ProjectIssue[],
  severities: readonly ProjectIssue['severity'][],
): void {
  for (const issue of issues) {
    if (severities.includes(issue.severity))
      terminal.note(`${issue.severity}: ${describeIssue(terminal.shown(file), issue)}`)
  }
}
