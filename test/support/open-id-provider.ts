import type { Server } from 'node:http'
import Provider from 'oidc-provider'
import { onTestFinished } from 'vitest'
import { freePort } from './free-port.ts'

/** What the provider says of an account; `sub` is the name it signs in with. */
export type Account = {
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
  readonly groups?: readonly string[]
}

/** A real OpenID provider on a port of its own, gone when the test is over. */
export async function openIdProvider({
  redirectUri,
  secret,
}: {
  readonly redirectUri: string
  readonly secret: string
}) {
  const issuer = `http://127.0.0.1:${await freePort()}`
  const accounts = new Map<string, Account>()
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'postbud',
        client_secret: secret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [`${new URL(redirectUri).origin}/sign-in`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    cookies: { keys: ['a key of a test'] },
    findAccount: (_, sub) => {
      const account = accounts.get(sub)
      return account && { accountId: sub, claims: async () => ({ sub, ...account }) }
    },
  })
  const server = await new Promise<Server>((resolve) => {
    const listening = provider.listen(Number(new URL(issuer).port), '127.0.0.1', () => resolve(listening))
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { issuer, accounts, provider }
}

/**
 * Walks a browser through the provider's pages as `login`: signs in and consents where it is asked to, or signs out, and answers the address
 * at which the provider sends it back to us.
 */
export async function signInAt(
  address: string,
  login: string,
  backAt: string,
  cookies = new Map<string, string>(),
): Promise<string> {
  let [url, form] = [address, undefined as URLSearchParams | undefined]
  for (let step = 0; step < 15; step += 1) {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    })
    for (const each of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    const page = await answer.text()
    form = undefined
    if (location !== null) {
      url = new URL(location, url).href
      if (url.startsWith(backAt)) return url
      continue
    }
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1]
    const signingOut = /name="xsrf" value="([^"]+)"/.exec(page)?.[1]
    if (action !== undefined && signingOut !== undefined) {
      url = new URL(action, url).href
      form = new URLSearchParams({ xsrf: signingOut, logout: 'yes' })
      continue
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    if (action === undefined || prompt === undefined)
      throw new Error(`a page of the provider that is not known:\n${page}`)
    url = new URL(action, url).href
    form = new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'any' }) })
  }
  throw new Error('the provider sends the browser round in circles')
}
