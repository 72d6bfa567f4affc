import { relative } from 'node:path'
import { describeIssue, type ProjectIssue } from '../project/project-issue.ts'
import type { Terminal } from './terminal.ts'

/** A file as the person at the terminal calls it: relative where it lies in or below the working folder. */
export function shownFile(file: string): string {
  const path = relative(process.cwd(), file)
  return path === '' || path.startsWith('..') ? file : path
}

/** Writes findings to standard error, a line each. */
export function noteIssues(
  terminal: Terminal,
  file: string,
  issues: readonly ProjectIssue[],
  severities: readonly ProjectIssue['severity'][],
): void {
  for (const issue of issues) {
    if (severities.includes(issue.severity))
      terminal.note(`${issue.severity}: ${describeIssue(shownFile(file), issue)}`)
  }
}
