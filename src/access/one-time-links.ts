import type { Selectable } from 'kysely'
import type { Config } from '../config/environment.ts'
import type { Db, Tx } from '../db/database.ts'
import type { OneTimeLinksTable } from '../db/tables/people.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { newToken, tokenHash } from './tokens.ts'

export type LinkPurpose = OneTimeLinksTable['purpose']
export type LinkRow = Selectable<OneTimeLinksTable>

/** A link as it is handed over, once: only its hash is stored. */
export type OneTimeLink = { readonly address: string; readonly expiresAt: Date }

type Needs = { readonly clock: Clock; readonly config: { readonly http: Pick<Config['http'], 'publicUrl'> } }

const hourMs = 3_600_000

/** How long links open what they open. A mail that asks for a new password may lie in a mailbox that others read later. */
export const linkLifeMs = {
  'set-up': 24 * hourMs,
  invitation: 7 * 24 * hourMs,
  reset: 24 * hourMs,
  'mailed reset': hourMs,
}

/** Raised for a link that opens nothing (any more); which of the reasons it is, is nobody's to know. */
export class LinkUnusableError extends AppError {
  override readonly code = 'link_unusable'
  override readonly recovery = 'never'
  constructor() {
    super(
      said`This link was used already, was replaced by a newer one, or has expired. Ask an administrator for a new one.`,
    )
  }
}

/** Makes a link that works once; those made before for the same person and purpose stop working. */
export async function makeLink(
  tx: Tx,
  { clock, config }: Needs,
  told: {
    readonly purpose: LinkPurpose
    readonly userId: string | null
    /** For the record: who made it. */
    readonly by: string
    readonly lifeMs: number
  },
): Promise<OneTimeLink> {
  const { purpose, userId, by, lifeMs } = told
  await voidLinks(tx, userId, purpose)
  const token = newToken('pbl_')
  const now = clock.now()
  await tx.deleteFrom('one_time_links').where('expires_at', '<=', now).execute()
  const expiresAt = new Date(now.getTime() + lifeMs)
  await tx
    .insertInto('one_time_links')
    .values({
      token_hash: tokenHash(token),
      purpose,
      user_id: userId,
      created_by: by,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute()
  // Behind the #, so that no server and no proxy on the way has the token in its log.
  return { address: `${config.http.publicUrl}/${purpose}#${token}`, expiresAt }
}

/** Makes links of a person useless, of one purpose or of all. */
export async function voidLinks(tx: Tx, userId: string | null, purpose?: LinkPurpose): Promise<void> {
  await tx
    .deleteFrom('one_time_links')
    .where('user_id', userId === null ? 'is' : '=', userId)
    .$if(purpose !== undefined, (query) => query.where('purpose', '=', purpose ?? 'set-up'))
    .execute()
}

/** The link behind a token, unused. Throws LinkUnusableError. */
export async function findLink(db: Db, { clock }: Pick<Needs, 'clock'>, token: string): Promise<LinkRow> {
  const row = await db
    .selectFrom('one_time_links')
    .selectAll()
    .where('token_hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', clock.now())
    .executeTakeFirst()
  if (!row) throw new LinkUnusableError()
  return row
}

/** Uses a link up, in the transaction that does what it is for: of two at once one goes on. Throws LinkUnusableError. */
export async function takeLink(tx: Tx, { clock }: Pick<Needs, 'clock'>, token: string, purpose: LinkPurpose) {
  const now = clock.now()
  const row = await tx
    .updateTable('one_time_links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new LinkUnusableError()
  return row
}
