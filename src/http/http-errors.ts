import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import type { Issue } from './problem.ts'

/** Raised when nobody known asks, or with something that opens nothing any more. */
export class UnauthenticatedError extends AppError {
  override readonly code = 'unauthenticated'
  override readonly recovery = 'never'
  constructor() {
    super(said`Sign in, or send an API key: "Authorization: Bearer pbk_…". Keys are made under Administrator > System.`)
  }
}

/** Raised when a browser sends a change that does not come from a page of ours. */
export class CrossSiteError extends AppError {
  override readonly code = 'cross_site'
  override readonly recovery = 'never'
  constructor(publicUrl: string) {
    super(
      said`Changes by a signed-in browser are only taken from pages of ${publicUrl}. Set POSTBUD_URL to the address under which you reach Postbud, or use an API key.`,
    )
  }
}

/** Why work for a request is given up whose client does not wait for the answer: no fault of anybody's, and told to nobody. */
export class ClientGoneError extends Error {
  /** What proxies log for it, by which it is not counted among the server's failures. */
  readonly statusCode = 499
  constructor() {
    super('the client went away')
  }
}

/** Raised when a request's address leads nowhere. */
export class NoRouteError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor({ method, url }: { readonly method: string; readonly url: string }) {
    super(said`There is nothing at ${method} ${url.split('?')[0]}. What there is: /api/docs`)
  }
}

/** Raised when what was sent has not the shape that is asked for. */
export class InvalidRequestError extends AppError {
  override readonly code = 'invalid_request'
  override readonly recovery = 'never'
  readonly issues: readonly Issue[]
  constructor(issues: readonly Issue[]) {
    super(
      said`What was sent cannot be used: ${issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')}.`,
    )
    this.issues = issues
  }
}

/** Raised when a change does not say which version it is of. */
export class PreconditionNeededError extends AppError {
  override readonly code = 'precondition_needed'
  override readonly recovery = 'never'
  constructor() {
    super(said`Send If-Match with the ETag of what you saw, so that nobody else\u2019s change is written over.`)
  }
}
