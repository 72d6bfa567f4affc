/**
 * Who can help, and when it makes sense to try again:
 * `never` (somebody must change something), `later` (it may heal by itself), `after-reconnect` (a person signs in again).
 */
export type Recovery = 'never' | 'later' | 'after-reconnect'

/**
 * The root of every error Postbud raises on purpose. The message says what happened, to which thing, and what to do;
 * programs branch on `code` and `recovery`, never on the text.
 */
export abstract class AppError extends Error {
  abstract readonly code: string
  abstract readonly recovery: Recovery

  override get name(): string {
    return this.constructor.name
  }
}

/** The message of anything that was thrown, for a sentence that wraps it; the thing itself goes along as `cause`. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
