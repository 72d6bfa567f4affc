import { AppError, messageOf } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised where no OpenID provider is set. */
export class OidcOffError extends AppError {
  override readonly code = 'oidc_off'
  override readonly recovery = 'never'
  constructor() {
    super(said`No OpenID provider is set here (POSTBUD_OIDC_ISSUER). Sign in with your password.`)
  }
}

/** Raised when the provider cannot be reached, or what it says of itself makes no sense. */
export class OidcUnavailableError extends AppError {
  override readonly code = 'oidc_unavailable'
  override readonly recovery = 'later'
  constructor(issuer: string, cause: unknown) {
    super(
      said`The OpenID provider ${issuer} cannot be used: ${messageOf(cause)}. Check POSTBUD_OIDC_ISSUER and the provider.`,
      {
        cause,
      },
    )
  }
}

/** Raised for an answer to no sign-in that this browser has under way: none was begun, it is too old, or it was used. */
export class OidcExpiredError extends AppError {
  override readonly code = 'oidc_expired'
  override readonly recovery = 'never'
  constructor() {
    super(
      said`This sign-in was not begun in this browser, took longer than ten minutes, or was completed already. Begin anew.`,
    )
  }
}

/** Raised for an answer of the provider that is not to be trusted, or in which it declines. */
export class OidcFailedError extends AppError {
  override readonly code = 'oidc_failed'
  override readonly recovery = 'never'
  constructor(cause: unknown) {
    super(
      said`The OpenID provider\u2019s answer was not taken: ${messageOf(cause)}. Begin anew; if it happens again, tell an administrator.`,
      {
        cause,
      },
    )
  }
}

/** Why somebody whom the provider knows may not come in. */
export const refusals = {
  not_invited: said`You are known to the OpenID provider and not invited to Postbud. Ask an administrator to invite you.`,
  no_role: said`None of your groups at the OpenID provider gives a role in Postbud (POSTBUD_OIDC_ROLES). Ask an administrator.`,
  no_email: said`The OpenID provider does not tell your e-mail address. It has to send the claim email.`,
  email_unverified: said`There is a user with your e-mail address, and the OpenID provider does not say that the address is yours (email_verified). Ask an administrator.`,
  other_account: said`The user with your e-mail address signs in with another account of the OpenID provider. Ask an administrator.`,
  disabled: said`Your user is disabled. Ask an administrator.`,
  other_person: said`Whoever signed in at the OpenID provider is not the user of this browser. Sign out first.`,
} as const

export type Refusal = keyof typeof refusals

export class OidcRefusedError extends AppError {
  override readonly code: `oidc_${Refusal}`
  override readonly recovery = 'never'
  constructor(why: Refusal) {
    super(refusals[why])
    this.code = `oidc_${why}`
  }
}
