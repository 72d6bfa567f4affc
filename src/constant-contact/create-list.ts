import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { UnreachableError } from './errors.ts'
import { judgeSuccess } from './judge-refusal.ts'
import { type ContactList, readContactList } from './lists.ts'
import type { Answer, ApiRequest } from './request.ts'
import { send } from './send.ts'
import type { Session } from './session.ts'

/** Raised when a list is to be made under a name that one of the account has. */
export class ListExistsError extends AppError {
  override readonly code = 'list_exists'
  override readonly recovery = 'never'
  constructor(name: string) {
    super(said`The account has a list called "${name}" already. Choose that one, or another name.`)
  }
}

export function createListRequest(name: string): ApiRequest {
  return {
    method: 'POST',
    path: '/contact_lists',
    json: { name },
    about: said`a new list called "${name}"`,
    scope: 'contact_data',
    privilege: 'contacts:lists:write',
  }
}

/** 409 is documented for a name that is taken. */
export function judgeCreatedList(answer: Answer, name: string): ContactList {
  if (answer.status === 409) throw new ListExistsError(name)
  return readContactList(judgeSuccess(answer, said`the new list`))
}

/**
 * Makes a list, asked for once. Throws ListExistsError, RefusedError, and UnreachableError when no answer could be made out:
 * then it may have been made all the same, and asking again says so.
 */
export async function createList(session: Session, name: string, signal?: AbortSignal): Promise<ContactList> {
  const request = createListRequest(name)
  const sent = await send(session, request, signal)
  if (sent.kind === 'unknown') throw new UnreachableError(request.about, sent.why, { cause: sent.cause })
  return judgeCreatedList(sent.answer, name)
}
