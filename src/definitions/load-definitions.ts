import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import type { DefinitionKind } from '../db/tables/definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised when a command needs definitions and nobody has applied any. */
export class DefinitionsMissingError extends AppError {
  override readonly code = 'definitions_missing'
  override readonly recovery = 'never'
  constructor() {
    super(said`Nothing has been configured in this data directory yet. Write a postbud.yaml and run "postbud apply".`)
  }
}

/** One definition as it is stored. The environment and the profiles, of which there is one, are named after their kind. */
export type StoredDefinition = { readonly kind: DefinitionKind; readonly name: string; readonly body: object }

/** The sections of a file whose things have names, with the kind under which each thing is stored. */
export const kindOfSection = {
  sources: 'source',
  relationships: 'relationship',
  segments: 'segment',
  connections: 'connection',
  exports: 'export',
} as const satisfies Partial<Record<keyof Definitions, DefinitionKind>>

/** A definition with what is known about it. */
export type DefinitionRow = StoredDefinition & {
  /** Counts its changes. */
  readonly revision: number
  /** The file that declares it, absolute; null for what was made elsewhere. */
  readonly managedBy: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** What is configured. Throws DefinitionsMissingError when nothing is. */
export async function loadDefinitions(db: Db): Promise<Definitions> {
  return definitionsOf(await readDefinitions(db))
}

/** Stored definitions as one whole, never to be changed. Throws DefinitionsMissingError when there are none. */
export function definitionsOf(stored: readonly StoredDefinition[]): Definitions {
  const made = wholes.get(stored) ?? frozen(wholeOf(stored))
  wholes.set(stored, made)
  return made
}

const wholes = new WeakMap<readonly StoredDefinition[], Definitions>()

function wholeOf(stored: readonly StoredDefinition[]): Definitions {
  if (stored.length === 0) throw new DefinitionsMissingError()
  const ofKind = (kind: DefinitionKind) =>
    Object.fromEntries(stored.filter((each) => each.kind === kind).map(({ name, body }) => [name, body]))
  return {
    environment: ofKind('environment').environment,
    profiles: ofKind('profiles').profiles,
    ...Object.fromEntries(Object.entries(kindOfSection).map(([section, kind]) => [section, ofKind(kind)])),
  } as Definitions
}

/**
 * Every stored definition, in the order of its file, never to be changed. Every page asks for them and they seldom change, so
 * that they are kept until the count of changes moves, whichever process moved it; a transaction reads what it sees itself.
 */
export async function readDefinitions(db: Db): Promise<readonly DefinitionRow[]> {
  if (db.isTransaction) return readStored(db)
  // The count first: what changes between the two is read again next time rather than missed.
  const changes = await changesSoFar(db)
  const last = kept.get(db)
  if (last?.changes === changes) return last.stored
  const stored = frozen(await readStored(db))
  kept.set(db, { changes, stored })
  return stored
}

const kept = new WeakMap<Db, { readonly changes: number; readonly stored: readonly DefinitionRow[] }>()

async function changesSoFar(db: Db): Promise<number> {
  return (await db.selectFrom('definition_changes').select('count').executeTakeFirst())?.count ?? 0
}

async function readStored(db: Db): Promise<DefinitionRow[]> {
  return db
    .selectFrom('definitions')
    .select(['kind', 'name', 'body', 'revision'])
    .select(['managed_by as managedBy', 'created_at as createdAt', 'updated_at as updatedAt'])
    .orderBy('position')
    .orderBy('name')
    .execute()
}

/** The same value, in which nothing can be changed by whoever shares it. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const part of Object.values(value)) frozen(part)
  return value
}
