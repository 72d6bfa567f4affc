import { z } from 'zod'

export const roleSchema = z.enum(['administrator', 'contributor', 'viewer'])

/** From the least to the most: each role may do all that the one before it may. */
export type Role = z.infer<typeof roleSchema>
