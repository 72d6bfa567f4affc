import type { Variables } from '../lib/variables.ts'
import { checkWithoutData, type Findings } from './check-definitions.ts'
import type { ProjectIssue } from './project-issue.ts'
import { inOrder, issueAt, type Project } from './read-project.ts'

/**
 * Everything that can be said against a configuration file without looking at any data, from its top to its end. The shape's
 * mistakes come first: what refers to what is judged only in a file whose shape is right.
 */
export function checkProject(project: Project, variables: Variables): ProjectIssue[] {
  const { definitions } = project
  return definitions ? placed(project, checkWithoutData(definitions, variables)) : [...project.issues]
}

/** What was found, each at its place in the file, after what is wrong with the file's shape. */
export function placed({ issues, placeOf }: Project, { errors, warnings }: Findings): ProjectIssue[] {
  return inOrder([
    ...issues,
    ...errors.map(({ path, message }) => issueAt('error', path, message, placeOf)),
    ...warnings.map(({ path, message }) => issueAt('warning', path, message, placeOf)),
  ])
}
