import type { ConnectionDefinition, Definitions, ExportDefinition } from '../contract/definitions.ts'
import { said } from '../lib/said.ts'
import { ForbiddenError, isAtLeast, type Person } from './person.ts'

/** What somebody may do with an export: look at it, or also change, run, schedule and remove it. */
export type ExportPermission = 'edit' | 'view'

type Asking = Pick<Person, 'role'>
type Connections = Definitions['connections']

/**
 * Who may do what with an export (feature map U2–U4, U11 and 3.1; Q23): administrators edit all; contributors those whose
 * connection is shared with contributors, whoever made them, and those that were detached, which send nothing anywhere;
 * everybody else looks at them.
 */
export function exportPermission(
  person: Asking,
  { connection }: Pick<ExportDefinition, 'connection'>,
  connections: Connections,
): ExportPermission {
  const may =
    connection === undefined
      ? isAtLeast(person.role, 'contributor')
      : mayUseConnection(person, Object.hasOwn(connections, connection) ? connections[connection] : undefined)
  return may ? 'edit' : 'view'
}

/** Whether somebody may make and change exports that deliver through a connection. */
export function mayUseConnection(
  { role }: Asking,
  connection: Pick<ConnectionDefinition, 'users'> | undefined,
): boolean {
  if (isAtLeast(role, 'administrator')) return true
  return isAtLeast(role, 'contributor') && connection?.users === 'contributors'
}

/** Throws ForbiddenError where somebody may only look at an export. Ask for it as it is stored, and as it is to be. */
export function requireExportEditor(
  person: Asking,
  segmentExport: Pick<ExportDefinition, 'connection'>,
  connections: Connections,
): void {
  if (exportPermission(person, segmentExport, connections) === 'edit') return
  if (!isAtLeast(person.role, 'contributor')) throw new ForbiddenError(said`Viewers look at exports and change none.`)
  throw new ForbiddenError(
    said`The export is on a connection that is not shared with contributors, so that you may only look at it.`,
  )
}

/** Throws ForbiddenError where somebody may not put an export on a connection. */
export function requireConnectionUser(person: Asking, name: string, connections: Connections): void {
  if (exportPermission(person, { connection: name }, connections) === 'edit') return
  // Those whom a connection is not shared with are not told whether there is one.
  throw new ForbiddenError(said`There is no connection "${name}" that is shared with you.`)
}
