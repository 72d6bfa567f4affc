import { Readable } from 'node:stream'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { AnswerLog, httpLog } from './http-log.ts'

test('an answer that breaks off is in the log, without anybody\u2019s address and what else the error carries', async () => {
  const lines: string[] = []
  const loggerInstance = httpLog('error', { write: (line: string) => void lines.push(line) })
  const server = Fastify({ loggerInstance, logController: new AnswerLog() })
  onTestFinished(() => server.close())
  const thrown = new Error('could not convert "ann@example.com"', { cause: new Error('row of <bo@example.com>') })
  server.get('/rows', (_request, reply) =>
    reply.send(
      Readable.from(
        (async function* () {
          yield 'first\n'
          throw Object.assign(thrown, { code: '22P02', detail: 'Key (email)=(cy@example.com)' })
        })(),
      ),
    ),
  )

  const answer = await fetch(`${await server.listen({ port: 0, host: '127.0.0.1' })}/rows`)
  await expect(answer.text()).rejects.toThrow('terminated')

  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 50,
    reqId: expect.any(String),
    msg: 'an answer broke off',
    err: {
      type: 'Error',
      message: 'could not convert "(address)"',
      code: '22P02',
      cause: { message: 'row of <(address)>' },
    },
  })
  expect(lines[0]).not.toMatch(/@example/)
  expect(lines[0]).toContain('http-log.test.ts')
})
