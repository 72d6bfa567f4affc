import type { z } from 'zod'
import { type BoxNeeds, boxOf } from '../connections/client-secret.ts'
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
    throw noCursor()
  }
}

/**
 * The same of a place that customers' data stand in, such as the address at which a page ended: sealed, so that whoever sees addresses masked
 * does not read it there, and no log of addresses of pages holds it. `list` says which list it is of.
 */
export async function sealPlace(
  needs: BoxNeeds,
  list: string,
  place: readonly unknown[] | undefined,
): Promise<string | null> {
  if (place === undefined) return null
  const sealed = (await boxOf(needs)).seal(JSON.stringify(place), `place in ${list}`)
  return sealed.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The place that a sealed cursor tells. Throws InvalidRequestError for what is none of this list, and after a change of the key. */
export async function openPlace<T>(
  needs: BoxNeeds,
  list: string,
  cursor: string | undefined,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  if (cursor === undefined) return undefined
  const box = await boxOf(needs)
  try {
    return schema.parse(JSON.parse(box.open(cursor, `place in ${list}`)))
  } catch {
    throw noCursor()
  }
}

function noCursor(): InvalidRequestError {
  const message = said`is no cursor of this list in this order; start without one`
  return new InvalidRequestError([{ path: 'querystring.cursor', message }])
}
