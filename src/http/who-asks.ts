import type { FastifyRequest } from 'fastify'
import { personOfKey } from '../access/api-keys.ts'
import { ForbiddenError, isAtLeast, type Person } from '../access/person.ts'
import { personOfSession } from '../access/sessions.ts'
import { said } from '../lib/said.ts'
import { CrossSiteError, UnauthenticatedError } from './http-errors.ts'
import type { Rights } from './route.ts'
import type { ServerApp } from './server-app.ts'

/** The cookie of a signed-in browser. With TLS its name binds it to this host and to safe connections. */
export function sessionCookie(publicUrl: string): { readonly name: string; readonly secure: boolean } {
  const secure = publicUrl.startsWith('https://')
  return { name: secure ? '__Host-postbud' : 'postbud', secure }
}

/**
 * Who asks: by API key or by session; undefined for nobody known. A `look` whether they still may, while a request goes on for
 * long, keeps no session alive. Throws CrossSiteError.
 */
export async function whoAsks(
  app: ServerApp,
  request: FastifyRequest,
  why: 'use' | 'look' = 'use',
): Promise<Person | undefined> {
  const address = request.ip
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) {
    const found = await personOfKey(app, bearer)
    return found && { ...found, address }
  }
  const { publicUrl } = app.config.http
  // Also where nobody is known yet: a page elsewhere could sign a browser in as somebody else.
  if (isFromBrowser(request)) requireOwnPage(publicUrl, request)
  const token = request.cookies[sessionCookie(publicUrl).name]
  const found = token === undefined ? undefined : await personOfSession(app, token, why)
  if (!found) return undefined
  requireOwnPage(publicUrl, request)
  return { ...found, address }
}

/** Throws UnauthenticatedError and ForbiddenError. The role of this very request counts. */
export function requireRights(rights: Rights, person: Person | undefined): void {
  if (rights === 'anyone') return
  if (!person) throw new UnauthenticatedError()
  if (!isAtLeast(person.role, rights)) {
    throw new ForbiddenError(said`This needs the role ${rights}, and yours here is ${person.role}.`)
  }
}

/**
 * Browsers say where a request comes from and pages cannot say otherwise: a change with a session's cookie must come from a
 * page of this server.
 */
export function requireOwnPage(publicUrl: string, request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  const own =
    origin !== undefined && (origin === new URL(publicUrl).origin || origin === `${request.protocol}://${host}`)
  if (own && (site === undefined || site === 'same-origin' || site === 'none')) return
  throw new CrossSiteError(publicUrl)
}

function isFromBrowser({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
}
