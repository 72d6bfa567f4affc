import { AppError } from '../lib/app-error.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import type { DefinitionRow, StoredDefinition } from './load-definitions.ts'

/** Which version of a definition somebody saw; null for one that is not to be there yet. */
export type ExpectedVersion = Pick<StoredDefinition, 'kind' | 'name'> & { readonly version: string | null }

/** Raised when there is no definition of that kind by that name. */
export class DefinitionNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(kind: StoredDefinition['kind'], name: string, known: readonly string[]) {
    super(said`There is no ${kind} "${name}".${didYouMean(name, known)} Known: ${known.join(', ') || said`none`}.`)
  }
}

/** Raised when something is to be made under a name that is taken. */
export class NameTakenError extends AppError {
  override readonly code = 'name_taken'
  override readonly recovery = 'never'
  constructor(kind: StoredDefinition['kind'], name: string) {
    super(said`There is a ${kind} "${name}" already, and nothing was written. Choose another name.`)
  }
}

/** Raised when what is to be changed is not any more what its editor saw. */
export class ChangedMeanwhileError extends AppError {
  override readonly code = 'changed_meanwhile'
  override readonly recovery = 'later'
  constructor(what: string) {
    super(said`${what} was changed by somebody else in the meantime, and nothing of yours was written. Read it again.`)
  }
}

/** Moves with each change of a definition, and is another one for what was removed and made anew. */
export function versionOf({ revision, createdAt }: Pick<DefinitionRow, 'revision' | 'createdAt'>): string {
  return `${revision}-${createdAt.getTime().toString(36)}`
}

/** A stored definition by its kind and name. Throws DefinitionNotFoundError. */
export function findDefinition(
  stored: readonly DefinitionRow[],
  { kind, name }: Pick<StoredDefinition, 'kind' | 'name'>,
): DefinitionRow {
  const ofKind = stored.filter((each) => each.kind === kind)
  const found = ofKind.find((each) => each.name === name)
  if (!found) {
    throw new DefinitionNotFoundError(
      kind,
      name,
      ofKind.map((each) => each.name),
    )
  }
  return found
}

/** Throws ChangedMeanwhileError, DefinitionNotFoundError, and NameTakenError for what is there and was not to be. */
export function requireVersions(stored: readonly DefinitionRow[], expected: readonly ExpectedVersion[]): void {
  for (const { kind, name, version } of expected) {
    if (version === null) {
      if (stored.some((each) => each.kind === kind && each.name === name)) throw new NameTakenError(kind, name)
    } else if (versionOf(findDefinition(stored, { kind, name })) !== version) {
      throw new ChangedMeanwhileError(said`The ${kind} "${name}"`)
    }
  }
}
