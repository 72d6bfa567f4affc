import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionLife } from '../access/sessions.ts'
import type { Browser } from '../access/start-session.ts'
import type { ServerApp } from './server-app.ts'
import { sessionCookie } from './who-asks.ts'

/** The browser that asks: where it is, what it calls itself, and what its session's cookie holds. */
export function browserOf({ config }: ServerApp, request: FastifyRequest): Browser {
  const token = request.cookies[sessionCookie(config.http.publicUrl).name]
  const agent = request.headers['user-agent']
  return { address: request.ip, ...(agent !== undefined && { agent }), ...(token !== undefined && { token }) }
}

/** Hands a browser its session. No script reads the cookie, and no page elsewhere has it sent along with a change. */
export function letIn({ config }: ServerApp, reply: FastifyReply, token: string): void {
  const { name, secure } = sessionCookie(config.http.publicUrl)
  const maxAge = sessionLife.absoluteMs / 1000
  reply.setCookie(name, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge })
}

/** Takes a browser's session away from it. */
export function letOut({ config }: ServerApp, reply: FastifyReply): void {
  const { name, secure } = sessionCookie(config.http.publicUrl)
  reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'lax', secure })
}
