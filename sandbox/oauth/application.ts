/** An application as registered in the developer portal. Without a secret it is a public client and uses PKCE. */
export type Application = {
  readonly clientId: string
  clientSecret: string | null
  /** Rotating refresh tokens work once each; long-lived ones stay the same. */
  rotating: boolean
  /** Exact addresses; when none is given, any on localhost or 127.0.0.1. */
  redirectUris: string[] | null
  active: boolean
}

/** Whether a sign-in may return to this address. */
export function mayRedirectTo(application: Application, uri: string): boolean {
  if (application.redirectUris) return application.redirectUris.includes(uri)
  const url = URL.parse(uri)
  return url !== null && /^https?:$/.test(url.protocol) && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}
