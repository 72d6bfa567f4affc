import type { Config } from '../config/environment.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import type { StoredService } from '../db/tables/connections.ts'
import { AppError } from '../lib/app-error.ts'
import { safeAddress } from '../lib/safe-address.ts'
import { said } from '../lib/said.ts'
import { resolveReferences, type Variables } from '../lib/variables.ts'

/** Where a service is, and how it is reached. */
export type Service = {
  /** Without a slash at its end. */
  readonly apiUrl: string
  readonly authUrl: string
  readonly fetch: typeof fetch
  /** What a connection names itself; null where the settings' service counts. */
  readonly own: StoredService | null
}

export type ServiceNeeds = {
  readonly config: Pick<Config, 'constantContact' | 'allowedHosts'>
  readonly variables: Variables
  /** Reaches allowed hosts only (see lib/safe-fetch.ts). */
  readonly fetch: typeof fetch
}

/**
 * The service of a connection: its own, whose hosts must be allowed, or the one the settings name. Throws
 * AddressRefusedError and VariableUnsetError.
 */
export function serviceOf(
  needs: ServiceNeeds,
  name: string,
  { service }: Pick<ConnectionDefinition, 'service'>,
): Service {
  const { config, variables, fetch } = needs
  if (!service) return { ...config.constantContact, fetch, own: null }
  const base = (key: keyof typeof service) => {
    const text = resolveReferences(service[key], variables, `connections.${name}.service.${key}`)
    const url = safeAddress(text, config.allowedHosts)
    if (url.protocol !== 'https:' && !isThisMachine(url)) throw new InsecureServiceError(name, url)
    return url.href.replace(/\/+$/, '')
  }
  const own = { apiUrl: base('apiUrl'), authUrl: base('authUrl') }
  return { ...own, fetch, own }
}

/** Raised for a service to which tokens would travel for everybody to read. */
export class InsecureServiceError extends AppError {
  override readonly code = 'address_refused'
  override readonly recovery = 'never'
  constructor(name: string, { origin }: URL) {
    super(
      said`The connection "${name}" names the service ${origin}: without https only one on this machine is used, since tokens travel there.`,
    )
  }
}

function isThisMachine({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

export function isSameService(one: StoredService | null, other: StoredService | null): boolean {
  return one?.apiUrl === other?.apiUrl && one?.authUrl === other?.authUrl
}
