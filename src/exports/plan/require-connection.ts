import type { ConnectionDefinition, Definitions, ExportDefinition } from '../../contract/definitions.ts'
import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'

/** Raised when an export that was detached from its connection is to do something that needs an account. */
export class ConnectionMissingError extends AppError {
  override readonly code = 'connection_missing'
  override readonly recovery = 'never'
  constructor(exportName: string) {
    super(said`Export "${exportName}" has no connection, so it does not run. Assign it one and try again.`)
  }
}

/** Raised when the connection that a run began with is not there any more. */
export class ConnectionGoneError extends AppError {
  override readonly code = 'connection_missing'
  override readonly recovery = 'never'
  constructor(name: string) {
    super(said`The connection "${name}" was removed, so nothing is delivered through it. Assign another to the export.`)
  }
}

/** The name of the connection that an export delivers through. Throws ConnectionMissingError. */
export function requireConnection(exportName: string, { connection }: ExportDefinition): string {
  if (connection === undefined) throw new ConnectionMissingError(exportName)
  return connection
}

/** The connection of an export as it is declared, where it has one that is declared. */
export function connectionOf(
  { connections }: Pick<Definitions, 'connections'>,
  { connection }: ExportDefinition,
): ConnectionDefinition | undefined {
  return connection !== undefined && Object.hasOwn(connections, connection) ? connections[connection] : undefined
}
