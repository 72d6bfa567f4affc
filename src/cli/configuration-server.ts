import { AppError, messageOf } from '../lib/app-error.ts'
import type { Change } from '../project/plan-changes.ts'
import type { ProjectIssue } from '../project/project-issue.ts'

/** What a server answers to a configuration file; see `http/routes/configuration.ts`. */
export type ServerPlan = {
  readonly valid: boolean
  readonly issues: readonly ProjectIssue[]
  readonly notes: readonly string[]
  readonly changes: readonly Change[]
  readonly consequences: readonly string[]
  readonly base: string
  readonly applied: boolean
}

/** Raised with what a server says to a request that it refuses. */
export class ServerRefusedError extends AppError {
  override readonly code = 'server_refused'
  override readonly recovery = 'never'
}

/** Raised when there is no Postbud at the address. */
export class ServerUnreachableError extends AppError {
  override readonly code = 'server_unreachable'
  override readonly recovery = 'later'
  constructor(url: string, why: string, options?: ErrorOptions) {
    super(
      `There is no Postbud to be reached at ${url}: ${why}. Give the address of the server, such as https://postbud.example.com, with --server or POSTBUD_SERVER.`,
      options,
    )
  }
}

export type ServerAddress = { readonly url: string; readonly key: string }

/** Plans or applies a configuration file on a server. Throws ServerUnreachableError and ServerRefusedError. */
export async function askServer(
  { url, key }: ServerAddress,
  act: 'plan' | 'apply',
  file: { readonly path: string; readonly text: string; readonly base?: string },
  signal: AbortSignal,
): Promise<ServerPlan> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ServerUnreachableError(url, 'that is no address')
  }
  const address = new URL(`api/v1/configuration/${act}`, url.endsWith('/') ? url : `${url}/`)
  const answer = await fetch(address, {
    method: 'POST',
    // A key is for this address and no other.
    redirect: 'error',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(file),
    signal,
  }).catch((thrown: unknown) => {
    signal.throwIfAborted()
    const cause = thrown instanceof Error && thrown.cause ? thrown.cause : thrown
    throw new ServerUnreachableError(url, messageOf(cause), { cause: thrown })
  })
  const told = (await answer.json().catch(() => undefined)) as (ServerPlan & { detail?: string }) | undefined
  if (answer.ok && told) return told
  if (told?.detail === undefined) throw new ServerUnreachableError(url, `it answers ${answer.status}`)
  throw new ServerRefusedError(told.detail)
}
