import { recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Account } from '../constant-contact/account.ts'
import { beginSignIn } from '../constant-contact/sign-in.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import type { StoredAccount, StoredConsent } from '../db/tables/connections.ts'
import { applicationOf } from './application.ts'
import { listenForCallback } from './callback-server.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { SignInTimedOutError } from './connect-errors.ts'
import { consentOf } from './data-transfer.ts'
import type { ConnectionNeeds, SessionOptions } from './open-constant-contact.ts'
import { serviceOf } from './service.ts'
import { storeConnection, storedAccount, withTokens } from './store-connection.ts'

export type ConnectInput = {
  readonly name: string
  readonly definition: ConnectionDefinition
  /** Who agreed to the transfer of data and becomes the export user. */
  readonly actor: Actor
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
  const { clock, config, db } = needs
  const { name, definition, actor } = input
  const service = serviceOf(needs, name, definition)
  const application = await applicationOf(needs, name, definition)
  const consent = consentOf(actor, clock.now(), 'en')
  await recordConsent(needs, name, consent, actor)

  const redirectUrl = config.redirectUrl.href
  const pending = await beginSignIn(service, application, redirectUrl, input.otherAccount === 'accept')
  const code = await waitForCode(needs, input, pending)
  const { otherAccount, signal, session } = input
  const signIn = { name, definition, application, service, pending, code, otherAccount, signal }
  const signedIn = await completeSignIn(needs, { ...signIn, ...(session && { session }) })

  const { account, missingPrivileges, formerAccount } = signedIn
  const now = clock.now()
  const exportUser = { who: actor.name, userId: actor.id, at: now.toISOString() }
  await withTokens(needs, name, () =>
    db.transaction().execute(async (tx) => {
      await storeConnection(tx, now, name, { ...signedIn, account: storedAccount(account), consent, exportUser })
      const target = { kind: 'connection', name } as const
      await recordAudit(tx, needs, { actor, action: 'connection.connect', target, after: { account: account.id } })
    }),
  )
  return { account, missingPrivileges, ...(formerAccount && { formerAccount }) }
}

async function recordConsent(
  { db, clock }: ConnectionNeeds,
  name: string,
  given: StoredConsent,
  actor: Actor,
): Promise<void> {
  const [now, consent] = [clock.now(), JSON.stringify(given)]
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('connection_states')
      .values({ name, status: 'never_connected', consent, updated_at: now })
      .onConflict((oc) => oc.column('name').doUpdateSet({ consent, updated_at: now }))
      .execute()
    const { textVersion } = given
    const target = { kind: 'connection', name } as const
    await recordAudit(tx, { clock }, { actor, action: 'connection.consent', target, after: { textVersion } })
  })
}

/** Leads the person to the sign-in page and answers the code they come back with. */
async function waitForCode(
  { clock, config }: ConnectionNeeds,
  input: ConnectInput,
  { address, state }: { readonly address: URL; readonly state: string },
): Promise<string> {
  await using callback = await listenForCallback(config.redirectUrl, state)
  await input.show(address)

  const ended = new AbortController()
  const signal = AbortSignal.any([input.signal, ended.signal])
  const late = clock.wait(input.patienceMs ?? patienceMs, signal).then(
    () => ended.abort(new SignInTimedOutError()),
    () => undefined,
  )
  try {
    return await callback.code(signal)
  } finally {
    ended.abort()
    await late
  }
}
