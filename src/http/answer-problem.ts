import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Language } from '../contract/language.ts'
import { AppError, type Recovery } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { InvalidRequestError } from './http-errors.ts'
import { languageAsked, sayingAsked } from './language-asked.ts'
import { danishTitles, type Issue, type Problem, statusOfCode } from './problem.ts'

const statusOfRecovery: Readonly<Record<Recovery, number>> = { never: 409, later: 503, 'after-reconnect': 409 }

/** Answers whatever was thrown as a problem; what is no error of ours is logged and told without a word of its own. */
export function answerProblem(thrown: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(thrown, request)
  if ('retryAfterMs' in thrown && typeof thrown.retryAfterMs === 'number') {
    reply.header('retry-after', Math.max(1, Math.ceil(thrown.retryAfterMs / 1000)))
  }
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  // Serialised here: a problem answers every route, whatever its own answers look like.
  void reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem)
}

/** Whatever was thrown as a problem, in the language asked for, and in the log where it is the server's. */
export function problemOf(thrown: FastifyError | Error, request: FastifyRequest): Problem {
  const { status, code, detail, issues } = judge(thrown)
  if (status >= 500) request.log.error({ err: thrown }, 'request failed')
  const say = sayingAsked(request) ?? asItIs
  return {
    type: `urn:postbud:problem:${code}`,
    title: titleOf(status, languageAsked(request)),
    status,
    code,
    detail: say(detail),
    ...(issues && { issues: issues.map(({ path, message }) => ({ path, message: say(message) })) }),
    requestId: request.id,
  }
}

/** The meaning of a status, as HTTP has it; in Danish of those that the server answers with. */
function titleOf(status: number, language: Language): string {
  return (language === 'da' ? danishTitles[status] : undefined) ?? STATUS_CODES[status] ?? 'Error'
}

const asItIs = (sentence: string) => sentence

type Judged = Pick<Problem, 'status' | 'code' | 'detail'> & { readonly issues?: Issue[] }

function judge(thrown: FastifyError | Error): Judged {
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const place = 'validationContext' in thrown ? String(thrown.validationContext) : ''
    return judge(
      new InvalidRequestError(
        thrown.validation.map(({ instancePath, message }) => ({
          path: [place === 'body' ? '' : place, ...instancePath.split('/')].filter((step) => step !== '').join('.'),
          message: message ?? said`is not what is expected`,
        })),
      ),
    )
  }
  if (thrown instanceof AppError) {
    const { code, message: detail, recovery } = thrown
    const issues = 'issues' in thrown && Array.isArray(thrown.issues) ? thrown.issues.map(issueOf) : undefined
    return { status: statusOfCode[code] ?? statusOfRecovery[recovery], code, detail, ...(issues && { issues }) }
  }
  const status = 'statusCode' in thrown ? (thrown.statusCode ?? 500) : 500
  // What Fastify refuses by itself: bodies too large, of a type that nobody reads, or no JSON.
  if (status < 500) {
    return { status, code: status === 429 ? 'too_many_requests' : 'invalid_request', detail: thrown.message }
  }
  return {
    status: 500,
    code: 'unexpected',
    detail: said`Something went wrong that Postbud did not foresee. The log has the details under this request\u2019s id.`,
  }
}

function issueOf(issue: { readonly path?: unknown; readonly message?: unknown }): Issue {
  return { path: String(issue.path ?? ''), message: String(issue.message ?? '') }
}
