/** What the server says went wrong: a code for programs and a sentence for people (RFC 9457). */
export class ProblemError extends Error {
  readonly status: number
  readonly code: string
  readonly issues: readonly { readonly path: string; readonly message: string }[]
  readonly requestId: string | undefined
  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? `The server answered ${status}.`)
    this.status = status
    this.code = problem.code ?? 'unexpected'
    this.issues = problem.issues ?? []
    this.requestId = problem.requestId
  }
}

type Problem = {
  readonly code: string
  readonly detail: string
  readonly issues: readonly { readonly path: string; readonly message: string }[]
  readonly requestId: string
}

type Options = {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Asks the server below /api/v1 and answers its JSON. Throws ProblemError, and TypeError where the server cannot be reached. */
export async function ask<T>(method: string, path: string, { body, headers, signal }: Options = {}): Promise<T> {
  const answer = await fetch(`/api/v1${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  if (!answer.ok) throw new ProblemError(answer.status, await problemOf(answer))
  return (answer.status === 204 || answer.status === 202 ? undefined : await answer.json()) as T
}

async function problemOf(answer: Response): Promise<Partial<Problem>> {
  try {
    return await answer.json()
  } catch {
    // A proxy in between answers with a page of its own.
    return {}
  }
}
