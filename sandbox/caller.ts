import { onTestFinished } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.ts'
import { DEFAULT_LIST_ID } from './world.ts'

/** An answer with its body as parsed JSON, or as text when it is none. */
export type Answer = { status: number; body: unknown; headers: Headers }

/** A sandbox for one test, with a signed-in caller that speaks plain HTTP. */
export type Caller = {
  sandbox: Sandbox
  get(path: string): Promise<Answer>
  post(path: string, body: unknown): Promise<Answer>
  remove(path: string): Promise<Answer>
  importCsv(text: string, given?: { fileName?: string; listIds?: string }): Promise<Answer>
  /** The activity of an answer to an import, as it stands now. */
  activityOf(answer: Answer): Promise<Record<string, unknown>>
}

/** Starts a sandbox without limits and instant unless told, closed when the test is over. */
export async function aCaller(options: SandboxOptions & { limited?: boolean } = {}): Promise<Caller> {
  const sandbox = await startSandbox({ instant: true, ...options })
  onTestFinished(() => sandbox.close())
  if (!options.limited) sandbox.control.setLimits('none')
  const authorization = `Bearer ${sandbox.control.issueTokens().access_token}`
  const call = async (method: string, path: string, body?: FormData | string): Promise<Answer> =>
    answerOf(
      await fetch(path.startsWith('/v3/') ? `${sandbox.url}${path}` : `${sandbox.apiUrl}${path}`, {
        method,
        headers: { authorization, ...(typeof body === 'string' && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body }),
      }),
    )
  const get = (path: string) => call('GET', path)
  return {
    sandbox,
    get,
    post: (path, body) => call('POST', path, JSON.stringify(body)),
    remove: (path) => call('DELETE', path),
    importCsv: (text, given = {}) => {
      const form = new FormData()
      form.set('file', new File([text], given.fileName ?? 'people.csv', { type: 'text/csv' }))
      form.set('list_ids', given.listIds ?? DEFAULT_LIST_ID)
      return call('POST', '/activities/contacts_file_import', form)
    },
    activityOf: async (answer) => recordOf((await get(`/activities/${recordOf(answer.body).activity_id}`)).body),
  }
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  let body: unknown = text
  try {
    body = JSON.parse(text)
  } catch {
    // Not every answer is JSON, which is what some tests are about.
  }
  return { status: response.status, body, headers: response.headers }
}

export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

/** The rows of a collection's page. */
export function rowsOf(answer: Answer, name: string): Record<string, unknown>[] {
  const rows = recordOf(answer.body)[name]
  return Array.isArray(rows) ? rows.map(recordOf) : []
}

/** Where the next page is, or undefined on the last. */
export function nextOf(answer: Answer): string | undefined {
  const href = recordOf(recordOf(recordOf(answer.body)._links).next).href
  return typeof href === 'string' ? href : undefined
}
