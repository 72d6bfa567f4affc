import type { AlertSettings } from '../contract/alerts.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { replaceReferences, type Variables } from '../lib/variables.ts'
import type { Mailer } from '../mail/mailer.ts'

/** What decides who can be reached: without a mail server nobody gets mail. */
export type Recipients = { readonly mailer?: Mailer; readonly variables: Variables }

export type Recipient = {
  readonly channel: 'mail' | 'webhook'
  /** An address, or the name of a webhook. */
  readonly recipient: string
}

/** Everybody who is told: active administrators by mail unless the settings say otherwise, and every webhook. */
export async function recipientsOf(
  db: Db,
  { mailer, variables }: Recipients,
  { environment }: Definitions,
): Promise<Recipient[]> {
  const { mail = 'administrators', webhooks = {} } = environment.alerts ?? {}
  const addresses = mailer ? await addressesOf(db, variables, mail) : []
  return [
    ...addresses.map((recipient) => ({ channel: 'mail' as const, recipient })),
    ...Object.keys(webhooks).map((recipient) => ({ channel: 'webhook' as const, recipient })),
  ]
}

/** Who would be told by mail and is not, since no mail server is set. */
export async function unmailedOf(
  db: Db,
  { mailer, variables }: Recipients,
  { environment }: Definitions,
): Promise<Recipient[]> {
  if (mailer) return []
  const addresses = await addressesOf(db, variables, environment.alerts?.mail ?? 'administrators')
  return addresses.map((recipient) => ({ channel: 'mail', recipient }))
}

async function addressesOf(
  db: Db,
  variables: Variables,
  mail: NonNullable<AlertSettings['mail']>,
): Promise<readonly string[]> {
  if (mail === 'off') return []
  if (mail !== 'administrators') {
    return [...new Set(mail.map((address) => replaceReferences(address, (name) => variables[name])))]
  }
  const users = await db
    .selectFrom('users')
    .select('email')
    .where('role', '=', 'administrator')
    .where('status', '=', 'active')
    .orderBy('email')
    .execute()
  return users.map(({ email }) => email)
}
