import { onTestFinished } from 'vitest'
import { type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox.ts'
import { makeApiKey } from '../../src/access/api-keys.ts'
import type { Role } from '../../src/access/person.ts'
import type { App } from '../../src/app.ts'
import { startServer } from '../../src/http/start-server.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { newId } from '../../src/lib/ids.ts'
import { workKinds } from '../../src/runs/work-kinds.ts'
import { startWorkers } from '../../src/runs/work-loop.ts'
import type { SampleAccount } from '../../src/sample/sample-account.ts'
import { testApp } from './test-app.ts'

export type Answer = {
  readonly status: number
  readonly headers: Headers
  /** The JSON that was answered; undefined for an empty answer, text for anything else. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever a wire carries, which the test looks at
  readonly body: any
}

export type Client = {
  readonly key: string
  readonly userId: string
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>
}

export type ServerOptions = {
  readonly variables?: Record<string, string>
  readonly clock?: Clock
  readonly sandbox?: SandboxOptions
  readonly folder?: string
  /** Whether runs are worked on; they are unless told. */
  readonly workers?: boolean
  /** Opens what the sample delivers to; there is none unless told. */
  readonly sample?: (app: App) => Promise<(SampleAccount & AsyncDisposable) | undefined>
}

export type ServerLab = Awaited<ReturnType<typeof serverLab>>

/**
 * A real server on a real port with its data directory and a sandbox, gone when the test is over. `as('viewer')` is a client
 * with an API key of a user of that role; `troubles` is what the workers could not do.
 */
export async function serverLab(given: ServerOptions = {}) {
  const sandbox = await startSandbox({ instant: true, ...given.sandbox })
  onTestFinished(() => sandbox.close())
  sandbox.control.autoApprove = true
  sandbox.control.setLimits('none')
  const app = await testApp({
    ...(given.clock && { clock: given.clock }),
    ...(given.folder && { folder: given.folder }),
    variables: {
      CONSTANT_CONTACT_API_URL: sandbox.apiUrl,
      CONSTANT_CONTACT_AUTH_URL: sandbox.authUrl,
      POSTBUD_ADOPTION_WAIT: '0.2',
      POSTBUD_PORT: '0',
      ...given.variables,
    },
  })
  const troubles: unknown[] = []
  const log = { error: ({ err }: { readonly err: unknown }) => void troubles.push(err) }
  const workers = startWorkers(app, given.workers === false ? [] : workKinds(app), log)
  onTestFinished(() => workers[Symbol.asyncDispose]())
  const sample = await given.sample?.(app)
  if (sample) onTestFinished(() => sample[Symbol.asyncDispose]())
  const server = await startServer({ ...app, wake: workers.wake, ...(sample && { sample }) })
  onTestFinished(() => server[Symbol.asyncDispose]())
  const url = `http://127.0.0.1:${server.port}`

  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}${path.startsWith('/api/') ? path : `/api/v1${path}`}`, {
      method,
      redirect: 'manual',
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = /application\/(problem\+)?json/.test(answer.headers.get('content-type') ?? '')
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
    }
  }

  let users = 0
  /** A client of a new user with this role. */
  const as = async (role: Role): Promise<Client> => {
    users += 1
    const id = newId(app.clock.now())
    await app.db
      .insertInto('users')
      .values({
        id,
        email: `${role}.${users}@postbud.example`,
        name: `${role} ${users}`,
        role,
        status: 'active',
        created_at: app.clock.now(),
      })
      .execute()
    const { key } = await makeApiKey(app, { id, role }, { name: 'test', role })
    const withKey = { authorization: `Bearer ${key}` }
    return {
      key,
      userId: id,
      send: (method, path, body, headers) => send(method, path, body, { ...withKey, ...headers }),
      get: (path, headers) => send('GET', path, undefined, { ...withKey, ...headers }),
    }
  }
  return {
    app,
    sandbox,
    control: sandbox.control,
    url,
    as,
    send,
    workers,
    troubles,
    stop: () => server[Symbol.asyncDispose](),
  }
}
