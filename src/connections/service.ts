import type { Config } from '../config/environment.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import type { StoredService } from '../db/tables/connections.ts'
import { safeAddress } from '../lib/safe-address.ts'
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
    return safeAddress(text, config.allowedHosts).href.replace(/\/+$/, '')
  }
  const own = { apiUrl: base('apiUrl'), authUrl: base('authUrl') }
  return { ...own, fetch, own }
}

export function isSameService(one: StoredService | null, other: StoredService | null): boolean {
  return one?.apiUrl === other?.apiUrl && one?.authUrl === other?.authUrl
}
