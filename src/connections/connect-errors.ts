import type { Account } from '../constant-contact/account.ts'
import type { StoredAccount } from '../db/tables/connections.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

export class SignInTimedOutError extends AppError {
  override readonly code = 'sign_in_timed_out'
  override readonly recovery = 'later'
  constructor() {
    super(
      said`Nobody came back from the sign-in page in time. Nothing was stored. Begin the sign-in again to try once more.`,
    )
  }
}

/** The person signed in, and yet no usable tokens came of it. */
export class SignInFailedError extends AppError {
  override readonly code = 'sign_in_failed'
  override readonly recovery = 'never'
  constructor(words: string, redirectUrl: string) {
    super(
      said`Constant Contact issued no tokens after the sign-in: ${words}. Check the client id and secret, and that the portal has exactly ${redirectUrl} as redirect address; then sign in again.`,
    )
  }
}

export class MissingRefreshTokenError extends AppError {
  override readonly code = 'refresh_token_missing'
  override readonly recovery = 'never'
  constructor() {
    super(
      said`Constant Contact issued no refresh token, so the connection would end within a day. Allow the scope offline_access for the application in the developer portal, and connect again. Nothing was stored.`,
    )
  }
}

export class OtherAccountError extends AppError {
  override readonly code = 'other_account'
  override readonly recovery = 'never'
  constructor(name: string, before: StoredAccount, now: Account) {
    super(
      said`The connection "${name}" leads to ${describe(before)}; the person who signed in has ${describe(now)}. Nothing was changed. Sign in to the former account, or say that another one is meant (--accept-other-account): what Postbud knows of the former account's lists then no longer applies.`,
    )
  }
}

function describe({ id, organizationName }: { id: string; organizationName?: string }): string {
  return organizationName ? said`the account ${organizationName} (${id})` : said`the account ${id}`
}
