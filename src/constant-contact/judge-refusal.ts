import { errorWords } from './error-words.ts'
import { RefusedError } from './errors.ts'
import type { Answer } from './request.ts'

/** The body of a success. Throws RefusedError with Constant Contact's own words for anything else. */
export function judgeSuccess(answer: Answer, about: string): unknown {
  if (answer.status >= 200 && answer.status < 300) return answer.json
  throw new RefusedError(about, answer.status, errorWords(answer).message)
}
