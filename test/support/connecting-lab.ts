import { expect } from 'vitest'
import type { Role } from '../../src/access/person.ts'
import { beginSession } from '../../src/access/sessions.ts'
import type { Definitions } from '../../src/contract/definitions.ts'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { aShop } from './a-shop.ts'
import { freePort } from './free-port.ts'
import { type Answer, type Client, type ServerOptions, serverLab } from './server-lab.ts'

export type ConnectingLab = Awaited<ReturnType<typeof connectingLab>>

/** A person's browser: signed in with a cookie, and led to other sites and back. */
export type TestBrowser = {
  readonly userId: string
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  readonly get: (path: string) => Promise<Answer>
  /** The same person's program, with an API key. */
  readonly program: Client
  /** Goes to the server's callback address as it is. */
  readonly comeBack: (address: URL | string) => Promise<Answer>
  /** Goes to a sign-in page, says yes there (or no), and comes back. */
  readonly signIn: (address: string, decision?: 'approve' | 'deny') => Promise<Answer & { readonly from: URL }>
}

/** A clock that shows the time of day, moved on by hand. */
function movedClock(): Clock & { readonly advance: (ms: number) => void } {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    wait: systemClock.wait,
    advance: (ms) => {
      ahead += ms
    },
  }
}

const noConnection: Definitions = { ...aShop(), connections: {}, exports: {} }

/**
 * A server under the address that it tells the world, with a shop that has no connection yet (null for nothing at all), and its
 * people's browsers.
 */
export async function connectingLab(given: ServerOptions & { readonly shop?: Definitions | null } = {}) {
  const port = await freePort()
  const clock = movedClock()
  const variables = { POSTBUD_PORT: String(port), POSTBUD_URL: `http://127.0.0.1:${port}`, ...given.variables }
  const lab = await serverLab({ clock, workers: false, ...given, variables })
  const { shop = noConnection } = given
  if (shop !== null) await lab.app.db.transaction().execute((tx) => saveDefinitions(tx, shop))

  const browserOf = async (role: Role): Promise<TestBrowser> => {
    const program = await lab.as(role)
    const { userId } = program
    const token = await beginSession(lab.app, userId, { way: 'password' })
    const headers = { cookie: `postbud=${token}`, origin: lab.url }
    const comeBack = async (address: URL | string): Promise<Answer> => {
      const answer = await fetch(address, { headers: { cookie: headers.cookie }, redirect: 'manual' })
      return { status: answer.status, headers: answer.headers, body: await answer.text() }
    }
    return {
      userId,
      program,
      send: (method, path, body, more) => lab.send(method, path, body, { ...headers, ...more }),
      get: (path) => lab.send('GET', path, undefined, headers),
      comeBack,
      signIn: async (address, decision) => {
        const from = await signInPage(new URL(address), decision)
        return { ...(await comeBack(from)), from }
      },
    }
  }
  return { ...lab, clock, browserOf }
}

/** What the sign-in page sends a browser back to. */
export async function signInPage(address: URL, decision?: 'approve' | 'deny'): Promise<URL> {
  const request = new URLSearchParams({ request: address.searchParams.toString(), decision: decision ?? 'approve' })
  const { origin, pathname } = address
  const answer = decision
    ? await fetch(`${origin}${pathname}`, { method: 'POST', body: request, redirect: 'manual' })
    : await fetch(address, { redirect: 'manual' })
  await answer.text()
  return new URL(answer.headers.get('location') ?? '')
}

export const sandboxApplication = {
  type: 'constant-contact',
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
}

/** Takes a draft through every step that is left but Save. */
export async function prepare(browser: TestBrowser, draft: string): Promise<void> {
  const path = `/connection-drafts/${draft}`
  const { consent } = (await browser.get('/connection-settings')).body
  expect(await browser.send('PUT', `${path}/consent`, { agree: true, textVersion: consent.version })).toMatchObject({
    status: 200,
  })
  const asked = await browser.send('POST', `${path}/sign-in`, {})
  expect(asked.status).toBe(200)
  expect((await browser.signIn(asked.body.address)).status).toBe(200)
  expect(await browser.send('PUT', `${path}/export-user`)).toMatchObject({ status: 200, body: { next: 'save' } })
}

/** Makes a connection, all steps in their order. */
export async function connect(browser: TestBrowser, name: string, given: object = {}): Promise<void> {
  const begun = await browser.send('POST', '/connection-drafts', { name, ...sandboxApplication, ...given })
  expect(begun.status).toBe(201)
  await prepare(browser, begun.body.id)
  const saved = await browser.send('POST', `/connection-drafts/${begun.body.id}/save`)
  expect(saved).toMatchObject({ status: 200, body: { name } })
}
