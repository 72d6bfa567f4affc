import type { ConnectionDefinition, Definitions, ExportDefinition } from '../contract/definitions.ts'
import { ForbiddenError, isAtLeast, type Person } from './person.ts'

/** What somebody may do with an export: look at it, or also change, run, schedule and remove it. */
export type ExportPermission = 'edit' | 'view'

type Asking = Pick<Person, 'role'>
type Connections = Definitions['connections']

/**
 * Who may do what with an export (feature map U2–U4, U11 and 3.1; Q23): administrators edit all; contributors those whose
 * connection is shared with contributors, whoever made them; everybody else looks at them. An export that was detached is
 * edited by whoever has a connection to assign to it.
 */
export function exportPermission(
  person: Asking,
  segmentExport: Pick<ExportDefinition, 'connection'>,
  connections: Connections,
): ExportPermission {
  const { connection } = segmentExport
  const usable = connection === undefined ? Object.keys(connections) : [connection]
  const isAdministrator = isAtLeast(person.role, 'administrator')
  return isAdministrator || usable.some((name) => mayUseConnection(person, name, connections)) ? 'edit' : 'view'
}

/** Whether somebody may make exports that deliver through a connection. */
export function mayUseConnection(person: Asking, name: string, connections: Connections): boolean {
  if (isAtLeast(person.role, 'administrator')) return true
  if (!isAtLeast(person.role, 'contributor')) return false
  return Object.hasOwn(connections, name) && isShared(connections[name])
}

/** Whether contributors may use a connection, too. */
export function isShared(connection: Pick<ConnectionDefinition, 'users'> | undefined): boolean {
  return connection?.users === 'contributors'
}

/** Throws ForbiddenError where somebody may only look at an export. Ask for it as it is stored, and as it is to be. */
export function requireExportEditor(
  person: Asking,
  segmentExport: Pick<ExportDefinition, 'connection'>,
  connections: Connections,
): void {
  if (exportPermission(person, segmentExport, connections) === 'edit') return
  if (!isAtLeast(person.role, 'contributor')) throw new ForbiddenError('Viewers look at exports and change none.')
  const { connection } = segmentExport
  throw new ForbiddenError(
    connection === undefined
      ? 'No connection is shared with contributors that this export could be given, so you may only look at it.'
      : `The connection "${connection}" is not shared with contributors, so you may only look at its exports.`,
  )
}
