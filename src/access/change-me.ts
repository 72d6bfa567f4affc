import type { Language } from '../contract/language.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { recordAudit } from './audit.ts'
import type { Person } from './person.ts'
import { findUser, type UserRow } from './users.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** Changes what is a person's own to say: their name and their language. */
export async function changeMe(
  needs: Needs,
  person: Person,
  change: { readonly name?: string; readonly language?: Language },
): Promise<UserRow> {
  return needs.db.transaction().execute(async (tx) => {
    const before = await findUser(tx, person.id)
    const after = { name: change.name ?? before.name, language: change.language ?? before.language }
    if (after.name === before.name && after.language === before.language) return before
    const row = await tx
      .updateTable('users')
      .set(after)
      .where('id', '=', person.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await recordAudit(tx, needs, {
      actor: person,
      action: 'user.change',
      target: { kind: 'user', name: before.email },
      before: { name: before.name, language: before.language },
      after,
    })
    return row
  })
}
