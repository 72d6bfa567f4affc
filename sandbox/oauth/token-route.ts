import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { THROTTLED } from '../wire/answers.ts'
import type { World } from '../world.ts'
import type { Application } from './grants.ts'

/** The token endpoint: exchange of a code and refresh, parameters in the form or in the query. */
export function tokenRoute(server: FastifyInstance, world: World): void {
  server.post('/oauth2/default/v1/token', async (request, reply) => {
    const fields = fieldsOf(request)
    const application = authenticate(world, request, fields)
    if (!application) return refuse(reply, 401, 'invalid_client', 'The client authentication failed.')
    const verdict = world.meter(application.clientId).token.takeToken(world.limits, world.unknowns)
    if (verdict !== 'passes') return reply.code(429).send(THROTTLED)

    switch (fields.get('grant_type')) {
      case 'authorization_code': {
        const code = world.grants.takeCode(fields.get('code') ?? '')
        const fits =
          code !== null &&
          code.clientId === application.clientId &&
          code.redirectUri === fields.get('redirect_uri') &&
          verifies(code.codeChallenge, fields.get('code_verifier'))
        if (!fits) return refuse(reply, 400, 'invalid_grant', 'The authorization code is invalid or has expired.')
        return noStore(reply).send(world.grants.open(application, code.accountId, code.scopes))
      }
      case 'refresh_token': {
        const tokens = world.grants.refresh(application, fields.get('refresh_token') ?? '', world.unknowns)
        if (!tokens) return refuse(reply, 400, 'invalid_grant', 'The refresh token is invalid or expired.')
        return noStore(reply).send(tokens)
      }
      default:
        return refuse(reply, 400, 'unsupported_grant_type', 'The grant type is not supported.')
    }
  })
}

/** The fields of a form, and of the address it was sent to. */
export function fieldsOf(request: FastifyRequest): URLSearchParams {
  const fields = new URLSearchParams(request.url.split('?')[1] ?? '')
  const body = request.body
  if (typeof body === 'object' && body !== null && !Buffer.isBuffer(body)) {
    for (const [name, value] of Object.entries(body)) fields.set(name, String(value))
  }
  return fields
}

/** The application a request comes from. One with a secret must show it; one without must not use the Basic header. */
function authenticate(world: World, request: FastifyRequest, fields: URLSearchParams): Application | null {
  const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (basic !== undefined) {
    const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':')
    const application = world.grants.applications.get(decode(id))
    if (!application?.active || application.clientSecret === null) return null
    return application.clientSecret === decode(secret.join(':')) ? application : null
  }
  const application = world.grants.applications.get(fields.get('client_id') ?? '')
  if (!application?.active) return null
  if (application.clientSecret === null) return application
  if (world.unknowns.secretInBody === 'refuse') return null
  return application.clientSecret === fields.get('client_secret') ? application : null
}

// RFC 6749 has id and secret form-encoded inside the Basic header; a % that encodes nothing is taken as it is.
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

function verifies(challenge: string | null, verifier: string | null): boolean {
  if (challenge === null) return true
  return verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge
}

function refuse(reply: FastifyReply, status: number, error: string, description: string): FastifyReply {
  return noStore(reply).code(status).send({ error, error_description: description })
}

function noStore(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store')
}
