import { isAtLeast, type Person } from '../access/person.ts'
import { tokenHash } from '../access/tokens.ts'
import type { StoredRefusal, StoredSignIn } from '../db/tables/connections.ts'
import { AppError } from '../lib/app-error.ts'
import { judgeCallback, SignInDeniedError } from './callback-server.ts'
import { boxOf } from './client-secret.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { SignInTimedOutError } from './connect-errors.ts'
import { type ConnectionDraft, requireStep, updateDraft } from './connection-draft.ts'
import { draftApplication, verifierContext } from './draft-sign-in.ts'
import type { ConnectionNeeds } from './open-constant-contact.ts'
import { serviceOf } from './service.ts'
import { storedAccount } from './store-connection.ts'

/** How a visit to the server's callback address ended. `returnTo` is the page of ours that asked for the sign-in. */
export type Returned = {
  readonly kind: 'signedIn' | 'denied' | 'late' | 'failed' | 'foreign'
  readonly returnTo?: string
}

/**
 * Takes back a person from signing in with Constant Contact: with the state of a draft of their own, once, in time. What else
 * comes here (another's state, an old one, a stranger) changes nothing. What came of it stands in the draft: the account, or
 * why there is none. Nothing of an earlier connection is touched. Goes on when the browser does not wait for the answer: tokens
 * that were issued may have ended the former ones, and are not to be lost.
 */
export async function returnFromSignIn(
  needs: ConnectionNeeds,
  person: Person | undefined,
  query: URLSearchParams,
): Promise<Returned> {
  const state = query.get('state')
  const found =
    state && person && isAtLeast(person.role, 'administrator') ? await takeState(needs, person, state) : null
  if (!state || !found) return { kind: 'foreign' }
  const { draft, late } = found
  const about = draft.return_to === null ? {} : { returnTo: draft.return_to }
  if (late) return { kind: 'late', ...about, ...(await refuse(needs, draft, new SignInTimedOutError())) }

  const verdict = judgeCallback(query, state)
  switch (verdict.kind) {
    case 'foreign':
      return { kind: 'foreign' }
    case 'denied':
      return {
        kind: 'denied',
        ...about,
        ...(await refuse(needs, draft, new SignInDeniedError(verdict.code, verdict.words))),
      }
    case 'code':
      try {
        await takeIn(needs, draft, { state, code: verdict.code })
        return { kind: 'signedIn', ...about }
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown
        return { kind: 'failed', ...about, ...(await refuse(needs, draft, thrown)) }
      }
  }
}

/** The person's draft that waits for this state, which it does not any more from here on: of two visits one gets it. */
async function takeState(
  { db, clock }: ConnectionNeeds,
  person: Person,
  state: string,
): Promise<{ draft: ConnectionDraft; late: boolean } | undefined> {
  const now = clock.now()
  const draft = await db
    .updateTable('connection_drafts')
    .set({ state_hash: null })
    .where('state_hash', '=', tokenHash(state))
    .where('user_id', '=', person.id)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  return draft && { draft, late: (draft.state_expires_at?.getTime() ?? 0) <= now.getTime() }
}

async function refuse(needs: ConnectionNeeds, { id }: ConnectionDraft, { code, message }: AppError): Promise<object> {
  const refusal: StoredRefusal = { code, message, at: needs.clock.now().toISOString() }
  await updateDraft(needs, id, { refusal: JSON.stringify(refusal) })
  return {}
}

/** Exchanges the code and keeps what it led to. A new sign-in asks for a new export user. */
async function takeIn(
  needs: ConnectionNeeds,
  draft: ConnectionDraft,
  { state, code }: { readonly state: string; readonly code: string },
): Promise<void> {
  requireStep(draft, 'sign-in')
  const { id, name, definition, redirect_url, other_account, verifier } = draft
  const opened = verifier === null ? {} : { verifier: (await boxOf(needs)).open(verifier, verifierContext(id)) }
  const { tokens, service, account, formerAccount, clientId, missingPrivileges } = await completeSignIn(needs, {
    name,
    definition,
    application: await draftApplication(needs, draft),
    service: serviceOf(needs, name, definition),
    pending: { state, redirectUrl: redirect_url ?? '', ...opened },
    code,
    otherAccount: other_account ?? 'refuse',
  })
  const signedIn: StoredSignIn = {
    account: storedAccount(account),
    clientId,
    service,
    missingPrivileges,
    ...(formerAccount && { formerAccount }),
    at: needs.clock.now().toISOString(),
  }
  await updateDraft(needs, id, {
    signed_in: JSON.stringify(signedIn),
    tokens,
    refusal: null,
    verifier: null,
    export_user: null,
  })
}
