/** An answer that is not a success: a status and the body in one of the service's shapes. */
export class Refusal extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super(`The sandbox answers ${status}.`)
    this.status = status
    this.body = body
  }
}

/** The array shape of contacts, lists, fields and bulk calls. */
export function apiError(status: number, key: string, message: string): Refusal {
  return new Refusal(status, [{ error_key: key, error_message: message }])
}

export function invalid(message: string): Refusal {
  return apiError(400, 'contacts.api.validation.error', message)
}

export function notFound(message: string): Refusal {
  return apiError(404, 'contacts.api.not_found', message)
}

export function conflict(message: string): Refusal {
  return apiError(409, 'contacts.api.conflict', message)
}

export const UNAUTHORIZED = { error_key: 'unauthorized', error_message: 'Unauthorized' }
export const ACCESS_DENIED = {
  error_key: 'access_denied',
  error_message: 'Request forbidden due to insufficient user privileges.',
}
export const GATEWAY_FORBIDDEN = { message: 'Forbidden' }
export const THROTTLED = { error_key: 'throttled', error_message: 'Too Many Requests' }
export const QUOTA_EXCEEDED = { error_key: 'quota_exceeded', error_message: 'Limit Exceeded' }

/** The third 429. Its error_key is not known. */
export function queueFull(key: string): { error_key: string; error_message: string } {
  return { error_key: key, error_message: 'You exceeded 1,000 queued activities for this user account' }
}

export const GATEWAY_HTML = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center></body>
</html>
`
