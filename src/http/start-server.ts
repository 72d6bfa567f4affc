import type { AddressInfo } from 'node:net'
import { AppError } from '../lib/app-error.ts'
import { buildServer, type Patience } from './build-server.ts'
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

/** So long requests under way may take to end once the server stops. */
const graceMs = 10_000

/** Serves HTTP where the settings say. Throws PortTakenError. */
export async function startServer(app: ServerApp, patience?: Patience): Promise<StartedServer> {
  const { host, port } = app.config.http
  const server = await buildServer(app, patience)
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
    async [Symbol.asyncDispose]() {
      // Who does not read their answer does not keep the server from stopping.
      const patience = setTimeout(() => server.server.closeAllConnections(), graceMs)
      await server.close()
      clearTimeout(patience)
    },
  }
}
