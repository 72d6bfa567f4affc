import type { Application } from '../constant-contact/sign-in.ts'
import type { ConnectionDefinition, Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { resolveReferences, type Variables } from '../lib/variables.ts'
import { type BoxNeeds, readClientSecret } from './client-secret.ts'

export class ConnectionNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(name: string, known: readonly string[]) {
    const those = known.length > 0 ? said` Declared: ${known.join(', ')}.` : said` None is declared.`
    super(said`There is no connection "${name}".${didYouMean(name, known)}${those}`)
  }
}

/** The declared connection of that name. Throws ConnectionNotFoundError. */
export function findConnection({ connections }: Pick<Definitions, 'connections'>, name: string): ConnectionDefinition {
  const found = Object.hasOwn(connections, name) ? connections[name] : undefined
  if (!found) throw new ConnectionNotFoundError(name, Object.keys(connections))
  return found
}

type Needs = BoxNeeds & { readonly db: Db; readonly variables: Variables }

/**
 * The application a connection signs in with; its `${VAR}` references and its stored secret are looked up here and nowhere
 * kept. Throws VariableUnsetError, ClientSecretMissingError, WrongSecretKeyError.
 */
export async function applicationOf(
  needs: Needs,
  name: string,
  definition: ConnectionDefinition,
): Promise<Application> {
  const { clientSecret } = definition
  const stored = typeof clientSecret === 'object' ? await readClientSecret(needs, name) : undefined
  return resolveApplication(name, definition, needs.variables, stored)
}

/** The same, with the client secret that a definition says is stored. */
export function resolveApplication(
  name: string,
  { clientId: written, clientSecret }: ConnectionDefinition,
  variables: Variables,
  stored: string | undefined,
): Application {
  const resolve = (key: string, text: string) => resolveReferences(text, variables, `connections.${name}.${key}`)
  const clientId = resolve('clientId', written)
  const secret = typeof clientSecret === 'string' ? resolve('clientSecret', clientSecret) : stored
  return secret === undefined ? { clientId } : { clientId, clientSecret: secret }
}
