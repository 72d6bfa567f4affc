import { sql } from 'kysely'
import type { Secrets } from '../config/environment.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { said } from '../lib/said.ts'
import { openSecretBox, type SecretBox } from './secret-box.ts'

/** Raised when a definition says that its client secret is stored, and none is. */
export class ClientSecretMissingError extends AppError {
  override readonly code = 'client_secret_missing'
  override readonly recovery = 'never'
  constructor(name: string) {
    super(
      said`The client secret of the connection "${name}" is said to be stored, and none is. Type it in again in the connection, or write a reference to a variable in its place.`,
    )
  }
}

export type BoxNeeds = {
  readonly secrets: Pick<Secrets, 'secretKey' | 'nextSecretKey'>
  readonly directory: Pick<DataDirectory, 'secretKey'>
}

/** The box that secrets of connections lie in. */
export function boxOf({ secrets, directory }: BoxNeeds): Promise<SecretBox> {
  return openSecretBox({ ...secrets, keyFile: directory.secretKey })
}

/** What a client secret is sealed for, so that it cannot be opened as another connection's. */
export function clientSecretContext(name: string): string {
  return `client secret of connection "${name}"`
}

/** Keeps the sealed client secret of a connection, in place of one that was there. */
export async function storeClientSecret(db: Db, name: string, sealed: string, now: Date): Promise<void> {
  const row = { client_secret: sealed, updated_at: now }
  await db
    .insertInto('connection_secrets')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute()
}

/** Forgets the client secrets of connections that are not there any more, or say no more that theirs is stored. */
export async function forgetUnusedSecrets(db: Db): Promise<void> {
  await sql`
    delete from connection_secrets
    where name not in (
      select name from definitions where kind = 'connection' and body -> 'clientSecret' ->> 'stored' = 'true'
    )`.execute(db)
}

/** The stored client secret of a connection. Throws ClientSecretMissingError and WrongSecretKeyError. */
export async function readClientSecret(needs: BoxNeeds & { readonly db: Db }, name: string): Promise<string> {
  const row = await needs.db
    .selectFrom('connection_secrets')
    .select('client_secret')
    .where('name', '=', name)
    .executeTakeFirst()
  if (!row) throw new ClientSecretMissingError(name)
  return (await boxOf(needs)).open(row.client_secret, clientSecretContext(name))
}
