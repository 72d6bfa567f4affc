import type { LookupFunction } from 'node:net'
import type { Agent } from 'undici'
import { AddressRefusedError, type AllowedHosts, judgeHost, publicLookup, safeAddress } from './safe-address.ts'
import { said } from './said.ts'

/** A fetch that reaches allowed hosts only. Disposing closes the connections it keeps. */
export type SafeFetch = AsyncDisposable & { readonly fetch: typeof fetch }

type Given = {
  readonly allowed: AllowedHosts
  /** How names are looked up; the system's way unless told. */
  readonly lookup?: LookupFunction
}

const mostRedirects = 5

/**
 * `fetch` for addresses that people may set. Every address is judged before it is called, what its name leads to at the very
 * moment of connecting. A redirect is followed within its host and by questions only (what a POST becomes on its way
 * depends on who reads the standard). Rejects with AddressRefusedError.
 */
export function openSafeFetch({ allowed, lookup }: Given): SafeFetch {
  let opened: Promise<Agents> | undefined
  let closed = false
  const once = async (url: URL, init: RequestInit): Promise<Response> => {
    const verdict = judgeHost(safeAddress(url.href, allowed), allowed)
    if (closed) throw new Error('what fetches was closed')
    opened ??= openAgents(lookup)
    const dispatcher = (await opened)[verdict === 'named' ? 'named' : 'public']
    try {
      // The type of a dispatcher stands in a package of Node's types of its own.
      return await fetch(url, { ...init, redirect: 'manual', dispatcher: dispatcher as never })
    } catch (thrown) {
      throw refusalIn(thrown) ?? thrown
    }
  }
  return {
    async fetch(input, init = {}) {
      if (input instanceof Request) throw new TypeError(said`give an address and what goes along with it`)
      let url = new URL(String(input))
      for (let redirects = 0; ; redirects += 1) {
        const response = await once(url, init)
        const location = response.headers.get('location')
        if (!isRedirect(response.status) || location === null || init.redirect === 'manual') return response
        await response.body?.cancel()
        if (init.redirect === 'error' || redirects === mostRedirects || !isQuestion(init)) throw leadsOn(url)
        url = redirectWithin(url, location)
      }
    },
    async [Symbol.asyncDispose]() {
      closed = true
      const agents = await opened
      await Promise.all([agents?.named.destroy(), agents?.public.destroy()])
    },
  }
}

type Agents = { readonly named: Agent; readonly public: Agent }

/** Loaded at the first question: most commands ask nobody anything, and it takes as long to load as they take. */
async function openAgents(lookup: LookupFunction | undefined): Promise<Agents> {
  const { Agent } = await import('undici')
  return {
    named: new Agent(lookup ? { connect: { lookup } } : {}),
    public: new Agent({ connect: { lookup: publicLookup(lookup) } }),
  }
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

function isQuestion({ method = 'GET' }: RequestInit): boolean {
  return /^(get|head)$/i.test(method)
}

function leadsOn({ host }: URL): AddressRefusedError {
  return new AddressRefusedError(
    said`${host} leads on to another address instead of answering. Give the address itself.`,
  )
}

function redirectWithin(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href))
    throw new AddressRefusedError(said`${from.host} leads on to an address that is none.`)
  const next = new URL(location, from)
  if (next.origin !== from.origin) {
    throw new AddressRefusedError(
      said`${from.host} leads on to ${next.host}, where what was meant for ${from.host} is not sent. Give the address itself.`,
    )
  }
  return next
}

/** The refusal somewhere among the causes of what fetch threw. */
function refusalIn(thrown: unknown): AddressRefusedError | undefined {
  for (let at = thrown; at instanceof Error; at = at.cause) {
    if (at instanceof AddressRefusedError) return at
    // A connection that tries several addresses gathers what each came to.
    if (at instanceof AggregateError) return at.errors.map(refusalIn).find((found) => found !== undefined)
  }
  return undefined
}
