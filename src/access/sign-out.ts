import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { recordAudit } from './audit.ts'
import type { Person } from './person.ts'
import { endSession } from './sessions.ts'
import type { Browser } from './start-session.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** Ends the session of a browser; one that has ended already is none the worse. */
export async function signOut(needs: Needs, person: Person | undefined, { token }: Browser): Promise<void> {
  if (token === undefined) return
  await needs.db.transaction().execute(async (tx) => {
    await endSession({ db: tx }, token)
    if (person?.via !== 'console') return
    await recordAudit(tx, needs, { actor: person, action: 'session.end', target: { kind: 'user', name: person.email } })
  })
}
