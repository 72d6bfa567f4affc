import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ExpectedVersion, versionOf } from '../definitions/definition-version.ts'
import type { DefinitionRow } from '../definitions/load-definitions.ts'
import { PreconditionNeededError } from './http-errors.ts'

type Thing = Pick<ExpectedVersion, 'kind' | 'name'>

/**
 * Which version of a definition a change was made of: `If-Match` with the ETag of what was seen, or `If-None-Match: *` for
 * one that is to be made. Throws PreconditionNeededError for neither.
 */
export function expectedVersion({ headers }: FastifyRequest, thing: Thing): ExpectedVersion {
  const seen = headers['if-match']
  // Proxies that compress answers mark their ETags as weak.
  const tag = seen === undefined ? undefined : /^\s*(?:W\/)?"([^"]*)"\s*$/.exec(seen)?.[1]
  if (tag !== undefined) return { ...thing, version: tag }
  if (seen === undefined && headers['if-none-match']?.trim() === '*') return { ...thing, version: null }
  throw new PreconditionNeededError()
}

/** Sets the ETag of an answer about a definition, to be sent back as If-Match. */
export function tellVersion(reply: FastifyReply, row: DefinitionRow): void {
  reply.header('etag', `"${versionOf(row)}"`)
}
