import { said } from '../lib/said.ts'
import { type Activity, readActivity } from './activity.ts'
import { ListNotFoundError } from './errors.ts'
import { judgeSuccess } from './judge-refusal.ts'
import type { Answer, ApiRequest } from './request.ts'
import { send } from './send.ts'
import type { Session } from './session.ts'

/**
 * What became of a job that was asked for: `accepted` with its activity, or `unknown`: no answer could be made out, and it
 * may have been accepted all the same. A refusal is an error.
 */
export type StartOutcome =
  | { readonly kind: 'accepted'; readonly activity: Activity }
  | { readonly kind: 'unknown'; readonly why: string }

/**
 * Asks for a job that concerns these lists, once: never again after an answer that could not be made out. Throws
 * ListNotFoundError, RefusedError.
 */
export async function startActivity(
  session: Session,
  request: ApiRequest,
  listIds: readonly string[],
  signal?: AbortSignal,
): Promise<StartOutcome> {
  const sent = await send(session, request, signal)
  return sent.kind === 'unknown' ? { kind: 'unknown', why: sent.why } : judgeStart(sent.answer, request.about, listIds)
}

/** The accepted job. Any 2xx is an acceptance (201 is documented); one without an id cannot be followed, so it is unknown. */
export function judgeStart(answer: Answer, about: string, listIds: readonly string[]): StartOutcome {
  if (answer.status === 404) throw new ListNotFoundError(listIds.join(', '), said`with the id`)
  const body = judgeSuccess(answer, about)
  try {
    return { kind: 'accepted', activity: readActivity(body) }
  } catch {
    return { kind: 'unknown', why: said`it was accepted with an answer that names no activity` }
  }
}
