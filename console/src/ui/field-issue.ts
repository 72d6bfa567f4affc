import { ProblemError } from '../app/api.ts'

/** What the server says is wrong with a field, to be laid on it; nothing where nothing is. `field` is the last step of its path. */
export function fieldIssue(
  error: Error | null,
  field: string,
): { readonly validationState: 'error'; readonly validationMessage: string } | object {
  if (!(error instanceof ProblemError)) return {}
  const issue = error.issues.find(({ path }) => path.split('.').includes(field))
  return issue ? { validationState: 'error', validationMessage: issue.message } : {}
}
