import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Person, Role } from '../access/person.ts'
import type { ServerApp } from './server-app.ts'

/** Who may ask: anybody at all, or a user with this role or a higher one. What depends on the thing itself the act decides. */
export type Rights = 'anyone' | Role

/** What a handler is told. */
export type Asked<P, Q, B> = {
  readonly app: ServerApp
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
}

type Spec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1, with parameters as `:name`. */
  readonly path: `/${string}`
  readonly tag: string
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** What is answered, by status. Streams and empty answers are described with a content type or null. */
  readonly answers: Readonly<Record<number, z.ZodType | { readonly contentType: string } | null>>
  /** It starts or creates something: sent again with the same `Idempotency-Key`, it answers what it answered. */
  readonly starts?: true
  /** It changes a definition: `If-Match` with its ETag is required (`expectedVersion`). */
  readonly versioned?: true
  /** Bytes of the body; 1 MiB unless told. */
  readonly bodyLimit?: number
  readonly handle: A
}

export type Route = Spec<z.ZodType, z.ZodType, z.ZodType, (asked: never) => unknown> & { readonly rights: Rights }

/** A route for users of a role. The answer is sent with the only status under 300 that it declares, unless the reply says another. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: Spec<
    P,
    Q,
    B,
    (asked: Asked<z.output<P>, z.output<Q>, z.output<B>> & { readonly person: Person }) => unknown
  > & {
    readonly rights: Role
  },
): Route {
  return spec as Route
}

/** A route for anybody, signed in or not. */
export function openRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: Spec<
    P,
    Q,
    B,
    (asked: Asked<z.output<P>, z.output<Q>, z.output<B>> & { readonly person: Person | undefined }) => unknown
  >,
): Route {
  return { ...spec, rights: 'anyone' } as unknown as Route
}
