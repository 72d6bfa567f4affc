import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** A mistake or a warning in the configuration file, with the place where it stands. */
export type ProjectIssue = {
  readonly severity: 'error' | 'warning'
  /** `segments.big-spenders.rules[1].intersect`; empty for the file as a whole. */
  readonly path: string
  readonly line?: number
  readonly column?: number
  readonly message: string
}

/** Raised with every error of a file at once. */
export class ProjectInvalidError extends AppError {
  override readonly code = 'definitions_invalid'
  override readonly recovery = 'never'
  readonly issues: readonly ProjectIssue[]
  constructor(file: string, issues: readonly ProjectIssue[]) {
    const errors = issues.filter(({ severity }) => severity === 'error')
    const count = errors.length === 1 ? said`a mistake` : said`${errors.length} mistakes`
    super(said`${file} has ${count}:\n${errors.map((issue) => `  ${describeIssue(file, issue)}`).join('\n')}`)
    this.issues = errors
  }
}

/** How many of each there are. */
export function countIssues(issues: readonly ProjectIssue[]): { errors: number; warnings: number } {
  const errors = issues.filter(({ severity }) => severity === 'error').length
  return { errors, warnings: issues.length - errors }
}

/** `postbud.yaml:12:9 segments.x.rules[0]: unknown column …` */
export function describeIssue(file: string, issue: ProjectIssue): string {
  const place = issue.line === undefined ? file : `${file}:${issue.line}:${issue.column ?? 1}`
  return `${place}${issue.path === '' ? '' : ` ${issue.path}`}: ${issue.message}`
}
