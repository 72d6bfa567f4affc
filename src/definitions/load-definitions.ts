import type { Definitions } from '../contract/definitions.ts'
import type { Db, Tx } from '../db/database.ts'
import type { DefinitionKind } from '../db/tables/definitions.ts'
import { AppError } from '../lib/app-error.ts'

/** Raised when a command needs definitions and nobody has applied any. */
export class DefinitionsMissingError extends AppError {
  override readonly code = 'definitions_missing'
  override readonly recovery = 'never'
  constructor() {
    super('Nothing has been configured in this data directory yet. Write a postbud.yaml and run "postbud apply".')
  }
}

/** One definition as it is stored. The environment and the profiles, of which there is one, are named after their kind. */
export type StoredDefinition = { readonly kind: DefinitionKind; readonly name: string; readonly body: object }

const kindOfSection = {
  sources: 'source',
  relationships: 'relationship',
  segments: 'segment',
  connections: 'connection',
  exports: 'export',
} as const satisfies Partial<Record<keyof Definitions, DefinitionKind>>

/** What was last applied. Throws DefinitionsMissingError when nothing was. */
export async function loadDefinitions(db: Db): Promise<Definitions> {
  const stored = await readDefinitions(db)
  if (stored.length === 0) throw new DefinitionsMissingError()
  const ofKind = (kind: DefinitionKind) =>
    Object.fromEntries(stored.filter((each) => each.kind === kind).map(({ name, body }) => [name, body]))
  return {
    environment: ofKind('environment').environment,
    profiles: ofKind('profiles').profiles,
    ...Object.fromEntries(Object.entries(kindOfSection).map(([section, kind]) => [section, ofKind(kind)])),
  } as Definitions
}

/** Every stored definition, in the order of its file. */
export async function readDefinitions(db: Db): Promise<StoredDefinition[]> {
  return db.selectFrom('definitions').select(['kind', 'name', 'body']).orderBy('position').orderBy('name').execute()
}

/** The definitions of a file, one by one, as they are stored. */
export function listDefinitions(definitions: Definitions): StoredDefinition[] {
  return [
    { kind: 'environment', name: 'environment', body: definitions.environment },
    { kind: 'profiles', name: 'profiles', body: definitions.profiles },
    ...Object.entries(kindOfSection).flatMap(([section, kind]) =>
      Object.entries(definitions[section as keyof typeof kindOfSection]).map(([name, body]) => ({ kind, name, body })),
    ),
  ]
}

/** Makes the stored definitions those of `wanted`, within a transaction: revisions count the changed ones only. */
export async function storeDefinitions(tx: Tx, wanted: readonly StoredDefinition[]): Promise<void> {
  const stored = await readDefinitions(tx)
  for (const { kind, name } of stored) {
    if (!wanted.some((each) => each.kind === kind && each.name === name)) {
      await tx.deleteFrom('definitions').where('kind', '=', kind).where('name', '=', name).execute()
    }
  }
  for (const [position, { kind, name, body }] of wanted.entries()) {
    await tx
      .insertInto('definitions')
      .values({ kind, name, position, body: JSON.stringify(body) })
      .onConflict((conflict) =>
        conflict.columns(['kind', 'name']).doUpdateSet((eb) => ({
          position,
          body: JSON.stringify(body),
          revision: eb
            .case()
            .when('definitions.body', '=', eb.ref('excluded.body'))
            .then(eb.ref('definitions.revision'))
            .else(eb('definitions.revision', '+', 1))
            .end(),
          updated_at: eb
            .case()
            .when('definitions.body', '=', eb.ref('excluded.body'))
            .then(eb.ref('definitions.updated_at'))
            .else(eb.ref('excluded.updated_at'))
            .end(),
        })),
      )
      .execute()
  }
}
