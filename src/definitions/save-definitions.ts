import { sql } from 'kysely'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { kindOfSection, readDefinitions, type StoredDefinition } from './load-definitions.ts'

/** The definitions of a file one by one, as they are stored. */
export function listDefinitions(definitions: Definitions): StoredDefinition[] {
  return [
    { kind: 'environment', name: 'environment', body: definitions.environment },
    { kind: 'profiles', name: 'profiles', body: definitions.profiles },
    ...Object.entries(kindOfSection).flatMap(([section, kind]) =>
      Object.entries(definitions[section as keyof typeof kindOfSection]).map(([name, body]) => ({ kind, name, body })),
    ),
  ]
}

/**
 * Makes the stored definitions exactly those of `definitions`; hand it a transaction when more is written with them. The
 * revision and the time of a definition move only when its body changed, whatever order its keys stand in. What `managed`
 * declares is managed by its file from now on; of the rest it stays as it was.
 */
export async function saveDefinitions(
  db: Db,
  definitions: Definitions,
  managed?: { readonly by: string; readonly definitions: Definitions },
): Promise<void> {
  const declared = new Set(managed && listDefinitions(managed.definitions).map(({ kind, name }) => `${kind}/${name}`))
  const wanted = listDefinitions(definitions)
  const names = new Set(wanted.map(({ kind, name }) => `${kind}/${name}`))
  for (const { kind, name } of await readDefinitions(db)) {
    if (names.has(`${kind}/${name}`)) continue
    await db.deleteFrom('definitions').where('kind', '=', kind).where('name', '=', name).execute()
  }
  for (const [position, { kind, name, body }] of wanted.entries()) {
    const managedBy = managed && declared.has(`${kind}/${name}`) ? managed.by : null
    await sql`
      insert into definitions as stored (kind, name, position, body, managed_by)
      values (${kind}, ${name}, ${position}, ${JSON.stringify(body)}::jsonb, ${managedBy})
      on conflict (kind, name) do update set
        position = excluded.position,
        managed_by = coalesce(excluded.managed_by, stored.managed_by),
        body = excluded.body,
        revision = stored.revision + (stored.body is distinct from excluded.body)::integer,
        updated_at = case when stored.body is distinct from excluded.body then now() else stored.updated_at end`.execute(
      db,
    )
  }
  await sql`
    insert into definition_changes as so_far (count) values (1)
    on conflict (only_row) do update set count = so_far.count + 1`.execute(db)
}
