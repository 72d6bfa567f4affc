import type { Config } from '../config/environment.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { recordAudit } from './audit.ts'
import { checkPassword, forgiveSignIn } from './check-password.ts'
import { ForbiddenError, type Person } from './person.ts'
import { renewSession } from './sessions.ts'
import { LocalSignInOffError, SignInFailedError } from './sign-in.ts'
import type { Browser } from './start-session.ts'

type Needs = { readonly db: Db; readonly clock: Clock; readonly config: Pick<Config, 'signIn'> }

/**
 * Takes a signed-in user's password once more, for acts that ask for it (`requireFreshSignIn`): answers the new token of the
 * same session. Throws SignInFailedError, TooManyAttemptsError, SignInBusyError, LocalSignInOffError and ForbiddenError.
 */
export async function reauthenticate(
  needs: Needs,
  person: Person,
  { password, browser }: { readonly password: string; readonly browser: Browser },
): Promise<string> {
  const { db, config } = needs
  const { address, token } = browser
  if (person.via !== 'console' || token === undefined) throw new ForbiddenError(said`This is for a signed-in browser.`)
  if (!config.signIn.local) throw new LocalSignInOffError()
  const { email } = person
  const checked = await checkPassword(needs, { email, password, ...(address !== undefined && { address }) })
  if (checked?.user.id !== person.id) throw new SignInFailedError()
  return db.transaction().execute(async (tx) => {
    await forgiveSignIn(tx, checked.limits)
    const renewed = await renewSession({ db: tx, clock: needs.clock }, token)
    if (renewed === undefined) throw new SignInFailedError()
    const target = { kind: 'user', name: email }
    await recordAudit(tx, needs, { actor: person, action: 'session.reauthenticate', target })
    return renewed
  })
}
