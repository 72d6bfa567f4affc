import { recordAct } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { said } from '../lib/said.ts'
import type { Alert } from './alert.ts'
import { type Recipient, recipientsOf, unmailedOf } from './recipients.ts'
import { type SendNeeds, sendAlert } from './send-alert.ts'

/** What came of a test at one recipient; without a problem it was taken. `leftOut` are those whom nothing is sent. */
export type TestedRecipient = Recipient & { readonly problem?: string; readonly leftOut?: true }

const noMailServer = said`left out, since no mail server is set (POSTBUD_SMTP_URL, POSTBUD_MAIL_FROM)`

/** Sends a test to everybody who would be told, at once, and answers what came of it at each, and who is left out. */
export async function testAlerts(
  needs: SendNeeds & { readonly db: Db },
  definitions: Definitions,
  actor: Actor,
  signal: AbortSignal,
): Promise<TestedRecipient[]> {
  const now = needs.clock.now()
  const alert: Alert = {
    id: newId(now),
    event: 'raised',
    kind: 'test',
    subject: 'alerts',
    reason: 'test_alert',
    message: null,
    environment: definitions.environment.name,
    at: now.toISOString(),
  }
  const tested: TestedRecipient[] = []
  for (const recipient of await recipientsOf(needs.db, needs, definitions)) {
    try {
      await sendAlert(needs, definitions, recipient, alert, signal)
      tested.push(recipient)
    } catch (thrown) {
      signal.throwIfAborted()
      if (!(thrown instanceof AppError)) throw thrown
      tested.push({ ...recipient, problem: thrown.message })
    }
  }
  for (const recipient of await unmailedOf(needs.db, needs, definitions)) {
    tested.push({ ...recipient, problem: noMailServer, leftOut: true })
  }
  await recordAct(needs, { actor, action: 'alert.test', target: { kind: 'environment', name: 'environment' } })
  return tested
}
