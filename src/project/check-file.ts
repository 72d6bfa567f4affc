import type { Db } from '../db/database.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import type { Engine } from '../engine/engine.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import type { Variables } from '../lib/variables.ts'
import { checkColumnNames, checkTypes } from './check-columns.ts'
import { checkProject, withoutUnset } from './check-project.ts'
import { knownTables } from './known-tables.ts'
import type { ProjectIssue } from './project-issue.ts'
import { inOrder, issueAt, type Project, readProject } from './read-project.ts'

/** The control database is left out where nothing was ever applied; then the files' heads are all that is looked at. */
type Needs = {
  readonly variables: Variables
  readonly engine: Engine
  readonly db?: Db
  readonly directory?: DataDirectory
}

/** A configuration file with all that can be said about it, and notes on what could not be judged yet. */
export type CheckedFile = {
  readonly project: Project
  readonly issues: readonly ProjectIssue[]
  readonly notes: readonly string[]
}

/**
 * Reads the configuration file at an absolute path and judges it: its shape, its references, then its columns where they are
 * known. Throws FileMissingError when it is not there.
 */
export async function checkFile(file: string, needs: Needs): Promise<CheckedFile> {
  const project = await readProject(file)
  const issues = checkProject(project, needs.variables)
  const { definitions, placeOf } = project
  if (!definitions || issues.some(({ severity }) => severity === 'error')) return { project, issues, notes: [] }

  const resolved = resolveWhereSet(definitions, needs.variables)
  const known = await knownTables(needs, { written: definitions, resolved }, file)
  const names = checkColumnNames(resolved, known)
  const mistakes = withoutUnset(names.length > 0 ? names : checkTypes(resolved, known), definitions, needs.variables)
  const missing = [...known.missing].map(([name, message]) => ({ path: ['sources', name, 'file'], message }))
  const unread = Object.keys(definitions.sources).filter((name) => !known.read.has(name))
  return {
    project,
    issues: inOrder([
      ...issues,
      ...mistakes.map(({ path, message }) => issueAt('error', path, message, placeOf)),
      ...withoutUnset(missing, definitions, needs.variables).map(({ path, message }) =>
        issueAt('warning', path, message, placeOf),
      ),
    ]),
    notes: unread.length > 0 ? [unreadNote(unread)] : [],
  }
}

function unreadNote(sources: readonly string[]): string {
  const which = sources.length === 1 ? `source ${sources[0]} has` : `sources ${sources.join(', ')} have`
  return `note: the ${which} not been read as defined here; columns and types are checked in full at the first refresh.`
}
