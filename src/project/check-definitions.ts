import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { judgeReferences, resolveWhereSet } from '../definitions/resolve-definitions.ts'
import type { Engine } from '../engine/engine.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { said } from '../lib/said.ts'
import type { Variables } from '../lib/variables.ts'
import { schedulesThatNeverRun } from '../schedules/never-run.ts'
import { checkColumnNames, checkTypes } from './check-columns.ts'
import { checkExports } from './check-exports.ts'
import { checkReferences } from './check-references.ts'
import { checkSources } from './check-sources.ts'
import { checkVariables } from './check-variables.ts'
import { knownTables } from './known-tables.ts'
import type { Mistake } from './shape-issues.ts'
import { unificationWarnings } from './unification-warnings.ts'

/** What can be said against definitions whose shape is right, each with the path of the value it is about. */
export type Findings = {
  readonly errors: readonly Mistake[]
  readonly warnings: readonly Mistake[]
  /** What could not be judged yet, in sentences. */
  readonly notes: readonly string[]
}

/** The control database is left out where nothing was ever applied; then the files' heads are all that is looked at. */
export type CheckNeeds = {
  readonly variables: Variables
  readonly engine: Engine
  readonly db?: Db
  readonly directory?: DataDirectory
}

/**
 * Judges definitions as they are written: their references, then their columns where they are known. Paths of files are
 * relative to `folder`. Where the references have mistakes, the data are not looked at; where only those of the profiles have, no further than which
 * columns there are.
 */
export async function checkDefinitions(definitions: Definitions, needs: CheckNeeds, folder: string): Promise<Findings> {
  const found = checkWithoutData(definitions, needs.variables)
  const isOfProfiles = ({ path: [section] }: Mistake) => section === 'profiles'
  if (!found.errors.every(isOfProfiles)) return found
  const resolved = resolveWhereSet(definitions, needs.variables)
  const known = await knownTables(needs, { written: definitions, resolved }, folder)
  const names = checkColumnNames(resolved, known)
  if (found.errors.length > 0) {
    // A field that is not there is missing in the profiles' own rules, and in all that looks at the profiles.
    const others = names.filter((mistake) => !isOfProfiles(mistake))
    return { ...found, errors: [...found.errors, ...withoutUnset(others, definitions, needs.variables)] }
  }
  const mistakes = withoutUnset(names.length > 0 ? names : checkTypes(resolved, known), definitions, needs.variables)
  const missing = [...known.missing].map(([name, message]) => ({ path: ['sources', name, 'file'], message }))
  const unread = Object.keys(definitions.sources).filter((name) => !known.read.has(name))
  return {
    errors: mistakes,
    warnings: [...found.warnings, ...withoutUnset(missing, definitions, needs.variables)],
    notes: unread.length > 0 ? [unreadNote(unread)] : [],
  }
}

/** Everything that can be said without looking at any data. */
export function checkWithoutData(definitions: Definitions, variables: Variables): Findings {
  const { mistakes } = judgeReferences(definitions, variables)
  const resolved = resolveWhereSet(definitions, variables)
  const found = [...checkReferences(resolved), ...checkSources(resolved), ...checkExports(resolved)]
  return {
    errors: [...mistakes, ...withoutUnset(found, definitions, variables)],
    warnings: [
      ...checkVariables(definitions, variables),
      ...detached(definitions),
      ...(found.length > 0 ? [] : unificationWarnings(resolved)),
      ...schedulesThatNeverRun(resolved).map(({ path, message }) => ({ path, message })),
    ],
    notes: [],
  }
}

/** Exports that were detached from their connection are kept, and do not run. */
function detached({ exports }: Definitions): Mistake[] {
  return Object.entries(exports)
    .filter(([, { connection }]) => connection === undefined)
    .map(([name]) => ({ path: ['exports', name], message: said`it has no connection, so it does not run` }))
}

/**
 * Mistakes but for those about a value that stands in a variable which is not set: what it will be, nobody knows yet, and
 * that it is unset is a warning of its own.
 */
function withoutUnset(mistakes: readonly Mistake[], definitions: Definitions, variables: Variables): Mistake[] {
  const { unset } = judgeReferences(definitions, variables)
  const isAbout = (mistake: Mistake, value: readonly PropertyKey[]) =>
    mistake.path.length >= value.length - 1 && mistake.path.every((step, at) => step === value[at])
  return mistakes.filter((mistake) => !unset.some(({ path }) => isAbout(mistake, path)))
}

function unreadNote(sources: readonly string[]): string {
  const which = sources.length === 1 ? said`source ${sources[0]} has` : said`sources ${sources.join(', ')} have`
  return said`note: the ${which} not been read as defined here; columns and types are checked in full at the first refresh.`
}
