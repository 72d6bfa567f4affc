import type { AddressInfo } from 'node:net'
import { AppError } from '../lib/app-error.ts'
import { buildServer } from './build-server.ts'
import type { ServerApp } from './server-app.ts'

/** A listening server; disposing lets requests under way finish. */
export type StartedServer = AsyncDisposable & { readonly port: number }

export class PortTakenError extends AppError {
  override readonly code = 'port_taken'
  override readonly recovery = 'later'
  constructor(host: string, port: number, options: ErrorOptions) {
    super(`Another program is listening on ${host}:${port}. Stop it, or set POSTBUD_PORT to a free port.`, options)
  }
}

/** Serves HTTP where the settings say. Throws PortTakenError. */
export async function startServer(app: ServerApp): Promise<StartedServer> {
  const { host, port } = app.config.http
  const server = await buildServer(app)
  try {
    await server.listen({ host, port })
  } catch (thrown) {
    await server.close()
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE') {
      throw new PortTakenError(host, port, { cause: thrown })
    }
    throw thrown
  }
  return {
    port: (server.server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      await server.close()
    },
  }
}
