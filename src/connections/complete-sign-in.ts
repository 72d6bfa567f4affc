import {
  type Account,
  accountRequest,
  judgeAccount,
  judgePrivileges,
  missingAmong,
  privilegesRequest,
} from '../constant-contact/account.ts'
import type { TokenVerdict } from '../constant-contact/judge-tokens.ts'
import { ask } from '../constant-contact/send.ts'
import type { AccessTokens } from '../constant-contact/session.ts'
import { type Application, type ReturnedSignIn, redeemCode } from '../constant-contact/sign-in.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import type { StoredAccount } from '../db/tables/connections.ts'
import { said } from '../lib/said.ts'
import { boxOf } from './client-secret.ts'
import { MissingRefreshTokenError, OtherAccountError, SignInFailedError } from './connect-errors.ts'
import { findConnectionRow } from './connection-state.ts'
import { budgetOf, type ConnectionNeeds, type SessionOptions, sessionOf } from './open-constant-contact.ts'
import type { Service } from './service.ts'
import { sealTokens } from './stored-tokens.ts'

export type SignInToComplete = {
  readonly name: string
  readonly definition: ConnectionDefinition
  readonly application: Application
  readonly service: Service
  readonly pending: ReturnedSignIn
  /** What the person came back with. */
  readonly code: string
  /** `accept` lets the connection lead to another account than before. */
  readonly otherAccount: 'accept' | 'refuse'
  readonly signal?: AbortSignal
  readonly session?: SessionOptions
}

/** Where a sign-in led, and what opens it. Nothing of it is stored yet. */
export type SignedIn = {
  readonly account: Account
  /** What Postbud needs and the person who signed in may not do. */
  readonly missingPrivileges: readonly string[]
  /** The account the connection led to before, when it was another. */
  readonly formerAccount?: StoredAccount
  readonly clientId: string
  readonly service: Service['own']
  /** Sealed for the connection. */
  readonly tokens: string
}

/**
 * Exchanges the code that somebody came back with for tokens and looks which account they open. Throws SignInFailedError,
 * MissingRefreshTokenError and OtherAccountError, and stores nothing.
 */
export async function completeSignIn(needs: ConnectionNeeds, signIn: SignInToComplete): Promise<SignedIn> {
  const { name, definition, application, service, pending, code, otherAccount, signal } = signIn
  const { db, clock } = needs
  await using budget = budgetOf(needs, application.clientId, definition)
  await budget.takeTokenSlot(signal)
  const verdict = await redeemCode({ ...service, clock }, application, pending, code)
  if (verdict.kind !== 'tokens') throw new SignInFailedError(wordsOf(verdict), pending.redirectUrl)
  const { accessToken, refreshToken, expiresAt } = verdict.tokens
  if (refreshToken === undefined) throw new MissingRefreshTokenError()

  const session = sessionOf(needs, service, budget, onlyToken(accessToken, pending.redirectUrl), signIn.session)
  const account = judgeAccount(await ask(session, accountRequest(), signal))
  const privileges = judgePrivileges(await ask(session, privilegesRequest(), signal))
  const before = (await findConnectionRow(db, name))?.account ?? undefined
  const replaces = before !== undefined && before.id !== account.id
  if (replaces && otherAccount === 'refuse') throw new OtherAccountError(name, before, account)
  return {
    account,
    missingPrivileges: missingAmong(privileges),
    ...(replaces && { formerAccount: before }),
    clientId: application.clientId,
    service: service.own,
    tokens: sealTokens(await boxOf(needs), name, { accessToken, refreshToken, expiresAt, issuedAt: clock.now() }),
  }
}

/** The token of a connection that is just being made: there is nothing to renew it with yet. */
function onlyToken(token: string, redirectUrl: string): AccessTokens {
  const refused = () => new SignInFailedError(said`its API refuses the access token it has just issued`, redirectUrl)
  return {
    current: async () => token,
    renewed: async () => {
      throw refused()
    },
    givenUp: async () => refused(),
  }
}

function wordsOf(verdict: Exclude<TokenVerdict, { kind: 'tokens' }>): string {
  switch (verdict.kind) {
    case 'refused':
      return `${verdict.code} (${verdict.words})`
    case 'throttled':
      return said`its token endpoint is busy`
    case 'unknown':
      return verdict.why
  }
}
