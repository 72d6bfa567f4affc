import type { AppliedFileTable, DefinitionsTable } from './tables/definitions.ts'

/** The tables of the control database; each noun describes its own in `tables/`. */
export type Schema = {
  definitions: DefinitionsTable
  applied_file: AppliedFileTable
}
