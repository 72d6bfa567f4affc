import { expect, test } from 'vitest'
import { readTokenClaims } from './access-token.ts'
import { judgeTokens } from './judge-tokens.ts'
import { answerOf } from './request.ts'

const now = new Date('2026-03-01T12:00:00Z')
const json = (status: number, body: unknown) => answerOf(status, JSON.stringify(body))
const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`

test.each([
  [
    'seconds',
    { access_token: 'a', refresh_token: 'r', expires_in: 86_400, token_type: 'bearer' },
    '2026-03-02T12:00:00Z',
  ],
  [
    'seconds as text',
    { access_token: 'a', refresh_token: 'r', expires_in: '3600', id_token: 'x' },
    '2026-03-01T13:00:00Z',
  ],
  ['its own claim', { access_token: jwt({ exp: 1_772_370_000 }), refresh_token: 'r' }, '2026-03-01T13:00:00Z'],
  ['nothing', { access_token: 'a', refresh_token: 'r' }, '2026-03-02T12:00:00Z'],
])('an access token whose end is told by %s', (_, body, expiresAt) => {
  expect(judgeTokens(json(200, body), now)).toEqual({
    kind: 'tokens',
    tokens: { accessToken: body.access_token, refreshToken: 'r', expiresAt: new Date(expiresAt) },
  })
})

test('a refresh token that is not sent is absent', () => {
  const verdict = judgeTokens(json(200, { access_token: 'a', expires_in: 60 }), now)
  expect(verdict.kind === 'tokens' && 'refreshToken' in verdict.tokens).toBe(false)
})

test.each([
  [
    json(400, { error: 'invalid_grant', error_description: 'spent' }),
    { kind: 'refused', code: 'invalid_grant', words: 'spent' },
  ],
  [json(401, { error: 'invalid_client' }), { kind: 'refused', code: 'invalid_client', words: 'invalid_client' }],
  [answerOf(404, 'nothing here'), { kind: 'refused', code: '404', words: 'nothing here' }],
  [json(429, {}), { kind: 'throttled' }],
  [json(500, {}), { kind: 'unknown', why: 'it answered 500', arrived: true }],
  [answerOf(200, '{"access_token":"a'), { kind: 'unknown', why: expect.any(String), arrived: true }],
  [json(200, { refresh_token: 'r' }), { kind: 'unknown', why: expect.any(String), arrived: true }],
  [answerOf(302, ''), { kind: 'unknown', why: 'it answered 302', arrived: true }],
])('the token endpoint answered %o', (answer, verdict) => {
  expect(judgeTokens(answer, now)).toEqual(verdict)
})

test.each([
  [jwt({ scp: ['a', 'b'], exp: 1 }), { scopes: ['a', 'b'], expiresAt: new Date(1_000) }],
  [jwt({ scope: 'a b' }), { scopes: ['a', 'b'] }],
  [jwt([]), {}],
  ['opaque', {}],
  ['a.%%%.c', {}],
])('the claims of %s', (token, claims) => {
  expect(readTokenClaims(token)).toEqual(claims)
})
