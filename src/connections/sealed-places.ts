import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { clientSecretContext } from './client-secret.ts'
import { verifierContext } from './draft-sign-in.ts'
import { tokensContext } from './stored-tokens.ts'

type Row = { readonly id: string; readonly name: string }

/** A column whose values are sealed with the secret key: what tells its rows apart, and what each value is sealed for. */
type SealedPlace = {
  readonly table: string
  readonly id: string
  readonly name: string
  readonly column: string
  readonly contextOf: (row: Row) => string
}

/** Every place of the control database that holds sealed values; what is sealed anywhere else cannot be rotated. */
export const sealedPlaces: readonly SealedPlace[] = [
  place('connection_states', 'name', 'tokens', ({ name }) => tokensContext(name)),
  place('connection_secrets', 'name', 'client_secret', ({ name }) => clientSecretContext(name)),
  place('connection_drafts', 'id', 'client_secret', ({ name }) => clientSecretContext(name)),
  place('connection_drafts', 'id', 'tokens', ({ name }) => tokensContext(name)),
  place('connection_drafts', 'id', 'verifier', ({ id }) => verifierContext(id)),
]

function place(table: string, id: string, column: string, contextOf: SealedPlace['contextOf']): SealedPlace {
  return { table, id, name: 'name', column, contextOf }
}

/** A sealed value, and where it lies. */
export type SealedValue = { readonly place: SealedPlace; readonly row: Row; readonly sealed: string }

/** Every sealed value there is; within a transaction nobody else changes them until it ends. */
export async function readSealed(db: Db, how: 'to look' | 'to change'): Promise<SealedValue[]> {
  const found: SealedValue[] = []
  for (const place of sealedPlaces) {
    const { table, id, name, column } = place
    const { rows } = await sql<Row & { readonly sealed: string }>`
      select ${sql.ref(id)} as id, ${sql.ref(name)} as name, ${sql.ref(column)} as sealed
      from ${sql.table(table)} where ${sql.ref(column)} is not null
      order by 1 ${how === 'to change' ? sql`for update` : sql``}`.execute(db)
    for (const { sealed, ...row } of rows) found.push({ place, row, sealed })
  }
  return found
}

/** Puts another sealed value in the place of one. */
export async function replaceSealed(db: Db, { place, row }: SealedValue, sealed: string): Promise<void> {
  const { table, id, column } = place
  await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${sealed} where ${sql.ref(id)} = ${row.id}`.execute(db)
}
