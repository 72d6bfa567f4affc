import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../access/person.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { InvalidRequestError } from './http-errors.ts'
import type { ServerApp } from './server-app.ts'

/** How long an answer is kept to be given again. */
const keptMs = 24 * 3_600_000

/** Raised when one key is used for two different requests. */
export class KeyReusedError extends AppError {
  override readonly code = 'idempotency_key_reused'
  override readonly recovery = 'never'
  constructor() {
    super(
      said`This Idempotency-Key was sent with another request before. Nothing was done; use a new key for a new request.`,
    )
  }
}

/** Raised when the same request is being worked on. */
export class RequestUnderWayError extends AppError {
  override readonly code = 'request_under_way'
  override readonly recovery = 'later'
  constructor() {
    super(said`The same request is under way already. Ask again in a moment for its answer.`)
  }
}

/**
 * Does what a request asks for once, however often it is sent with one `Idempotency-Key`: the same request again gets the
 * answer that was given, for a day. What failed is tried again. Without a key it is simply done. Throws KeyReusedError and
 * RequestUnderWayError.
 */
export async function onceByKey(
  app: ServerApp,
  person: Person,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  act: () => Promise<unknown>,
): Promise<unknown> {
  const key = request.headers['idempotency-key']
  if (key === undefined) return act()
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new InvalidRequestError([
      { path: 'headers.idempotency-key', message: said`expected 1 to 200 visible characters` },
    ])
  }
  const { db, clock, database } = app
  const hash = createHash('sha256')
    .update(JSON.stringify([request.method, request.url, request.body ?? null]))
    .digest('hex')
  // Held by this process: when it is killed, whoever sends the request again does it anew.
  await using lock = await database.tryLock(`idempotency:${person.id}:${key}`)
  if (!lock) throw new RequestUnderWayError()
  const now = clock.now()
  await db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', new Date(now.getTime() - keptMs))
    .execute()
  const before = await db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('person_id', '=', person.id)
    .where('key', '=', key)
    .executeTakeFirst()
  if (before && before.request_hash !== hash) throw new KeyReusedError()
  if (before) {
    reply.code(before.status).header('idempotent-replay', 'true')
    if (before.etag !== null) reply.header('etag', before.etag)
    if (before.location !== null) reply.header('location', before.location)
    return before.answer
  }
  const answer = await act()
  const header = (name: string) => {
    const value = reply.getHeader(name)
    return value === undefined ? null : String(value)
  }
  await db
    .insertInto('idempotency_keys')
    .values({
      person_id: person.id,
      key,
      request_hash: hash,
      status: reply.statusCode,
      answer: answer === undefined ? null : JSON.stringify(answer),
      etag: header('etag'),
      location: header('location'),
      created_at: now,
    })
    .execute()
  return answer
}
