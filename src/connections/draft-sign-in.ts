import type { Person } from '../access/person.ts'
import { tokenHash } from '../access/tokens.ts'
import { type Application, beginSignIn } from '../constant-contact/sign-in.ts'
import { applicationOf, resolveApplication } from './application.ts'
import { boxOf, clientSecretContext } from './client-secret.ts'
import { type ConnectionDraft, requireDraft, requireStep, updateDraft } from './connection-draft.ts'
import type { ConnectionNeeds } from './open-constant-contact.ts'
import { serviceOf } from './service.ts'

export type SignInAsked = {
  /** `accept` lets the connection lead to another account than before, and makes Constant Contact ask which. */
  readonly otherAccount: 'accept' | 'refuse'
  /** Where the browser comes back to: the server's own address, as it is registered in the portal. */
  readonly redirectUrl: string
  /** A page of ours that the browser is then sent to; a short page of text unless told. */
  readonly returnTo?: string
}

/** How long a person may take to sign in. */
export const signInLifeMs = 10 * 60_000

/**
 * "Connect": answers the address of the sign-in page. Whoever is led there comes back, once, within ten minutes, as the same
 * person, to any process of the server. A sign-in begun before is not waited for any more. Throws StepMissingError.
 */
export async function beginDraftSignIn(
  needs: ConnectionNeeds,
  person: Person,
  id: string,
  { otherAccount, redirectUrl, returnTo }: SignInAsked,
): Promise<{ readonly address: URL; readonly expiresAt: Date }> {
  const draft = await requireDraft(needs, person, id)
  requireStep(draft, 'sign-in')
  const service = serviceOf(needs, draft.name, draft.definition)
  const application = await draftApplication(needs, draft)
  const pending = await beginSignIn(service, application, redirectUrl, otherAccount === 'accept')
  const expiresAt = new Date(needs.clock.now().getTime() + signInLifeMs)
  const { verifier } = pending
  await updateDraft(needs, id, {
    state_hash: tokenHash(pending.state),
    state_expires_at: expiresAt,
    verifier: verifier === undefined ? null : (await boxOf(needs)).seal(verifier, verifierContext(id)),
    redirect_url: redirectUrl,
    return_to: returnTo ?? null,
    other_account: otherAccount,
    refusal: null,
  })
  return { address: pending.address, expiresAt }
}

/** The application that a draft signs in with: by the secret that lies with it, or as the connection that it makes anew. */
export async function draftApplication(needs: ConnectionNeeds, draft: ConnectionDraft): Promise<Application> {
  const { name, definition, client_secret } = draft
  if (client_secret === null) return applicationOf(needs, name, definition)
  const secret = (await boxOf(needs)).open(client_secret, clientSecretContext(name))
  return resolveApplication(name, definition, needs.variables, secret)
}

/** What the secret of PKCE is sealed for. */
export function verifierContext(draftId: string): string {
  return `sign-in of draft "${draftId}"`
}
