import type { Variables } from '../lib/variables.ts'
import { checkProject } from './check-project.ts'
import type { ProjectIssue } from './project-issue.ts'
import { type Project, readProject } from './read-project.ts'

type Needs = { readonly variables: Variables }

/** A configuration file with all that can be said about it, and notes on what could not be judged yet. */
export type CheckedFile = {
  readonly project: Project
  readonly issues: readonly ProjectIssue[]
  readonly notes: readonly string[]
}

/** Reads the configuration file at an absolute path and judges it. Throws FileMissingError when it is not there. */
export async function checkFile(file: string, { variables }: Needs): Promise<CheckedFile> {
  const project = await readProject(file)
  return { project, issues: checkProject(project, variables), notes: [] }
}
