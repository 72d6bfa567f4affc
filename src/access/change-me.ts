import type { Format } from '../contract/format.ts'
import type { Language } from '../contract/language.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { recordAudit } from './audit.ts'
import type { Person } from './person.ts'
import { findUser, type UserRow } from './users.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** Changes what is a person's own to say: their name, their language, and how dates and numbers are written for them. */
export async function changeMe(
  needs: Needs,
  person: Person,
  change: { readonly name?: string; readonly language?: Language; readonly format?: Format },
): Promise<UserRow> {
  return needs.db.transaction().execute(async (tx) => {
    const before = await findUser(tx, person.id)
    const ownOf = ({ name, language, format }: UserRow) => ({ name, language, format })
    const after = { ...ownOf(before), ...change }
    if (after.name === before.name && after.language === before.language && after.format === before.format)
      return before
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
      before: ownOf(before),
      after,
    })
    return row
  })
}
