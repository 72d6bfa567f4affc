import type { Sandbox } from '../../sandbox/start-sandbox.ts'
import type { App } from '../../src/app.ts'
import { openBudget } from '../../src/constant-contact/budget.ts'
import { constantContactClient } from '../../src/constant-contact/client.ts'
import { constantContact } from '../../src/constant-contact/destination.ts'
import type { DeliveryAccount } from '../../src/exports/list/delivery-account.ts'

/** A sandbox, or the addresses of one that runs in another process and approves by itself. */
type Reached = Pick<Sandbox, 'apiUrl' | 'authUrl'> & Partial<Pick<Sandbox, 'control'>>

/** An account of the sandbox, signed in to without a browser, for tests of what runs do with an account. */
export async function sandboxAccount(
  app: App,
  sandbox: Reached,
  limits = { requestsPerSecond: 10_000, requestsPerDay: 10_000 },
  timeouts: { readonly requestMs: number; readonly uploadMs: number } = constantContact.timeouts,
): Promise<DeliveryAccount> {
  let token = await signIn(sandbox)
  const client = constantContactClient({
    apiUrl: sandbox.apiUrl,
    fetch,
    clock: app.clock,
    random: Math.random,
    budget: openBudget(app, 'sandbox-client', { ...limits, tokenRequestsPerSecond: 1000 }),
    tokens: {
      current: async () => token,
      renewed: async () => {
        token = await signIn(sandbox)
        return token
      },
      givenUp: async () => {
        throw new Error('the sandbox refused its own token')
      },
    },
    retry: constantContact.retry,
    timeouts,
    notify: () => undefined,
  })
  return { ...client, accountId: 'p07e1l8cdif9dl' }
}

async function signIn(sandbox: Reached): Promise<string> {
  if (sandbox.control) sandbox.control.autoApprove = true
  const redirectUri = 'http://localhost:7531/callback'
  const query = new URLSearchParams({
    client_id: 'sandbox-client',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'account_read contact_data offline_access',
    state: 'test',
  })
  const approved = await fetch(`${sandbox.authUrl}/authorize?${query}`, { redirect: 'manual' })
  const code = new URL(approved.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const answer = await fetch(`${sandbox.authUrl}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}
