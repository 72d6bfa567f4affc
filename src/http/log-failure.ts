import type { FastifyRequest } from 'fastify'
import { AppError } from '../lib/app-error.ts'

/** Lets work go on after the answer was sent; that it failed is in the log, since there is nobody left to tell. */
export function logFailure({ log }: FastifyRequest, work: Promise<unknown>, what: string): void {
  work.catch((thrown: unknown) =>
    log.error({ reason: thrown instanceof AppError ? thrown.message : 'unforeseen' }, what),
  )
}
