import { createHmac } from 'node:crypto'
import type { Language } from '../contract/language.ts'
import type { Alert } from './alert.ts'
import { alertWords } from './alert-words.ts'

type Where = { readonly language: Language; readonly publicUrl: string }

/** An alert as a mail. */
export function mailOf(alert: Alert, { language, publicUrl }: Where): { subject: string; text: string } {
  const { title, message, detail, what, todo } = alertWords(alert, language)
  const paragraphs = [
    title,
    ...(message ? [message] : []),
    `${what} ${todo}`,
    ...(detail ? [detail] : []),
    `${alert.environment} · ${alert.at}\n${publicUrl}`,
  ]
  return { subject: `[Postbud ${alert.environment}] ${title}`, text: `${paragraphs.join('\n\n')}\n` }
}

/** An alert as the body of a post, in our shape: what programs branch on, and the words for people. */
export function jsonOf(alert: Alert, { language, publicUrl }: Where): string {
  const { title, what, todo } = alertWords(alert, language)
  return JSON.stringify({ ...alert, title, what, todo, url: publicUrl })
}

/** An alert in the shape of Slack's incoming webhooks, in which `&`, `<` and `>` stand for other things. */
export function slackOf(alert: Alert, { language, publicUrl }: Where): string {
  const { title, message, detail, what, todo } = alertWords(alert, language)
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const texts = [...(message ? [message] : []), `${what} ${todo}`, ...(detail ? [detail] : [])]
  const lines = [`*${escaped(title)}*`, ...texts.map(escaped)]
  return JSON.stringify({
    text: escaped(`${alert.environment}: ${title}`),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: lines.join('\n') } },
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: `${escaped(alert.environment)} · <${publicUrl}|Postbud>` }],
      },
    ],
  })
}

/**
 * The headers by which whoever receives a post knows that it is ours and new: `postbud-signature` is the HMAC-SHA256, in
 * hexadecimal, of the timestamp (seconds), a point, and the body.
 */
export function signatureOf(body: string, secret: string, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return { 'postbud-timestamp': timestamp, 'postbud-signature': `sha256=${signature}` }
}
