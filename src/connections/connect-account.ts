import {
  type Account,
  accountRequest,
  judgeAccount,
  judgePrivileges,
  missingAmong,
  privilegesRequest,
} from '../constant-contact/account.ts'
import type { Budget } from '../constant-contact/budget.ts'
import type { TokenVerdict } from '../constant-contact/judge-tokens.ts'
import { ask } from '../constant-contact/send.ts'
import type { AccessTokens } from '../constant-contact/session.ts'
import { type Application, beginSignIn, redeemCode } from '../constant-contact/sign-in.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import type { StoredAccount, StoredConsent, StoredExportUser } from '../db/tables/connections.ts'
import { tokenLock } from './access-tokens.ts'
import { applicationOf } from './application.ts'
import { listenForCallback } from './callback-server.ts'
import {
  MissingRefreshTokenError,
  OtherAccountError,
  SignInFailedError,
  SignInTimedOutError,
} from './connect-errors.ts'
import { findConnectionRow } from './connection-state.ts'
import { transferText, transferTextVersion } from './data-transfer.ts'
import { budgetOf, type ConnectionNeeds, type SessionOptions, sessionOf } from './open-constant-contact.ts'
import { openSecretBox } from './secret-box.ts'
import { sealTokens } from './stored-tokens.ts'

export type ConnectInput = {
  readonly name: string
  readonly definition: ConnectionDefinition
  /** Who agreed to the transfer of data and becomes the export user. */
  readonly who: string
  /** `accept` lets the connection lead to another account than before. */
  readonly otherAccount: 'accept' | 'refuse'
  /** Shows the person the way to the sign-in page. */
  readonly show: (address: URL) => void | Promise<void>
  readonly signal: AbortSignal
  /** How long a person may take to sign in; ten minutes unless told. */
  readonly patienceMs?: number
  readonly session?: SessionOptions
}

export type Connected = {
  readonly account: Account
  /** What Postbud needs and the person who signed in may not do. */
  readonly missingPrivileges: readonly string[]
  /** The account the connection led to before, when it was another. */
  readonly formerAccount?: StoredAccount
}

const patienceMs = 10 * 60_000

/**
 * Connects a declared connection to the account of whoever signs in, and stores what opens it. Call it when that person
 * has agreed to the transfer text: who and when is recorded first. Nothing of an earlier connection is touched before the
 * new one is complete. Throws SignInDeniedError, SignInTimedOutError, SignInFailedError, MissingRefreshTokenError,
 * OtherAccountError, CallbackPortError, RedirectUrlError.
 */
export async function connectAccount(needs: ConnectionNeeds, input: ConnectInput): Promise<Connected> {
  const { clock, config, variables } = needs
  const { name, definition } = input
  const application = applicationOf(name, definition, variables)
  await recordConsent(needs, name, input.who)

  await using budget = budgetOf(needs, application.clientId, definition)
  const verdict = await signIn(needs, input, application, budget)
  if (verdict.kind !== 'tokens') throw new SignInFailedError(wordsOf(verdict), config.redirectUrl)
  const { accessToken, refreshToken, expiresAt } = verdict.tokens
  if (refreshToken === undefined) throw new MissingRefreshTokenError()

  const session = sessionOf(needs, budget, onlyToken(accessToken, config.redirectUrl), input.session)
  const account = judgeAccount(await ask(session, accountRequest(), input.signal))
  const privileges = judgePrivileges(await ask(session, privilegesRequest(), input.signal))
  const before = (await findConnectionRow(needs.db, name))?.account ?? undefined
  const replaces = before !== undefined && before.id !== account.id
  if (replaces && input.otherAccount === 'refuse') throw new OtherAccountError(name, before, account)

  const now = clock.now()
  const box = await openSecretBox({ ...needs.secrets, keyFile: needs.directory.secretKey })
  await store(needs, name, {
    account: JSON.stringify(storedAccount(account)),
    client_id: application.clientId,
    tokens: sealTokens(box, name, { accessToken, refreshToken, expiresAt, issuedAt: now }),
    export_user: JSON.stringify({ who: input.who, at: now.toISOString() } satisfies StoredExportUser),
  })
  return {
    account,
    missingPrivileges: missingAmong(privileges),
    ...(replaces && { formerAccount: before }),
  }
}

async function recordConsent({ db, clock }: ConnectionNeeds, name: string, who: string): Promise<void> {
  const now = clock.now()
  const given: StoredConsent = { textVersion: transferTextVersion, text: transferText, who, at: now.toISOString() }
  const consent = JSON.stringify(given)
  await db
    .insertInto('connection_states')
    .values({ name, status: 'never_connected', consent, updated_at: now })
    .onConflict((oc) => oc.column('name').doUpdateSet({ consent, updated_at: now }))
    .execute()
}

async function signIn(
  { config, fetch, clock }: ConnectionNeeds,
  input: ConnectInput,
  application: Application,
  budget: Budget,
): Promise<TokenVerdict> {
  const { authUrl } = config.constantContact
  const redirectUrl = config.redirectUrl.href
  const pending = await beginSignIn({ authUrl }, application, redirectUrl, input.otherAccount === 'accept')
  await using callback = await listenForCallback(config.redirectUrl, pending.state)
  await input.show(pending.address)

  const ended = new AbortController()
  const signal = AbortSignal.any([input.signal, ended.signal])
  const late = clock.wait(input.patienceMs ?? patienceMs, signal).then(
    () => ended.abort(new SignInTimedOutError()),
    () => undefined,
  )
  try {
    const code = await callback.code(signal)
    await budget.takeTokenSlot(input.signal)
    return await redeemCode({ authUrl, fetch, clock }, application, pending, code)
  } finally {
    ended.abort()
    await late
  }
}

/** The token of a connection that is just being made: there is nothing to renew it with yet. */
function onlyToken(token: string, redirectUrl: URL): AccessTokens {
  const refused = () => new SignInFailedError('its API refuses the access token it has just issued', redirectUrl)
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
      return 'its token endpoint is busy'
    case 'unknown':
      return verdict.why
  }
}

function storedAccount({ id, organizationName, contactEmail }: Account): StoredAccount {
  return { id, ...(organizationName && { organizationName }), ...(contactEmail && { contactEmail }) }
}

/** Puts the new connection in place under the lock of its tokens: a renewal under way elsewhere must not write over it. */
async function store(
  { db, database, clock }: ConnectionNeeds,
  name: string,
  values: { account: string; client_id: string; tokens: string; export_user: string },
): Promise<void> {
  for (;;) {
    await using lock = await database.tryLock(tokenLock(name))
    if (lock) {
      const now = clock.now()
      await db
        .updateTable('connection_states')
        .set({ ...values, status: 'connected', cause_code: null, cause: null, refresh_started_at: null })
        .set({ connected_at: now, refreshed_at: now, updated_at: now })
        .where('name', '=', name)
        .execute()
      return
    }
    await clock.wait(250)
  }
}
