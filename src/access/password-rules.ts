import { AppError } from '../lib/app-error.ts'
import { fold } from '../lib/fold.ts'
import { said } from '../lib/said.ts'
import { commonPasswords, commonWords } from './common-passwords.ts'

/** Characters of a password. Long enough that no rule about kinds of characters is needed (NIST SP 800-63B, 3.1.1.2). */
export const passwordLength = { least: 12, most: 256 }

/** Whose password it is to be: what an attacker tries first. */
export type Owner = { readonly email: string; readonly name: string }

/** Raised when a new password would be guessed. */
export class PasswordRefusedError extends AppError {
  override readonly code = 'password_refused'
  override readonly recovery = 'never'
  readonly issues: readonly { readonly path: string; readonly message: string }[]
  constructor(why: string) {
    super(said`This password cannot be used: ${why}.`)
    this.issues = [{ path: 'password', message: why }]
  }
}

/** Lets a new password pass that is long, not known from leaks, and not made of its owner's name. Throws PasswordRefusedError. */
export function requireGoodPassword(password: string, owner: Owner): void {
  const why = whyRefused(password.normalize('NFKC'), owner)
  if (why) throw new PasswordRefusedError(why)
}

function whyRefused(password: string, owner: Owner): string | undefined {
  const letters = [...password]
  if (letters.length < passwordLength.least) {
    return said`it has ${letters.length} characters; it needs ${passwordLength.least} or more, such as a few words`
  }
  if (letters.length > passwordLength.most) return said`it has more than ${passwordLength.most} characters`
  const lower = password.toLowerCase()
  if (new Set(lower).size < 5 || isSequence(lower)) return said`it repeats or counts up a few characters`
  if (commonPasswords.has(lower) || commonWords.has(coreOf(lower))) return said`it is among those that are tried first`
  if (ownWords(owner).some((word) => lower.includes(word)))
    return said`it contains your name, your e-mail address or Postbud`
  return undefined
}

/** Whether each character follows the one before it, up or down. */
function isSequence(text: string): boolean {
  const steps = [...text].slice(1).map((letter, at) => letter.charCodeAt(0) - text.charCodeAt(at))
  // 9 to 0 goes on counting.
  const isStep = (step: number, up: 1 | -1) => step === up || step === -9 * up
  return steps.every((step) => isStep(step, 1)) || steps.every((step) => isStep(step, -1))
}

/** What is left of `Password2026!` or `secretsecret` without the digits around it and the repeating. */
function coreOf(lower: string): string {
  const core = lower.replaceAll(/^[^a-z]+|[^a-z]+$/g, '')
  return /^(.+?)\1+$/.exec(core)?.[1] ?? core
}

function ownWords({ email, name }: Owner): string[] {
  const words = [
    fold(email),
    ...fold(email)
      .split(/[@.+_-]/)
      .slice(0, -1),
    ...name.toLowerCase().split(/\s+/),
    'postbud',
  ]
  return words.map((word) => word.normalize('NFKC')).filter((word) => word.length >= 4)
}
