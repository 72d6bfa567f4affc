import { dirname } from 'node:path'
import { readDefinitions } from '../definitions/load-definitions.ts'
import { type CheckNeeds, checkDefinitions } from './check-definitions.ts'
import { placed } from './check-project.ts'
import type { ProjectIssue } from './project-issue.ts'
import { type Project, readProject } from './read-project.ts'
import { withUnmanaged } from './with-unmanaged.ts'

/** A configuration file with all that can be said about it, and notes on what could not be judged yet. */
export type CheckedFile = {
  readonly project: Project
  readonly issues: readonly ProjectIssue[]
  readonly notes: readonly string[]
}

/**
 * Reads the configuration file at an absolute path and judges it: its shape, then its references and its columns together
 * with what is configured beside it. Throws FileMissingError when it is not there.
 */
export async function checkFile(file: string, needs: CheckNeeds): Promise<CheckedFile> {
  return judgeProject(await readProject(file), needs, dirname(file))
}

/** The same for a file that was read already; paths of its sources are relative to `folder`. */
export async function judgeProject(project: Project, needs: CheckNeeds, folder: string): Promise<CheckedFile> {
  const { definitions } = project
  if (!definitions) return { project, issues: project.issues, notes: [] }
  const stored = needs.db ? await readDefinitions(needs.db) : []
  const findings = await checkDefinitions(withUnmanaged(stored, definitions), needs, folder)
  return { project, issues: placed(project, findings), notes: findings.notes }
}
