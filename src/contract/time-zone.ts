import { z } from 'zod'
import { said } from '../lib/said.ts'
import { hasReference } from '../lib/variables.ts'

/** The name of an IANA time zone, or a reference to a variable that holds one. */
export const timeZoneName = z
  .string()
  .min(1, said`expected a text that is not empty`)
  .refine((name) => hasReference(name) || isTimeZone(name), said`expected an IANA time zone such as Europe/Copenhagen`)

/** Whether the runtime knows a time zone by this name. Offsets such as +01:00 are none: they have no summer time. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
