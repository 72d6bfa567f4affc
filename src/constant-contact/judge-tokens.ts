import { said } from '../lib/said.ts'
import { readTokenClaims } from './access-token.ts'
import { errorWords } from './error-words.ts'
import type { Answer } from './request.ts'

export type Tokens = {
  readonly accessToken: string
  /** Absent where Constant Contact sent none: after a renewal the old one stays in use. */
  readonly refreshToken?: string
  readonly expiresAt: Date
}

/**
 * What the token endpoint answered. `refused` is final; `throttled` issued nothing; after `unknown` new tokens may have been
 * issued and lost, unless the request never `arrived`.
 */
export type TokenVerdict =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  | { readonly kind: 'refused'; readonly code: string; readonly words: string }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'unknown'; readonly why: string; readonly arrived: boolean }

/** Access tokens live a day; used where an answer does not say. */
const usualLifeMs = 86_400_000

/** Judges an answer of the token endpoint. `now` is when it came. */
export function judgeTokens(answer: Answer, now: Date): TokenVerdict {
  const { status, json } = answer
  if (status === 429) return { kind: 'throttled' }
  if (status >= 400 && status < 500 && status !== 408) {
    const { key, message } = errorWords(answer)
    return { kind: 'refused', code: key ?? String(status), words: message }
  }
  if (status < 200 || status >= 300) return { kind: 'unknown', why: said`it answered ${status}`, arrived: true }
  const body: Record<string, unknown> = typeof json === 'object' && json !== null ? { ...json } : {}
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = body
  if (typeof accessToken !== 'string' || accessToken === '') {
    return { kind: 'unknown', why: said`its answer was cut short or holds no token`, arrived: true }
  }
  const lifeMs = typeof expiresIn === 'number' || typeof expiresIn === 'string' ? Number(expiresIn) * 1000 : Number.NaN
  const told = lifeMs > 0 ? new Date(now.getTime() + lifeMs) : readTokenClaims(accessToken).expiresAt
  return {
    kind: 'tokens',
    tokens: {
      accessToken,
      expiresAt: told ?? new Date(now.getTime() + usualLifeMs),
      ...(typeof refreshToken === 'string' && refreshToken !== '' && { refreshToken }),
    },
  }
}
