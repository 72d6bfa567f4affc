import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type ReceivedPost = { readonly headers: IncomingHttpHeaders; readonly body: string }

/** A server on a port of its own that keeps what is posted to it, gone when the test is over. `answer` is the status it gives. */
export async function postBox() {
  const posts: ReceivedPost[] = []
  const box = { url: '', posts, answer: 204, location: undefined as string | undefined }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      posts.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(box.answer, box.location === undefined ? {} : { location: box.location }).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  box.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return box
}
