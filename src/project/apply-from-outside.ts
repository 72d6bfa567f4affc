import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import type { Person } from '../access/person.ts'
import { versionOf } from '../definitions/definition-version.ts'
import { type DefinitionRow, definitionsOf, readDefinitions } from '../definitions/load-definitions.ts'
import { type ApplyPlan, applyPlan, planApply } from './apply-project.ts'
import type { ChangeNeeds } from './change-definitions.ts'
import { type CheckedFile, judgeProject } from './check-file.ts'
import { checkOutside, type OutsideNeeds, outsideOf } from './outside-rules.ts'
import { inOrder, issueAt, parseProject } from './read-project.ts'
import { withSecretsKept } from './shown-secrets.ts'
import { DefinitionsMovedError } from './write-changes.ts'

type Needs = ChangeNeeds & OutsideNeeds

/** A configuration file that was sent: what its sender calls it, by which it manages what it declares, and its text. */
export type SentFile = { readonly path: string; readonly text: string }

/** What is to be said of a file that was sent, and what applying it would do where nothing is wrong with it. */
export type SentPlan = Pick<CheckedFile, 'issues' | 'notes'> & {
  readonly plan?: ApplyPlan
  /** What the changes were judged against; another one says that somebody changed something since. */
  readonly base: string
}

/**
 * Judges a configuration file that somebody sent, as `validate` does one on disk and within the rules for what comes from
 * afar. Paths of its sources are relative to the server's own configuration file. Nothing is written. Throws InUseError.
 */
export async function planFromOutside(needs: Needs, person: Person, { path, text }: SentFile): Promise<SentPlan> {
  const stored = await readDefinitions(needs.db)
  const base = baseOf(stored)
  const parsed = parseProject(path, text)
  if (!parsed.definitions) return { issues: parsed.issues, notes: [], base }
  const before = stored.length > 0 ? definitionsOf(stored) : undefined
  const definitions = before ? withSecretsKept(before, parsed.definitions) : parsed.definitions
  const outside = checkOutside(before, definitions, outsideOf(needs, person))
  const issues = inOrder([
    ...parsed.issues,
    ...outside.map((mistake) => issueAt('error', mistake.path, mistake.message, parsed.placeOf)),
  ])
  if (outside.length > 0) return { issues, notes: [], base }
  const checked = await judgeProject({ ...parsed, definitions }, needs, dirname(needs.config.file))
  const found = { issues: checked.issues, notes: checked.notes, base }
  if (checked.issues.some(({ severity }) => severity === 'error')) return found
  return { ...found, plan: await planApply(needs, definitions) }
}

/**
 * The same, and makes it so. `base` is what was shown before the yes; throws DefinitionsMovedError when it is not what is
 * stored any more.
 */
export async function applyFromOutside(
  needs: Needs,
  person: Person,
  { base, ...file }: SentFile & { readonly base?: string },
): Promise<SentPlan> {
  const planned = await planFromOutside(needs, person, file)
  if (!planned.plan) return planned
  if (base !== undefined && base !== planned.base) throw new DefinitionsMovedError()
  await applyPlan(needs, person, planned.plan, file)
  return planned
}

function baseOf(stored: readonly DefinitionRow[]): string {
  const versions = stored.map((row) => [row.kind, row.name, versionOf(row), row.managedBy])
  return createHash('sha256').update(JSON.stringify(versions)).digest('hex').slice(0, 32)
}
