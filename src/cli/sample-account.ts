import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts'
import type { App } from '../app.ts'
import { AppError } from '../lib/app-error.ts'
import type { SampleAccount, SampleService } from '../sample/sample-account.ts'

/** Raised when the sample's Constant Contact cannot listen. */
class SamplePortTakenError extends AppError {
  override readonly code = 'port_taken'
  override readonly recovery = 'later'
  constructor(port: number, options: ErrorOptions) {
    super(
      `The sample's Constant Contact needs port ${port} of this machine, on which another program listens. Stop it, or set POSTBUD_SAMPLE_PORT to a free port before anything is connected.`,
      options,
    )
  }
}

const application = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' }

/**
 * The sandbox as the sample's Constant Contact, kept in the data directory. One that was begun before runs again from the start,
 * since connections lead to it. Undefined where the settings turn the sample off.
 */
export async function openSampleAccount({
  config,
  directory,
}: Pick<App, 'config' | 'directory'>): Promise<(SampleAccount & AsyncDisposable) | undefined> {
  const { samplePort } = config
  if (samplePort === undefined) return undefined
  const keepIn = join(directory.root, 'sample', 'accounts')
  let starting: Promise<Sandbox> | undefined
  let service: SampleService | undefined

  const open = async () => {
    try {
      const sandbox = await startSandbox({ port: samplePort, keepIn })
      sandbox.control.autoApprove = true
      // Whoever connects it anew comes back to where people reach this server.
      sandbox.control.addApplication({ ...application, redirectUris: [config.http.callbackUrl.href] })
      service = { url: sandbox.url, apiUrl: sandbox.apiUrl, authUrl: sandbox.authUrl }
      return sandbox
    } catch (thrown) {
      starting = undefined
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE') {
        throw new SamplePortTakenError(samplePort, { cause: thrown })
      }
      throw thrown
    }
  }
  const start = async () => {
    starting ??= open()
    await starting
    if (!service) throw new Error('The sandbox runs without an address.')
    return service
  }
  if (existsSync(keepIn)) await start()
  return {
    start,
    running: () => service,
    async [Symbol.asyncDispose]() {
      await (await starting)?.close()
    },
  }
}
