import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { AddressRefusedError } from './safe-address.ts'
import { openSafeFetch } from './safe-fetch.ts'

test('an allowed host is reached, with what is sent along, and any other is refused before a word is said', async () => {
  const { port, seen } = await aServer((_, response) => response.end('hello'))
  const { fetch } = opened([`127.0.0.1:${port}`])
  const answer = await fetch(`http://127.0.0.1:${port}/x`, { method: 'POST', body: 'a body' })
  expect(await answer.text()).toBe('hello')
  const form = new FormData()
  form.set('file', new Blob(['a,b\n']), 'people.csv')
  await fetch(`http://127.0.0.1:${port}/form`, { method: 'POST', body: form })
  expect(seen).toEqual(['POST /x', 'POST /form'])

  await expect(opened(['*']).fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow(AddressRefusedError)
  await expect(opened([]).fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow(AddressRefusedError)
  expect(seen).toHaveLength(2)
})

test('a name that leads to this machine is refused as it is connected to, also when it led elsewhere before', async () => {
  const { port, seen } = await aServer((_, response) => response.end('inside'))
  let turns = 0
  const rebinding: LookupFunction = (_hostname, _options, answer) => {
    turns += 1
    answer(null, [{ address: '127.0.0.1', family: 4 }])
  }
  const { fetch } = opened(['*'], rebinding)
  await expect(fetch(`http://rebound.example:${port}/`)).rejects.toThrow(/rebound\.example: it is on this machine/)
  expect(turns).toBe(1)
  expect(seen).toEqual([])
  // Whoever runs the server may name it, and then it is reached.
  const named = opened([`rebound.example:${port}`], rebinding)
  expect(await (await named.fetch(`http://rebound.example:${port}/`)).text()).toBe('inside')
})

test('a redirect is followed within its host, by questions only, and never to another', async () => {
  const inside = await aServer((_, response) => response.end('the secrets of another server'))
  const { port, seen } = await aServer((request, response) => {
    const to = new Map([
      ['/here', '/there'],
      ['/away', `http://127.0.0.1:${inside.port}/`],
      ['/round', '/round'],
      ['/odd', 'file:///etc/passwd'],
    ]).get(request.url ?? '')
    if (to) response.writeHead(302, { location: to })
    response.end(to ? '' : 'arrived')
  })
  const { fetch } = opened([`127.0.0.1:${port}`, `127.0.0.1:${inside.port}`])
  const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
  expect(await (await at('/here')).text()).toBe('arrived')
  await expect(at('/away')).rejects.toThrow(/leads on to 127\.0\.0\.1:\d+, where/)
  await expect(at('/odd')).rejects.toThrow(AddressRefusedError)
  await expect(at('/round')).rejects.toThrow(/leads on to another address/)
  await expect(at('/here', { method: 'POST', body: 'x' })).rejects.toThrow(AddressRefusedError)
  await expect(at('/here', { redirect: 'error' })).rejects.toThrow(AddressRefusedError)
  expect((await at('/here', { redirect: 'manual' })).status).toBe(302)
  expect(inside.seen).toEqual([])
  expect(seen.filter((each) => each === 'GET /there')).toHaveLength(1)
})

test('what else goes wrong is told as fetch tells it', async () => {
  const { port, close } = await aServer((_, response) => response.end())
  await close()
  await expect(opened([`127.0.0.1:${port}`]).fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow(TypeError)
  const { fetch } = opened(['slow.example'], () => undefined)
  await expect(fetch('http://slow.example/', { signal: AbortSignal.timeout(20) })).rejects.toThrow(/timeout/)
})

function opened(allowed: readonly string[], lookup?: LookupFunction) {
  const safe = openSafeFetch({ allowed, ...(lookup && { lookup }) })
  onTestFinished(() => safe[Symbol.asyncDispose]())
  return safe
}

async function aServer(answer: RequestListener) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    request.resume()
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(close)
  return { port: (server.address() as AddressInfo).port, seen, close }
}
