import { ForbiddenError, isAtLeast, type Person } from '../access/person.ts'
import type { ConnectionDefinition, Definitions, ExportDefinition } from '../contract/definitions.ts'
import { connectionOf } from './require-connection.ts'

type Whose = Pick<Person, 'role'>

/**
 * Whether somebody may manage exports on a connection: administrators on all, contributors while it is shared with them
 * (feature map C3; product.md Q23). The others only see them.
 */
export function mayUseConnection(
  { role }: Whose,
  connection: Pick<ConnectionDefinition, 'users'> | undefined,
): boolean {
  if (isAtLeast(role, 'administrator')) return true
  return isAtLeast(role, 'contributor') && connection?.users === 'contributors'
}

/** Whether somebody may edit, run, schedule, detach and remove an export. One without a connection sends nothing anywhere. */
export function mayEditExport(
  person: Whose,
  definitions: Pick<Definitions, 'connections'>,
  segmentExport: ExportDefinition,
): boolean {
  if (segmentExport.connection === undefined) return isAtLeast(person.role, 'contributor')
  return mayUseConnection(person, connectionOf(definitions, segmentExport))
}

/** Throws ForbiddenError where somebody may only see an export. */
export function requireExportEditor(
  person: Whose,
  definitions: Pick<Definitions, 'connections'>,
  { name, definition }: { readonly name: string; readonly definition: ExportDefinition },
): void {
  if (mayEditExport(person, definitions, definition)) return
  throw new ForbiddenError(
    `The export "${name}" is on a connection that is not shared with you, so that you may only see it.`,
  )
}

/** Throws ForbiddenError where somebody may not put an export on a connection. */
export function requireConnectionUser(
  person: Whose,
  { connections }: Pick<Definitions, 'connections'>,
  name: string,
): void {
  if (mayUseConnection(person, Object.hasOwn(connections, name) ? connections[name] : undefined)) return
  // Those whom a connection is not shared with are not told whether there is one.
  throw new ForbiddenError(`There is no connection "${name}" that is shared with you.`)
}
