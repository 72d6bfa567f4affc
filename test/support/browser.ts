import type { Answer } from './server-lab.ts'

type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** A browser: it keeps the cookies it is given and says which page it is on, as browsers do. */
export type Browser = {
  readonly send: Send
  readonly get: (path: string) => Promise<Answer>
  readonly cookies: Map<string, string>
  /** What it last was told to keep, with every attribute. */
  readonly lastCookie: () => string
}

export function browserAt({ send, origin }: { readonly send: Send; readonly origin: string }): Browser {
  const cookies = new Map<string, string>()
  let lastCookie = ''
  const ask: Send = async (method, path, body, headers = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await send(method, path, body, {
      ...(method !== 'GET' && { origin, 'sec-fetch-site': 'same-origin' }),
      ...(cookie !== '' && { cookie }),
      ...headers,
    })
    for (const each of answer.headers.getSetCookie()) {
      lastCookie = each
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return { send: ask, get: (path) => ask('GET', path), cookies, lastCookie: () => lastCookie }
}
