import type { AlertWebhook } from '../contract/alerts.ts'
import type { Definitions } from '../contract/definitions.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { replaceReferences, type Variables, VariableUnsetError } from '../lib/variables.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Alert } from './alert.ts'
import type { Recipient } from './recipients.ts'
import { jsonOf, mailOf, signatureOf, slackOf } from './write-alert.ts'

export type SendNeeds = {
  readonly clock: Clock
  /** Reaches allowed hosts only. */
  readonly fetch: typeof fetch
  readonly variables: Variables
  readonly mailer?: Mailer
  readonly config: { readonly http: { readonly publicUrl: string } }
}

/** Raised when an alert could not be handed over; it says nothing of what was to be sent. */
export class AlertNotSentError extends AppError {
  override readonly code = 'alert_not_sent'
  override readonly recovery = 'later'
}

const patienceMs = 10_000

/** Sends an alert to one recipient. Throws MailError, AlertNotSentError, AddressRefusedError, VariableUnsetError. */
export async function sendAlert(
  needs: SendNeeds,
  { environment }: Definitions,
  { channel, recipient }: Recipient,
  alert: Alert,
  signal: AbortSignal,
): Promise<void> {
  const { language = 'en', webhooks = {} } = environment.alerts ?? {}
  const where = { language, publicUrl: needs.config.http.publicUrl }
  if (channel === 'mail') {
    if (!needs.mailer) throw new AlertNotSentError(said`No mail server is set (POSTBUD_SMTP_URL), so no mail was sent.`)
    return await needs.mailer.send({ to: recipient, ...mailOf(alert, where) })
  }
  const webhook = Object.hasOwn(webhooks, recipient) ? webhooks[recipient] : undefined
  if (!webhook) throw new AlertNotSentError(said`There is no webhook "${recipient}" any more.`)
  const body = webhook.format === 'slack' ? slackOf(alert, where) : jsonOf(alert, where)
  await post(needs, recipient, webhook, alert.id, body, signal)
}

async function post(
  { clock, fetch, variables }: SendNeeds,
  name: string,
  { url, secret }: AlertWebhook,
  id: string,
  body: string,
  signal: AbortSignal,
): Promise<void> {
  const resolve = (key: string, text: string) =>
    replaceReferences(text, (variable) => {
      const value = variables[variable]
      if (value === undefined) throw new VariableUnsetError(variable, `environment.alerts.webhooks.${name}.${key}`)
      return value
    })
  const address = resolve('url', url)
  const signed = secret === undefined ? {} : signatureOf(body, resolve('secret', secret), clock.now())
  const response = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', 'user-agent': 'Postbud', 'postbud-delivery': id, ...signed },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
  }).catch((thrown: unknown) => {
    if (signal.aborted || thrown instanceof AppError) throw thrown
    // What the runtime says may hold the address, which opens the webhook.
    throw new AlertNotSentError(said`The webhook "${name}" could not be reached.`, { cause: thrown })
  })
  await response.body?.cancel()
  if (!response.ok) throw new AlertNotSentError(said`The webhook "${name}" answered ${response.status}.`)
}
