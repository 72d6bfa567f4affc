import type { Config, Secrets } from '../config/environment.ts'
import { type Budget, openBudget } from '../constant-contact/budget.ts'
import { type ConstantContact, constantContactClient } from '../constant-contact/client.ts'
import { constantContact } from '../constant-contact/destination.ts'
import type { AccessTokens, Session, WaitEvent } from '../constant-contact/session.ts'
import type { ConnectionDefinition, Definitions } from '../contract/definitions.ts'
import type { ControlDatabase, Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import type { Variables } from '../lib/variables.ts'
import { accessTokens } from './access-tokens.ts'
import { applicationOf, findConnection } from './application.ts'
import { boxOf } from './client-secret.ts'
import { requireConnected } from './connection-state.ts'
import { requireSameService } from './require-same-service.ts'
import { type Service, serviceOf } from './service.ts'

/** What speaking with Constant Contact takes; the app object satisfies it. */
export type ConnectionNeeds = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly config: Pick<Config, 'constantContact' | 'redirectUrl' | 'allowedHosts'>
  readonly secrets: Pick<Secrets, 'secretKey' | 'nextSecretKey'>
  readonly directory: Pick<DataDirectory, 'secretKey'>
  readonly variables: Variables
}

export type SessionOptions = {
  /** Told whenever Constant Contact makes us wait. */
  readonly notify?: (event: WaitEvent) => void
  readonly timeouts?: Session['timeouts']
  /** Between 0 and 1; Math.random unless told. */
  readonly random?: () => number
}

/** A client for a connected account: `accountId` says which. */
export type OpenAccount = ConstantContact & { readonly accountId: string; readonly organizationName?: string }

/**
 * Opens the declared connection `name`. Throws ConnectionNotFoundError, NotConnectedError, ReconnectNeededError,
 * VariableUnsetError, AddressRefusedError and WrongSecretKeyError; asks Constant Contact nothing yet.
 */
export async function openConstantContact(
  needs: ConnectionNeeds,
  definitions: Pick<Definitions, 'connections'>,
  name: string,
  options: SessionOptions = {},
): Promise<OpenAccount> {
  const { db, database, clock } = needs
  const definition = findConnection(definitions, name)
  const service = serviceOf(needs, name, definition)
  const application = await applicationOf(needs, name, definition)
  const row = await requireConnected(db, name)
  await requireSameService(needs, row, service)
  const box = await boxOf(needs)
  const budget = budgetOf(needs, application.clientId, definition)
  const random = options.random ?? Math.random
  const signIn = { authUrl: service.authUrl, fetch: service.fetch, clock }
  const { id, organizationName } = row.account
  const tokenNeeds = { db, database, signIn, box, budget, application, random }
  const tokens = accessTokens(tokenNeeds, { name, accountId: id })
  return {
    ...constantContactClient(sessionOf(needs, service, budget, tokens, options)),
    accountId: id,
    ...(organizationName !== undefined && { organizationName }),
  }
}

/** The budget of a connection's application, at the pace it was granted. */
export function budgetOf(
  needs: Pick<ConnectionNeeds, 'db' | 'clock'>,
  clientId: string,
  definition: ConnectionDefinition,
): Budget {
  return openBudget(needs, clientId, { ...constantContact.limits, ...definition.limits })
}

export function sessionOf(
  { clock }: Pick<ConnectionNeeds, 'clock'>,
  { apiUrl, fetch }: Pick<Service, 'apiUrl' | 'fetch'>,
  budget: Budget,
  tokens: AccessTokens,
  { notify = () => undefined, timeouts = constantContact.timeouts, random = Math.random }: SessionOptions = {},
): Session {
  return { apiUrl, fetch, clock, random, budget, tokens, retry: constantContact.retry, timeouts, notify }
}
