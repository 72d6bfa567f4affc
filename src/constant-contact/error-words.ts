import { said } from '../lib/said.ts'
import type { Answer } from './request.ts'

/** What an answer that is not a success says about itself. */
export type ErrorWords = { readonly key?: string; readonly message: string }

const emailLike = /[^\s"'<>()]+@[^\s"'<>()]+/g

/**
 * Reads the error out of any of the shapes Constant Contact uses: an array of `{error_key, error_message}`, one such object,
 * OAuth's `{error, error_description}`, the gateway's `{message}`, or no JSON at all. E-mail addresses are blanked out,
 * since these words end up in messages and logs.
 */
export function errorWords(answer: Answer): ErrorWords {
  const first = Array.isArray(answer.json) ? answer.json[0] : answer.json
  if (typeof first === 'object' && first !== null) {
    const { error_key, error_message, error, error_description, message } = first as Record<string, unknown>
    const key = stringOf(error_key) ?? stringOf(error)
    const words = stringOf(error_message) ?? stringOf(error_description) ?? stringOf(message) ?? key
    if (words !== undefined) return { ...(key !== undefined && { key }), message: discreet(words) }
  }
  return { message: discreet(plainStart(answer.text)) || said`status ${answer.status} without a word` }
}

/** The text without e-mail addresses. */
export function discreet(text: string): string {
  return text.replace(emailLike, '[e-mail]')
}

/** The first words of a page that was meant for a browser. */
function plainStart(text: string): string {
  return text
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
