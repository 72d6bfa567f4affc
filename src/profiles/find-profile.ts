import type { Table } from '../contract/catalogue.ts'
import type { Cell, EngineSession } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised when there is no profile with a key. It does not tell the key, which may be somebody's address. */
export class ProfileNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor() {
    super(said`There is no profile with this key. It may have left its source, been erased, or come under another key.`)
  }
}

/** The row of one profile. Throws ProfileNotFoundError. */
export async function findProfile(
  session: EngineSession,
  profile: Table,
  key: string,
): Promise<Readonly<Record<string, Cell>>> {
  const [row] = await session.rows(
    `select * from ${readSnapshot(profile.files)} where ${quoteName(profile.key)}::varchar = $1 limit 1`,
    [key],
  )
  if (!row) throw new ProfileNotFoundError()
  return row
}
