import { z } from 'zod'
import { formats } from './format.ts'
import { languages } from './language.ts'

export const roleSchema = z.enum(['administrator', 'contributor', 'viewer'])

/** From the least to the most: each role may do all that the one before it may. */
export type Role = z.infer<typeof roleSchema>

export const languageSchema = z.enum(languages)

export const formatSchema = z
  .enum(formats)
  .describe('How dates and numbers are written; language: as the language has it')

/** What people call somebody. No control characters: names stand in mails and in lines of a terminal. */
export const personNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{C}*$/u, 'has characters that cannot be seen')

/** An e-mail address as it is typed; compared folded. */
export const emailSchema = z.string().trim().pipe(z.email().max(254))

/** What is typed as a password, judged elsewhere: only its size is bounded here. */
export const passwordSchema = z.string().min(1).max(256)

/** What a link carries behind its #. */
export const linkTokenSchema = z.string().min(1).max(100)

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  status: z.enum(['invited', 'active', 'disabled']),
  language: languageSchema,
  createdAt: z.iso.datetime(),
  lastSignInAt: z.iso.datetime().nullable(),
  hasPassword: z.boolean(),
  isLinked: z.boolean().describe('Whether they have signed in with the OpenID provider'),
})

/** A link that is shown once, because no mail took it along. */
export const oneTimeLinkSchema = z.object({ address: z.string(), expiresAt: z.iso.datetime() })
