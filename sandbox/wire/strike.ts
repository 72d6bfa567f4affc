import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type FaultAction, isPageFault } from '../faults/request-faults.ts'
import type { World } from '../world.ts'
import { GATEWAY_FORBIDDEN, GATEWAY_HTML, QUOTA_EXCEEDED, queueFull, THROTTLED, UNAUTHORIZED } from './answers.ts'
import { strikePage } from './strike-page.ts'

/** Ends the connection without an answer. */
export function cutOff(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

/** Does what a fault does before the work. When it answers or cuts off, the work is not done. */
export async function strike(
  action: FaultAction,
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (typeof action === 'object') {
    if ('delayMs' in action) {
      if (!action.handled) await passed(action.delayMs)
      return undefined
    }
    return action.handled ? undefined : answerStatus(action.status, action.body, reply)
  }
  switch (action) {
    case 'html':
      return reply.code(502).type('text/html').send(GATEWAY_HTML)
    case 'cut-upload':
    case 'drop-before':
      return cutOff(request, reply)
    case 'drop-after':
    case 'truncated-json':
    case 'repeat-page':
    case 'drop-page':
    case 'end-early':
    case 'malformed-page':
    case 'malformed-row':
      return undefined
    case 'unauthorized':
      return reply.code(401).send(UNAUTHORIZED)
    case 'forbidden':
      return reply.code(403).send(GATEWAY_FORBIDDEN)
    case 'throttled':
      return reply.code(429).send(THROTTLED)
    case 'quota-exceeded':
      return reply.code(429).send(QUOTA_EXCEEDED)
    case 'queue-full':
      return reply.code(429).send(queueFull(world.unknowns.queueFullKey))
  }
}

/** Does what a fault does to the answer once the work is done. */
export async function strikeAnswer(
  action: FaultAction,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (action === 'drop-after') {
    request.raw.socket.destroy()
    return payload
  }
  if (action === 'truncated-json' && typeof payload === 'string') {
    const half = payload.slice(0, Math.floor(payload.length / 2))
    reply.header('content-length', Buffer.byteLength(half))
    return half
  }
  if (isPageFault(action) && reply.statusCode === 200 && typeof payload === 'string') {
    const page = strikePage(action, request.url, payload)
    reply.header('content-length', Buffer.byteLength(page))
    return page
  }
  if (typeof action === 'object' && 'delayMs' in action && action.handled) {
    await passed(action.delayMs)
    return payload
  }
  if (typeof action === 'object' && 'status' in action && action.handled) {
    const body = bodyOf(action.status, action.body)
    reply.code(action.status).header('content-length', Buffer.byteLength(body))
    return body
  }
  return payload
}

/** Time that really passes: the client waits by its own clock. It keeps no program from ending. */
function passed(ms: number): Promise<void> {
  return sleep(ms, undefined, { ref: false })
}

function answerStatus(status: number, body: unknown, reply: FastifyReply): FastifyReply {
  const type = typeof body === 'string' ? 'text/plain' : 'application/json'
  return reply.code(status).type(type).send(bodyOf(status, body))
}

function bodyOf(status: number, body: unknown): string {
  if (typeof body === 'string') return body
  return JSON.stringify(body ?? [{ error_key: 'contacts.api.error', error_message: `The service answered ${status}.` }])
}
