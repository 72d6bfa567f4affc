import type { DefinitionIssue } from '../contract/segment.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised when rules or a mapping cannot be computed from the tables as they are; `issues` lead to the places. */
export class SegmentInvalidError extends AppError {
  override readonly code = 'definitions_invalid'
  override readonly recovery = 'never'
  readonly issues: readonly DefinitionIssue[]
  constructor(what: string, issues: readonly DefinitionIssue[]) {
    const lines = issues.map(({ path, message }) => `\n  ${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`)
    super(said`${what} cannot be computed:${lines.join('')}`)
    this.issues = issues
  }
}
