import { randomBytes } from 'node:crypto'

type Subject = { id: string; clientId: string; accountId: string; scopes: readonly string[] }

/** An access token of the service's form: three dotted parts, about a thousand characters, claims `exp` and `scp`. */
export function newAccessToken(subject: Subject, now: number, expiresAt: number): string {
  const header = part({ kid: 'sandbox', alg: 'RS256' })
  const claims = part({
    ver: 1,
    jti: `AT.${randomBytes(16).toString('base64url')}`,
    iss: 'sandbox',
    aud: 'https://api.cc.email/v3',
    iat: Math.floor(now / 1000),
    exp: Math.floor(expiresAt / 1000),
    cid: subject.clientId,
    uid: subject.id,
    scp: subject.scopes,
    platform_user_id: subject.accountId,
  })
  return `${header}.${claims}.${randomBytes(384).toString('base64url')}`
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
