import type { AddressInfo } from 'node:net'
import { accountRoutes } from './accounts/account-routes.ts'
import { activityRoutes } from './activities/activity-routes.ts'
import { exportRoutes } from './bulk/export-routes.ts'
import { removalRoutes } from './bulk/removal-routes.ts'
import { contactRoutes } from './contacts/contact-routes.ts'
import { controlRoutes } from './control/control-routes.ts'
import { type SandboxControl, sandboxControl } from './control/sandbox-control.ts'
import { customFieldRoutes } from './custom-fields/custom-field-routes.ts'
import { importRoutes } from './imports/import-routes.ts'
import { keepInFile } from './keep/keep-in-file.ts'
import { listRoutes } from './lists/list-routes.ts'
import { AUTH_PATH, oauthRoutes } from './oauth/oauth-routes.ts'
import { pages } from './page/pages.ts'
import { buildServer } from './wire/build-server.ts'
import { World, type WorldOptions } from './world.ts'

export type SandboxOptions = WorldOptions & {
  /** 0, the default, takes any free port. */
  port?: number | undefined
  /** A file that holds its accounts from one start to the next. Without it they end with it. */
  keepIn?: string | undefined
}

export type Sandbox = AsyncDisposable & {
  url: string
  /** What stands for https://api.cc.email/v3 */
  apiUrl: string
  /** What stands for https://authz.constantcontact.com/oauth2/default/v1 */
  authUrl: string
  control: SandboxControl
  close(): Promise<void>
}

/** Starts a local Constant Contact on the loopback address. Limits are the documented ones unless told. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = new World(options)
  const kept = options.keepIn === undefined ? undefined : await keepInFile(world, options.keepIn)
  const control = sandboxControl(world)
  const server = await buildServer(world)
  oauthRoutes(server, world)
  accountRoutes(server, world)
  listRoutes(server, world)
  contactRoutes(server, world)
  customFieldRoutes(server, world)
  activityRoutes(server, world)
  importRoutes(server, world)
  removalRoutes(server, world)
  exportRoutes(server, world)
  controlRoutes(server, control)
  pages(server, world)
  await server.listen({ host: '127.0.0.1', port: options.port ?? 0 })

  const url = `http://127.0.0.1:${portOf(server.server.address())}`
  const close = async () => {
    await server.close()
    await kept?.[Symbol.asyncDispose]()
  }
  return { url, apiUrl: `${url}/v3`, authUrl: `${url}${AUTH_PATH}`, control, close, [Symbol.asyncDispose]: close }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no port.')
  return address.port
}
