import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { findLink, type LinkPurpose } from './one-time-links.ts'

/** What a link is for, and for whom, without using it. Throws LinkUnusableError. */
export async function lookAtLink(
  needs: { readonly db: Db; readonly clock: Clock },
  token: string,
): Promise<{ purpose: LinkPurpose; email: string | null; name: string | null; expiresAt: Date }> {
  const { purpose, user_id: userId, expires_at: expiresAt } = await findLink(needs.db, needs, token)
  const user = await needs.db
    .selectFrom('users')
    .select(['email', 'name'])
    .where('id', '=', userId ?? '')
    .executeTakeFirst()
  return { purpose, email: user?.email ?? null, name: user?.name ?? null, expiresAt }
}
