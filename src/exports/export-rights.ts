import type { Person } from '../access/person.ts'
import {
  exportPermission,
  requireExportEditor as requireEditor,
  requireConnectionUser as requireUser,
} from '../access/rights.ts'
import type { Definitions, ExportDefinition } from '../contract/definitions.ts'

export { mayUseConnection } from '../access/rights.ts'

type Whose = Pick<Person, 'role'>

/** Whether somebody may edit, run, schedule, detach and remove an export. */
export function mayEditExport(
  person: Whose,
  { connections }: Pick<Definitions, 'connections'>,
  segmentExport: ExportDefinition,
): boolean {
  return exportPermission(person, segmentExport, connections) === 'edit'
}

/** Throws ForbiddenError where somebody may only see an export. */
export function requireExportEditor(
  person: Whose,
  { connections }: Pick<Definitions, 'connections'>,
  { definition }: { readonly name: string; readonly definition: ExportDefinition },
): void {
  requireEditor(person, definition, connections)
}

/** Throws ForbiddenError where somebody may not put an export on a connection. */
export function requireConnectionUser(
  person: Whose,
  { connections }: Pick<Definitions, 'connections'>,
  name: string,
): void {
  requireUser(person, name, connections)
}
