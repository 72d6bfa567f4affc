import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { answerProblem } from './answer-problem.ts'
import { ClientGoneError } from './http-errors.ts'
import { AnswerLog, httpLog } from './http-log.ts'

test('what fails inside is in the log as an error, and a client who does not wait for the answer is not', async () => {
  const lines: string[] = []
  const loggerInstance = httpLog('error', { write: (line: string) => void lines.push(line) })
  const server = Fastify({ loggerInstance, logController: new AnswerLog() })
  onTestFinished(() => server.close())
  server.setErrorHandler(answerProblem)
  server.get('/gone', () => {
    throw new ClientGoneError()
  })
  server.get('/failed', () => {
    throw new Error('out of order')
  })

  expect(await server.inject('/gone')).toMatchObject({ statusCode: 499 })
  expect(lines).toEqual([])
  const failed = await server.inject('/failed')
  expect(failed).toMatchObject({ statusCode: 500 })
  expect(failed.json()).toMatchObject({ code: 'unexpected', detail: expect.not.stringContaining('out of order') })
  expect(lines).toHaveLength(1)
})
