import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { recordAudit } from './audit.ts'
import { ForbiddenError, type Person } from './person.ts'
import { endSessionsOf, sessionLife } from './sessions.ts'
import { tokenHash } from './tokens.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** A browser that somebody is signed in with. */
export type Session = {
  readonly id: string
  readonly way: 'password' | 'oidc'
  readonly createdAt: Date
  readonly seenAt: Date
  readonly endsAt: Date
  readonly address: string | null
  readonly agent: string | null
  /** Whether it is the one that asks. */
  readonly current: boolean
}

export class SessionNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor() {
    super(said`This sign-in has ended already, or is not yours.`)
  }
}

/** Where a person is signed in, the latest first. Throws ForbiddenError for a program with a key. */
export async function listSessions({ db, clock }: Needs, person: Person, token?: string): Promise<Session[]> {
  requireBrowser(person)
  const now = clock.now().getTime()
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', person.id)
    .where('seen_at', '>', new Date(now - sessionLife.idleMs))
    .where('created_at', '>', new Date(now - sessionLife.absoluteMs))
    .orderBy('seen_at', 'desc')
    .execute()
  const current = token === undefined ? undefined : tokenHash(token)
  return rows.map((row) => ({
    id: row.id,
    way: row.way,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    endsAt: new Date(row.created_at.getTime() + sessionLife.absoluteMs),
    address: row.address,
    agent: row.agent,
    current: row.token_hash === current,
  }))
}

/** Signs a person out of one browser. Throws SessionNotFoundError and ForbiddenError. */
export async function endOneSession(needs: Needs, person: Person, id: string): Promise<void> {
  requireBrowser(person)
  await needs.db.transaction().execute(async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('sessions')
      .where('id', '=', id)
      .where('user_id', '=', person.id)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw new SessionNotFoundError()
    await recordAudit(tx, needs, { actor: person, action: 'session.end', target: { kind: 'user', name: person.email } })
  })
}

/** Signs a person out everywhere, here too. Throws ForbiddenError. */
export async function signOutEverywhere(needs: Needs, person: Person): Promise<void> {
  requireBrowser(person)
  await needs.db.transaction().execute(async (tx) => {
    await endSessionsOf({ db: tx }, person.id)
    await recordAudit(tx, needs, {
      actor: person,
      action: 'session.end_all',
      target: { kind: 'user', name: person.email },
    })
  })
}

function requireBrowser({ via }: Person): void {
  if (via !== 'console')
    throw new ForbiddenError(
      said`Where somebody is signed in is theirs to see and end, signed in and not with an API key.`,
    )
}

/** The id of the session behind a browser's token; undefined where it has none. */
export async function currentSession(
  { db }: Pick<Needs, 'db'>,
  token: string | undefined,
): Promise<string | undefined> {
  if (token === undefined) return undefined
  const row = await db.selectFrom('sessions').select('id').where('token_hash', '=', tokenHash(token)).executeTakeFirst()
  return row?.id
}
