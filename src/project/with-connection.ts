import type { ConnectionDefinition, Definitions } from '../contract/definitions.ts'

/** Definitions with this connection among the others, in its place if it has one. */
export function withConnection(definitions: Definitions, name: string, connection: ConnectionDefinition): Definitions {
  return { ...definitions, connections: { ...definitions.connections, [name]: connection } }
}
