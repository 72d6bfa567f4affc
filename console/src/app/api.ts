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
export async function ask<T>(method: string, path: string, options: Options = {}): Promise<T> {
  return await read<T>(await answerTo(method, path, options))
}

/** What was read, and the version that a change of it must name, so that two editors never overwrite each other unseen. */
export type Versioned<T> = { readonly value: T; readonly version: string | null }

/** Asks for something that has versions. To change it, send its version back with `ifMatch`. Throws as `ask` does. */
export async function askVersioned<T>(method: string, path: string, options: Options = {}): Promise<Versioned<T>> {
  const answer = await answerTo(method, path, options)
  return { value: await read<T>(answer), version: answer.headers.get('etag') }
}

/** The header that makes a change wait for nobody else's: the version that was read. */
export function ifMatch(version: string | null): Readonly<Record<string, string>> {
  return version === null ? {} : { 'if-match': version }
}

/** The header by which the server knows an act that is sent twice. A new one for each time somebody wants it done. */
export function once(): Readonly<Record<string, string>> {
  return { 'idempotency-key': crypto.randomUUID() }
}

/** What the server says is wrong with one field: the issue whose path ends in it, as `sources.orders.key` does in `key`. */
export function issueOf(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined
  return error.issues.find(({ path }) => path === field || path.endsWith(`.${field}`))?.message
}

/** Whether somebody else changed it meanwhile (the version that was sent is not the one there is). */
export function isConflict(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.status === 412
}

/**
 * Sends the bytes of a file and answers the server's JSON. `onProgress` is told the share that is sent, from 0 to 1. Throws as `ask`
 * does, and an AbortError where it was given up.
 */
export function sendFile<T>(
  method: 'POST' | 'PUT',
  path: string,
  file: File,
  { onProgress, signal }: { readonly onProgress?: (share: number) => void; readonly signal?: AbortSignal } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    // fetch does not tell how much of a body is sent.
    const request = new XMLHttpRequest()
    request.open(method, `/api/v1${path}`)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.setRequestHeader('postbud-surface', 'console')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total === 0 ? 1 : loaded / total)
    request.onerror = () => reject(new TypeError('The server cannot be reached.'))
    request.onabort = () => reject(new DOMException('The sending was given up.', 'AbortError'))
    request.onload = () => {
      const { status, responseText } = request
      if (status >= 200 && status < 300) resolve(JSON.parse(responseText) as T)
      else reject(new ProblemError(status, problemIn(responseText)))
    }
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

async function answerTo(method: string, path: string, { body, headers, signal }: Options): Promise<Response> {
  const answer = await fetch(`/api/v1${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      // What the server says, it says in the language that is spoken here, and not in the browser's.
      'accept-language': document.documentElement.lang,
      // And by the ways there are here, not by commands of the terminal.
      'postbud-surface': 'console',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  if (!answer.ok) throw new ProblemError(answer.status, await problemOf(answer))
  return answer
}

async function read<T>(answer: Response): Promise<T> {
  const text = await answer.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function problemOf(answer: Response): Promise<Partial<Problem>> {
  return problemIn(await answer.text())
}

function problemIn(text: string): Partial<Problem> {
  try {
    return JSON.parse(text)
  } catch {
    // A proxy in between answers with a page of its own.
    return {}
  }
}
