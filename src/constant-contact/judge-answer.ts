import { errorWords } from './error-words.ts'
import type { Answer, ApiRequest } from './request.ts'

/**
 * What to do about an answer, whatever it answers:
 * `take` hand it to the question's own judgement; `renew` the token was refused; `explain` a 403; the three 429s;
 * `unavailable` their failure or a broken answer, which says nothing about what was done.
 */
export type Verdict = 'take' | 'renew' | 'explain' | 'throttled' | 'quota-exceeded' | 'queue-full' | 'unavailable'

// The sample on record: "You exceeded 1,000 queued activities for this user account". Its error_key is unknown.
const queueFullWords = /queued activities/i

/** Judges by status and by the few keys that are on record. A success whose text is not JSON was cut short on its way. */
export function judgeAnswer(request: Pick<ApiRequest, 'method'>, answer: Answer): Verdict {
  const { status } = answer
  if (status >= 200 && status < 300) return answer.json === undefined ? 'unavailable' : 'take'
  if (status === 401) return 'renew'
  if (status === 403) return 'explain'
  if (status === 429) {
    const { key, message } = errorWords(answer)
    if (request.method === 'POST' && queueFullWords.test(message)) return 'queue-full'
    return key === 'quota_exceeded' ? 'quota-exceeded' : 'throttled'
  }
  if (status === 408 || status >= 500) return 'unavailable'
  return 'take'
}

/** When requests may leave again after Constant Contact called the day spent: 00:00 UTC. */
export function parkUntil(now: Date): Date {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  const graceMs = 5 * 60_000
  // Our clock may run ahead of theirs: right after midnight the day they mean is yesterday, and ends in a moment.
  if (now.getTime() - midnight < graceMs) return new Date(midnight + graceMs)
  return new Date(midnight + 24 * 3_600_000)
}
