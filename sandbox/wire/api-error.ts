/** An answer that is not a success, in the shape the service gives it. */
export class ApiError extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super(typeof body === 'string' ? body : JSON.stringify(body))
    this.status = status
    this.body = body
  }
}

type KeyAndMessage = { error_key: string; error_message: string }

function keyed(key: string, message: string): KeyAndMessage {
  return { error_key: key, error_message: message }
}

// Envelope (a), an array: contacts, lists, fields, bulk jobs.
export function invalid(message: string): ApiError {
  return new ApiError(400, [keyed('contacts.api.validation.error', message)])
}

export function notFound(message: string): ApiError {
  return new ApiError(404, [keyed('contacts.api.not_found', message)])
}

export function conflict(message: string): ApiError {
  return new ApiError(409, [keyed('contacts.api.conflict', message)])
}

export function unsupportedMedia(message: string): ApiError {
  return new ApiError(415, [keyed('contacts.api.unsupported_media_type', message)])
}

// Envelope (b), a bare object: who you are, what you may, how often.
export function unauthorized(): ApiError {
  return new ApiError(401, keyed('unauthorized', 'Unauthorized'))
}

export function accessDenied(): ApiError {
  return new ApiError(403, keyed('access_denied', 'Request forbidden due to insufficient user privileges.'))
}

export function throttled(): ApiError {
  return new ApiError(429, keyed('throttled', 'Too Many Requests'))
}

export function quotaExceeded(): ApiError {
  return new ApiError(429, keyed('quota_exceeded', 'Limit Exceeded'))
}

export function queueFull(key: string): ApiError {
  return new ApiError(429, keyed(key, 'You exceeded 1,000 queued activities for this user account'))
}

// Envelope (c): OAuth.
export function oauthError(status: number, error: string, description: string): ApiError {
  return new ApiError(status, { error, error_description: description })
}

// Envelope (d): the gateway in front of it all.
export function gatewayForbidden(): ApiError {
  return new ApiError(403, { message: 'Forbidden' })
}
