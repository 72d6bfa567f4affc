import type { z } from 'zod'
import { said } from '../lib/said.ts'
import { InvalidRequestError } from './http-errors.ts'

/** A place in a list as a text that says nothing to whoever sends it back. */
export function writePlace(place: readonly unknown[] | undefined): string | null {
  return place === undefined ? null : Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** The place that a cursor tells. Throws InvalidRequestError for what is none of this list. */
export function readPlace<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    const message = said`is no cursor of this list in this order; start without one`
    throw new InvalidRequestError([{ path: 'querystring.cursor', message }])
  }
}
