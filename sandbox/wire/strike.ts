import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FaultAction } from '../faults/request-faults.ts'
import type { World } from '../world.ts'
import { GATEWAY_FORBIDDEN, GATEWAY_HTML, QUOTA_EXCEEDED, queueFull, THROTTLED, UNAUTHORIZED } from './answers.ts'

/** Does what a fault does before the work; an answer from here means the work is not done. */
export async function strike(
  action: FaultAction,
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (typeof action === 'object') {
    if ('delayMs' in action) {
      await sleep(action.delayMs, undefined, { ref: false })
      return undefined
    }
    return action.handled ? undefined : answerStatus(action.status, action.body, reply)
  }
  switch (action) {
    case 'html':
      return reply.code(502).type('text/html').send(GATEWAY_HTML)
    case 'drop-before':
      reply.hijack()
      request.raw.socket.destroy()
      return reply
    case 'drop-after':
    case 'truncated-json':
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
export function strikeAnswer(
  action: FaultAction,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): unknown {
  if (action === 'drop-after') {
    request.raw.socket.destroy()
    return payload
  }
  if (action === 'truncated-json' && typeof payload === 'string') {
    const half = payload.slice(0, Math.floor(payload.length / 2))
    reply.header('content-length', Buffer.byteLength(half))
    return half
  }
  if (typeof action === 'object' && 'status' in action && action.handled) {
    const body = bodyOf(action.status, action.body)
    reply.code(action.status).header('content-length', Buffer.byteLength(body))
    return body
  }
  return payload
}

function answerStatus(status: number, body: unknown, reply: FastifyReply): FastifyReply {
  const type = typeof body === 'string' ? 'text/plain' : 'application/json'
  return reply.code(status).type(type).send(bodyOf(status, body))
}

function bodyOf(status: number, body: unknown): string {
  if (typeof body === 'string') return body
  return JSON.stringify(body ?? [{ error_key: 'contacts.api.error', error_message: `The service answered ${status}.` }])
}
