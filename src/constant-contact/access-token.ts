/** What an access token says about itself. Constant Contact's are JWTs; one that is not says nothing. */
export type TokenClaims = { readonly scopes?: readonly string[]; readonly expiresAt?: Date }

/** Reads the claims of an access token without checking its signature: it is ours to use, not to trust. */
export function readTokenClaims(token: string): TokenClaims {
  const claims = parseObject(token.split('.')[1])
  const { scp, scope, exp } = claims
  const scopes = Array.isArray(scp) ? scp.filter((s) => typeof s === 'string') : splitScopes(scp ?? scope)
  return {
    ...(scopes && { scopes }),
    ...(typeof exp === 'number' && { expiresAt: new Date(exp * 1000) }),
  }
}

function splitScopes(text: unknown): string[] | undefined {
  return typeof text === 'string' ? text.split(/[\s+]+/).filter((scope) => scope !== '') : undefined
}

function parseObject(part: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
