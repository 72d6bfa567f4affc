import type { Config, Secrets } from '../config/environment.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** One mail to one person, as plain text. */
export type Mail = {
  /** An address and nothing else. */
  readonly to: string
  readonly subject: string
  readonly text: string
}

export type Mailer = {
  /** Resolves once the mail server has taken the mail. Throws MailError. */
  readonly send: (mail: Mail) => Promise<void>
}

/** Raised when the mail server did not take a mail. Its own words may hold the recipient, so that they are the cause only. */
export class MailError extends AppError {
  override readonly code = 'mail_failed'
  override readonly recovery = 'later'
  constructor(host: string, cause: unknown) {
    const words = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    super(
      said`The mail server ${host} did not take the mail${words}. Check POSTBUD_SMTP_URL and POSTBUD_MAIL_FROM, and that it is reachable from here.`,
      { cause },
    )
  }
}

/** A mail server that does not answer within this is given up. */
const patienceMs = 15_000

/** What sends mail, or undefined where no mail server is set. Each mail opens a connection of its own: there are few. */
export function openMailer({
  config,
  secrets,
}: {
  readonly config: Pick<Config, 'mailFrom'>
  readonly secrets: Pick<Secrets, 'smtpUrl'>
}): Mailer | undefined {
  const { smtpUrl } = secrets
  const from = config.mailFrom
  if (smtpUrl === undefined || from === undefined) return undefined
  return {
    async send({ to, subject, text }) {
      // Loaded at the first mail, which most processes never send.
      const { createTransport } = await import('nodemailer')
      try {
        const transport = createTransport({
          url: smtpUrl,
          connectionTimeout: patienceMs,
          greetingTimeout: patienceMs,
          socketTimeout: patienceMs,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        // As an object, so that no comma in an address makes two recipients of it.
        await transport.sendMail({ from, to: { name: '', address: onOneLine(to) }, subject: onOneLine(subject), text })
      } catch (cause) {
        throw new MailError(new URL(smtpUrl).host, cause)
      }
    },
  }
}

/** A line break in a header would begin another header. */
function onOneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}
