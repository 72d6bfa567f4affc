import { z } from 'zod'
import { said } from '../lib/said.ts'
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
  .regex(/^\P{C}*$/u, said`has characters that cannot be seen`)

/** As people write addresses in letters, digits and signs of ASCII; a domain may be an international one's. */
const asciiEmail =
  /^(?!\.)(?!.*\.\.)[\w'+.&#!$%*/=?^`{|}~-]*[\w+&#!$%*/=?^`{|}~-]@([a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,}|xn--[a-z0-9-]+)$/i

/**
 * An e-mail address as it is typed; compared folded. An international domain is taken in its form for machines (`xn--…`), which names the
 * same mail server, so that both spellings are one address. Other letters before the `@` are refused: a mail server needs SMTPUTF8 for
 * them, which hardly one on the way has.
 */
export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .transform(withPlainDomain)
  .pipe(
    z
      .string()
      .max(254)
      .refine((text) => !/@/.test(text) || !/[^ -~]/.test(text.slice(0, text.lastIndexOf('@'))), {
        error: said`has letters before the @ that are not ASCII, which most mail servers do not take; give another address`,
        abort: true,
      })
      .regex(asciiEmail, said`is no e-mail address`),
  )

function withPlainDomain(text: string): string {
  const at = text.lastIndexOf('@')
  const domain = text.slice(at + 1)
  const isInternational = /[^ -~]/.test(domain) && /^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)
  if (at < 0 || !isInternational || !URL.canParse(`http://${domain}`)) return text
  return `${text.slice(0, at)}@${new URL(`http://${domain}`).hostname}`
}

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
