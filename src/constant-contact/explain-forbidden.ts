import { said } from '../lib/said.ts'
import { readTokenClaims } from './access-token.ts'
import { judgePrivileges, privilegesRequest } from './account.ts'
import { errorWords } from './error-words.ts'
import { ForbiddenError } from './errors.ts'
import { judgeAnswer } from './judge-answer.ts'
import type { Answer, ApiRequest } from './request.ts'
import { exchange } from './send.ts'
import type { Session } from './session.ts'

/**
 * Finds out which of the things a 403 can mean it means here. Asks for the privileges once, without patience: the answer
 * needs no privilege itself, and an explanation is worth one request.
 */
export async function explainForbidden(
  session: Session,
  request: ApiRequest,
  answer: Answer,
  token: string,
  signal?: AbortSignal,
): Promise<ForbiddenError> {
  const { scopes } = readTokenClaims(token)
  await session.budget.takeSlot(signal)
  const sent = await exchange(session, privilegesRequest(), token, signal)
  const asked = sent.kind === 'answered' && judgeAnswer(privilegesRequest(), sent.answer) === 'take'
  const privileges = asked ? judgePrivileges(sent.answer) : undefined
  return new ForbiddenError(request.about, judgeForbidden(request, answer, { scopes, privileges }))
}

type Known = { readonly scopes: readonly string[] | undefined; readonly privileges: readonly string[] | undefined }

/** The sentence that a 403 amounts to, with what to do about it. */
export function judgeForbidden(request: ApiRequest, answer: Answer, known: Known): string {
  const { message } = errorWords(answer)
  if (request.scope && known.scopes && !known.scopes.includes(request.scope)) {
    return said`the application was not granted the scope ${request.scope}. Connect it again and approve everything it asks for.`
  }
  if (request.privilege && known.privileges && !known.privileges.includes(request.privilege)) {
    return said`the user who signed in lacks the privilege ${request.privilege}. Give that user the role of account owner or manager in Constant Contact, or connect with another user.`
  }
  if (known.privileges) {
    return said`scopes and privileges are in order, so this address is not open to the application (CONSTANT_CONTACT_API_URL must end in /v3), or it was switched off for this. It said: ${message}`
  }
  return said`the privileges could not be read either, so the application was probably deactivated in the developer portal, or CONSTANT_CONTACT_API_URL is wrong (it must end in /v3). It said: ${message}`
}
