import type { Application } from '../constant-contact/sign-in.ts'
import type { ConnectionDefinition, Definitions } from '../contract/definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { resolveReferences, type Variables } from '../lib/variables.ts'

export class ConnectionNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(name: string, known: readonly string[]) {
    const those = known.length > 0 ? ` Declared: ${known.join(', ')}.` : ' None is declared.'
    super(`There is no connection "${name}".${didYouMean(name, known)}${those}`)
  }
}

/** The declared connection of that name. Throws ConnectionNotFoundError. */
export function findConnection({ connections }: Pick<Definitions, 'connections'>, name: string): ConnectionDefinition {
  const found = Object.hasOwn(connections, name) ? connections[name] : undefined
  if (!found) throw new ConnectionNotFoundError(name, Object.keys(connections))
  return found
}

/** The application a connection signs in with; its `${VAR}` references are resolved here and nowhere kept. */
export function applicationOf(name: string, definition: ConnectionDefinition, variables: Variables): Application {
  const resolve = (key: string, text: string) => resolveReferences(text, variables, `connections.${name}.${key}`)
  const clientId = resolve('clientId', definition.clientId)
  if (definition.clientSecret === undefined) return { clientId }
  return { clientId, clientSecret: resolve('clientSecret', definition.clientSecret) }
}
