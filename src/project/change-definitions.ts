import { dirname } from 'node:path'
import type { Actor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Tx } from '../db/database.ts'
import { type ExpectedVersion, requireVersions } from '../definitions/definition-version.ts'
import { type DefinitionRow, definitionsOf, kindOfSection, readDefinitions } from '../definitions/load-definitions.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import type { Engine } from '../engine/engine.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { pathText } from '../lib/path-text.ts'
import { said } from '../lib/said.ts'
import type { Variables } from '../lib/variables.ts'
import { schedulesStoppedBy } from '../schedules/never-run.ts'
import { checkDefinitions } from './check-definitions.ts'
import { judgeShape } from './judge-shape.ts'
import { type Change, planChanges } from './plan-changes.ts'
import { type ConsequenceNeeds, consequencesOf, InUseError } from './removals.ts'
import type { Mistake } from './shape-issues.ts'
import { tellUsesOfRemoved } from './uses-of-removed.ts'
import { DefinitionsMovedError, writeChanges } from './write-changes.ts'

export type ChangeNeeds = {
  readonly clock: Clock
  readonly variables: Variables
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly config: { readonly file: string }
} & ConsequenceNeeds

export type Edit = {
  /** The definitions as they are written, as they are to be. Called again when somebody else was faster. */
  readonly edit: (definitions: Definitions) => Definitions
  /** What the editor saw of the things that they change. */
  readonly ifMatch?: readonly ExpectedVersion[]
  /** It is the first that is configured: the edit is made upon nothing. */
  readonly begins?: true
  /** What belongs to the change beside the definitions, written in the same transaction. */
  readonly alongside?: (tx: Tx) => Promise<void>
}

export type ChangedDefinitions = {
  /** As written. */
  readonly definitions: Definitions
  readonly stored: readonly DefinitionRow[]
  readonly changes: readonly Change[]
  /** What the changes do beside the definitions, in sentences. */
  readonly consequences: readonly string[]
  /** What is worth knowing and stops nothing: what a file manages and will undo, values that are not there yet. */
  readonly warnings: readonly string[]
}

/** Raised with everything that is wrong with definitions that were to be changed. */
export class DefinitionInvalidError extends AppError {
  override readonly code = 'definition_invalid'
  override readonly recovery = 'never'
  readonly issues: readonly { readonly path: string; readonly message: string }[]
  constructor(mistakes: readonly Mistake[]) {
    const issues = mistakes.map(({ path, message }) => ({ path: pathText(path), message }))
    super(said`Nothing was written: ${issues.map(({ path, message }) => `${path}: ${message}`).join('; ')}`)
    this.issues = issues
  }
}

const tries = 10

/** What an edit that begins is made upon. */
const nothing: Definitions = {
  environment: { name: '', timeZone: 'UTC' },
  sources: {},
  profiles: { from: '', email: '' },
  relationships: {},
  segments: {},
  connections: {},
  exports: {},
}

/**
 * Changes what is configured: the edit is made upon what is stored now, judged as a file is (shape, references, columns),
 * and written in one transaction with the versions and the record of who did it. Mistakes that were there before, in things
 * that the edit does not touch, are told and stop nothing. Throws DefinitionInvalidError with issues, InUseError for what
 * something else needs, ChangedMeanwhileError, NameTakenError and DefinitionNotFoundError for what `ifMatch` expects.
 */
export async function changeDefinitions(
  needs: ChangeNeeds,
  actor: Actor,
  { edit, ifMatch = [], begins, alongside }: Edit,
): Promise<ChangedDefinitions> {
  for (let attempt = 1; ; attempt += 1) {
    const base = await readDefinitions(needs.db)
    requireVersions(base, ifMatch)
    const present = begins && base.length === 0 ? nothing : definitionsOf(base)
    const judged = await judge(needs, { base, present }, edit(present))
    const consequences = await consequencesOf(needs, planChanges(base, judged.definitions), judged.definitions)
    try {
      return await needs.db.transaction().execute(async (tx) => {
        const changes = await writeChanges(tx, needs, actor, { base, definitions: judged.definitions })
        await alongside?.(tx)
        const warnings = [...judged.warnings, ...undoneByFiles(base, changes)]
        return { definitions: judged.definitions, stored: await readDefinitions(tx), changes, consequences, warnings }
      })
    } catch (thrown) {
      if (!(thrown instanceof DefinitionsMovedError) || attempt === tries) throw thrown
    }
  }
}

/**
 * What `changeDefinitions` would say of an edit, without writing anything: the definitions as they would be, and what is worth
 * knowing of them. Throws DefinitionInvalidError.
 */
export async function judgeEdit(
  needs: ChangeNeeds,
  edit: Edit['edit'],
): Promise<Pick<ChangedDefinitions, 'definitions' | 'warnings'>> {
  const base = await readDefinitions(needs.db)
  const present = definitionsOf(base)
  return judge(needs, { base, present }, edit(present))
}

async function judge(
  needs: ChangeNeeds,
  { base, present }: { readonly base: readonly DefinitionRow[]; readonly present: Definitions },
  edited: Definitions,
): Promise<Pick<ChangedDefinitions, 'definitions' | 'warnings'>> {
  const { definitions, mistakes } = judgeShape(edited)
  if (!definitions) throw new DefinitionInvalidError(mistakes)
  const folder = dirname(needs.config.file)
  const changes = planChanges(base, definitions)
  const found = await checkDefinitions(definitions, needs, folder)
  const before = found.errors.length > 0 ? await checkDefinitions(present, needs, folder) : undefined
  const known = new Set(before?.errors.map(asText))
  const isTouched = (mistake: Mistake) => changes.some((change) => change.action !== 'remove' && isIn(change, mistake))
  const errors = found.errors.filter((mistake) => isTouched(mistake) || !known.has(asText(mistake)))
  const made = tellUsesOfRemoved(errors, present, definitions)
  // What only lacks what was removed needs it.
  if (made.length > 0 && changes.some(({ action }) => action === 'remove') && !made.some(isTouched)) {
    throw new InUseError(made.map(asText))
  }
  if (made.length > 0) throw new DefinitionInvalidError(made)
  const warnings = found.warnings.filter((warning) => isTouched(warning))
  // These are told wherever they are: the days of the system refresh stop segments that the edit does not touch.
  const resolved = [present, definitions].map((each) => resolveWhereSet(each, needs.variables)) as [
    Definitions,
    Definitions,
  ]
  const told = [...warnings, ...schedulesStoppedBy(...resolved), ...found.errors].map(asText)
  return { definitions, warnings: [...new Set(told)] }
}

function asText({ path, message }: Mistake): string {
  return `${pathText(path)}: ${message}`
}

function isIn({ kind, name }: Change, { path: [section, thing] }: Mistake): boolean {
  return section === kind || (kindOfSection[section as keyof typeof kindOfSection] === kind && thing === name)
}

function undoneByFiles(base: readonly DefinitionRow[], changes: readonly Change[]): string[] {
  return changes.flatMap(({ kind, name, action }) => {
    const managedBy = base.find((each) => each.kind === kind && each.name === name)?.managedBy
    if (!managedBy) return []
    const what = managedIn(kind, name, managedBy)
    return action === 'remove'
      ? [said`${what}, and comes back when that file is applied. Remove it there, too.`]
      : [said`${what}, and the change is undone when that file is applied. Change it there, too.`]
  })
}

function managedIn(kind: string, name: string, file: string): string {
  // Of these there is one, which has no other name.
  if (kind === 'profiles') return said`The profiles are managed by the file ${file}`
  if (kind === 'environment') return said`The environment is managed by the file ${file}`
  return said`The ${kind} "${name}" is managed by the file ${file}`
}
