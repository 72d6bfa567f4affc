import type { Definitions } from '../contract/definitions.ts'
import { findSource } from '../sources/find-source.ts'
import type { SourceToRefresh } from '../sources/refresh-source.ts'
import { personColumnsOf } from './person-columns.ts'
import { listTextColumnsOf, textColumnsOf } from './text-columns.ts'

/** A declared source with what its refresh has to know of the other definitions. Throws where there is none of that name. */
export function sourceToRefresh(definitions: Definitions, name: string): SourceToRefresh {
  return {
    name,
    definition: findSource(definitions.sources, name),
    textColumns: textColumnsOf(definitions, name),
    textIfThere: listTextColumnsOf(definitions, name),
    personColumns: personColumnsOf(definitions, name),
  }
}
