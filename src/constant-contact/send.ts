import { messageOf } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { errorWords } from './error-words.ts'
import { QueueFullError, QuotaExhaustedError, ThrottledError, UnreachableError } from './errors.ts'
import { explainForbidden } from './explain-forbidden.ts'
import { idleTimeout } from './idle-timeout.ts'
import { judgeAnswer, parkUntil } from './judge-answer.ts'
import { type Answer, type ApiRequest, answerOf, requestUrl } from './request.ts'
import { nextDelay } from './retry-policy.ts'
import type { Session } from './session.ts'

/**
 * What became of a request: an answer to judge, or nothing that could be made out. After `unknown` the request may have been
 * carried out all the same.
 */
export type Sent =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unknown'; readonly why: string; readonly cause?: unknown }

/** How what comes back is taken in. `alive` tells that some of it came, for answers that take longer than a time-out. */
export type Receive = (response: Response, alive: () => void) => Promise<Answer>

/** Reads an answer whole, which has to come within the time-out. */
export const receiveWhole: Receive = async (response) => answerOf(response.status, await response.text())

/** Asks a question that changes nothing, again if need be, and answers what came back. */
export async function ask(
  session: Session,
  request: ApiRequest,
  signal?: AbortSignal,
  receive = receiveWhole,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const sent = await send(session, request, signal, receive)
    if (sent.kind === 'answered') return sent.answer
    const delayMs = nextDelay(session.retry.unavailable, attempt, session.random)
    if (delayMs === undefined) throw new UnreachableError(request.about, sent.why, { cause: sent.cause })
    session.notify({ kind: 'unavailable', about: request.about, delayMs, attempt })
    await session.clock.wait(delayMs, signal)
  }
}

/**
 * Sends a request and waits out what is certain not to have been carried out: a refused token once, too much haste, a full
 * queue, a host that could not be connected to. Everything else that is not an answer comes back as `unknown` and is never
 * repeated here. Throws QuotaExhaustedError, ReconnectNeededError, ForbiddenError, ThrottledError, QueueFullError.
 */
export async function send(
  session: Session,
  request: ApiRequest,
  signal?: AbortSignal,
  receive = receiveWhole,
): Promise<Sent> {
  const tries = { renew: 0, throttled: 0, queueFull: 0, unconnected: 0 }
  let token = await session.tokens.current()
  for (;;) {
    await session.budget.takeSlot(signal)
    const sent = await exchange(session, request, token, signal, receive)
    if (sent.kind === 'unknown') {
      if (!neverLeft(sent.cause)) return sent
      tries.unconnected += 1
      const delayMs = nextDelay(session.retry.unavailable, tries.unconnected, session.random)
      if (delayMs === undefined) throw new UnreachableError(request.about, sent.why, { cause: sent.cause })
      session.notify({ kind: 'unavailable', about: request.about, delayMs, attempt: tries.unconnected })
      await session.clock.wait(delayMs, signal)
      continue
    }

    const { answer } = sent
    const verdict = judgeAnswer(request, answer)
    switch (verdict) {
      case 'take':
        return sent
      case 'unavailable':
        return { kind: 'unknown', why: whyUnavailable(answer) }
      case 'renew':
        tries.renew += 1
        if (tries.renew > 1) throw await session.tokens.givenUp()
        token = await session.tokens.renewed(token)
        break
      case 'explain':
        throw await explainForbidden(session, request, answer, token, signal)
      case 'quota-exceeded': {
        const until = parkUntil(session.clock.now())
        await session.budget.park(until)
        throw new QuotaExhaustedError(until)
      }
      case 'throttled': {
        tries.throttled += 1
        const delayMs = nextDelay(session.retry.throttled, tries.throttled, session.random)
        if (delayMs === undefined) throw new ThrottledError(request.about)
        session.notify({ kind: 'throttled', about: request.about, delayMs, attempt: tries.throttled })
        // The next slot, ours or another's, is moved away; taking it is the waiting.
        await session.budget.slowDown(delayMs)
        break
      }
      case 'queue-full': {
        tries.queueFull += 1
        const delayMs = nextDelay(session.retry.queueFull, tries.queueFull, session.random)
        if (delayMs === undefined) throw new QueueFullError()
        session.notify({ kind: 'queue-full', about: request.about, delayMs, attempt: tries.queueFull })
        await session.clock.wait(delayMs, signal)
        break
      }
      default:
        verdict satisfies never
    }
  }
}

/** One exchange over the wire. Throws only the signal's own reason. */
export async function exchange(
  session: Pick<Session, 'apiUrl' | 'fetch' | 'timeouts'>,
  request: ApiRequest,
  token: string,
  signal?: AbortSignal,
  receive = receiveWhole,
): Promise<Sent> {
  signal?.throwIfAborted()
  using timeout = idleTimeout(request.body ? session.timeouts.uploadMs : session.timeouts.requestMs)
  try {
    const response = await session.fetch(requestUrl(session.apiUrl, request), {
      method: request.method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: request.accept ?? 'application/json',
        // A form names its own type, with the boundary in it.
        ...(request.json !== undefined && { 'content-type': 'application/json' }),
      },
      redirect: 'manual',
      // What changes something is not called back once it is on its way: nobody could say whether it arrived.
      signal: signal && request.method === 'GET' ? AbortSignal.any([signal, timeout.signal]) : timeout.signal,
      ...(request.body && { body: request.body }),
      ...(request.json !== undefined && { body: JSON.stringify(request.json) }),
    })
    return { kind: 'answered', answer: await receive(response, timeout.alive) }
  } catch (thrown) {
    if (request.method === 'GET') signal?.throwIfAborted()
    if (timeout.signal.aborted) return { kind: 'unknown', why: said`no answer came in time`, cause: thrown }
    return { kind: 'unknown', why: networkWords(thrown), cause: thrown }
  }
}

/** Whether the failure shows that not a byte of the request can have arrived. */
export function neverLeft(thrown: unknown): boolean {
  const code = networkCode(thrown)
  return code !== undefined && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(code)
}

/** What failed, in a few words. */
export function networkWords(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
  const code = networkCode(thrown)
  return said`the connection failed (${code ?? messageOf(cause)})`
}

/** Node's fetch wraps what happened: TypeError, with the network's error as its cause. */
function networkCode(thrown: unknown): string | undefined {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  for (const error of [cause, thrown]) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  }
  return undefined
}

function whyUnavailable(answer: Answer): string {
  if (answer.status < 300) return said`its answer was cut short or is not JSON`
  return said`it answered ${answer.status} (${errorWords(answer).message})`
}
