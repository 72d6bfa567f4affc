import type { Definitions } from '../contract/definitions.ts'
import { type DefinitionRow, kindOfSection } from '../definitions/load-definitions.ts'

/**
 * What will be configured once a file with these definitions is applied: all that it declares, and beside it what no file
 * manages. What this or another file managed and this one does not declare is gone.
 */
export function withUnmanaged(stored: readonly DefinitionRow[], declared: Definitions): Definitions {
  const sections = Object.entries(kindOfSection).map(([section, kind]) => {
    const kept = stored
      .filter((each) => each.kind === kind && each.managedBy === null)
      .map(({ name, body }) => [name, body])
    const own = declared[section as keyof typeof kindOfSection]
    return [section, { ...own, ...Object.fromEntries(kept.filter(([name]) => !Object.hasOwn(own, String(name)))) }]
  })
  return { ...declared, ...Object.fromEntries(sections) }
}
