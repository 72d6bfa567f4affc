import type { Variables } from '../lib/variables.ts'
import { checkExports } from './check-exports.ts'
import { checkReferences } from './check-references.ts'
import { checkSources } from './check-sources.ts'
import { checkVariables } from './check-variables.ts'
import type { ProjectIssue } from './project-issue.ts'
import { inOrder, issueAt, type Project } from './read-project.ts'

/**
 * Everything that can be said against a configuration file without looking at any data, from its top to its end. The shape's
 * mistakes come first: what refers to what is judged only in a file whose shape is right.
 */
export function checkProject(project: Project, variables: Variables): ProjectIssue[] {
  const { definitions, placeOf } = project
  if (!definitions) return [...project.issues]
  const errors = [...checkReferences(definitions), ...checkSources(definitions), ...checkExports(definitions)]
  return inOrder([
    ...project.issues,
    ...errors.map(({ path, message }) => issueAt('error', path, message, placeOf)),
    ...checkVariables(definitions, variables).map(({ path, message }) => issueAt('warning', path, message, placeOf)),
  ])
}
