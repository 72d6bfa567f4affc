import type { Definitions } from '../contract/definitions.ts'
import { judgeReferences, resolveWhereSet } from '../definitions/resolve-definitions.ts'
import type { Variables } from '../lib/variables.ts'
import { checkExports } from './check-exports.ts'
import { checkReferences } from './check-references.ts'
import { checkSources } from './check-sources.ts'
import { checkVariables } from './check-variables.ts'
import type { ProjectIssue } from './project-issue.ts'
import { inOrder, issueAt, type Project } from './read-project.ts'
import type { Mistake } from './shape-issues.ts'

/**
 * Everything that can be said against a configuration file without looking at any data, from its top to its end. The shape's
 * mistakes come first: what refers to what is judged only in a file whose shape is right.
 */
export function checkProject(project: Project, variables: Variables): ProjectIssue[] {
  const { definitions, placeOf } = project
  if (!definitions) return [...project.issues]
  const { mistakes } = judgeReferences(definitions, variables)
  const resolved = resolveWhereSet(definitions, variables)
  const found = [...checkReferences(resolved), ...checkSources(resolved), ...checkExports(resolved)]
  const errors = [...mistakes, ...withoutUnset(found, definitions, variables)]
  return inOrder([
    ...project.issues,
    ...errors.map(({ path, message }) => issueAt('error', path, message, placeOf)),
    ...checkVariables(definitions, variables).map(({ path, message }) => issueAt('warning', path, message, placeOf)),
  ])
}

/**
 * Mistakes but for those about a value that stands in a variable which is not set: what it will be, nobody knows yet, and
 * that it is unset is a warning of its own.
 */
export function withoutUnset(mistakes: readonly Mistake[], definitions: Definitions, variables: Variables): Mistake[] {
  const { unset } = judgeReferences(definitions, variables)
  const isAbout = (mistake: Mistake, value: readonly PropertyKey[]) =>
    mistake.path.length >= value.length - 1 && mistake.path.every((step, at) => step === value[at])
  return mistakes.filter((mistake) => !unset.some(({ path }) => isAbout(mistake, path)))
}
