import type { Person } from '../access/person.ts'
import { requireExportEditor } from '../access/rights.ts'
import type { ExpectedVersion } from '../definitions/definition-version.ts'
import { definitionsOf, readDefinitions } from '../definitions/load-definitions.ts'
import { ExportNotFoundError } from '../exports/run/run-export.ts'
import { type ChangedDefinitions, type ChangeNeeds, changeDefinitions } from './change-definitions.ts'
import { detached } from './remove-connection.ts'

/**
 * Takes an export off its connection: all else of it is kept, and it does not run until it is given one again. Throws
 * ExportNotFoundError, ForbiddenError for who may only see it, and what changeDefinitions throws.
 */
export async function detachExport(
  needs: ChangeNeeds,
  person: Person,
  { name, expected }: { readonly name: string; readonly expected: ExpectedVersion },
): Promise<ChangedDefinitions> {
  const definitions = definitionsOf(await readDefinitions(needs.db))
  const definition = Object.hasOwn(definitions.exports, name) ? definitions.exports[name] : undefined
  if (!definition) throw new ExportNotFoundError(name, Object.keys(definitions.exports))
  requireExportEditor(person, definition, definitions.connections)
  return changeDefinitions(needs, person, {
    edit: (present) => {
      const now = present.exports[name]
      return now ? { ...present, exports: { ...present.exports, [name]: detached(now) } } : present
    },
    ifMatch: [expected],
  })
}
