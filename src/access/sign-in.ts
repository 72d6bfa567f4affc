import type { Config } from '../config/environment.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { checkPassword, forgiveSignIn } from './check-password.ts'
import { hashPassword } from './passwords.ts'
import { type Browser, startSession } from './start-session.ts'

type Needs = { readonly db: Db; readonly clock: Clock; readonly config: Pick<Config, 'signIn'> }

/** Raised for a wrong password and an unknown person alike. */
export class SignInFailedError extends AppError {
  override readonly code = 'sign_in_failed'
  override readonly recovery = 'never'
  constructor() {
    super(said`The e-mail address or the password is wrong, or the account cannot sign in. An administrator can tell.`)
  }
}

export class LocalSignInOffError extends AppError {
  override readonly code = 'local_sign_in_off'
  override readonly recovery = 'never'
  constructor() {
    super(said`Nobody signs in with a password here (POSTBUD_LOCAL_SIGN_IN is off). Sign in with the OpenID provider.`)
  }
}

/**
 * Signs somebody in who knows their password, and answers what the browser's cookie is to hold: always something new, so
 * that nobody can be given a session beforehand. Throws SignInFailedError, TooManyAttemptsError, SignInBusyError and
 * LocalSignInOffError.
 */
export async function signIn(
  needs: Needs,
  { email, password, browser }: { readonly email: string; readonly password: string; readonly browser: Browser },
): Promise<string> {
  const { db, clock, config } = needs
  if (!config.signIn.local) throw new LocalSignInOffError()
  const { address } = browser
  const checked = await checkPassword(needs, { email, password, ...(address !== undefined && { address }) })
  if (!checked) throw new SignInFailedError()
  const { user, limits } = checked
  const renewed = checked.outdated ? await hashPassword(password) : user.password_hash
  return db.transaction().execute(async (tx) => {
    // The very password that was checked: it may have been changed, and its user disabled, in the meantime.
    const same = await tx
      .updateTable('users')
      .set({ password_hash: renewed })
      .where('id', '=', user.id)
      .where('password_hash', '=', user.password_hash)
      .where('status', '=', 'active')
      .executeTakeFirst()
    if (same.numUpdatedRows === 0n) throw new SignInFailedError()
    await forgiveSignIn(tx, limits)
    return startSession(tx, { clock }, { user, way: 'password', browser })
  })
}
