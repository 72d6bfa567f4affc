import { profileTable } from '../contract/catalogue.ts'
import type { ColumnRef } from '../contract/column.ts'
import type { Definitions } from '../contract/definitions.ts'
import { clusterColumn } from '../contract/unification.ts'
import { isUnified } from '../definitions/profile-sources.ts'
import { said } from '../lib/said.ts'
import { splitColumn } from './column-uses.ts'
import type { Mistake } from './shape-issues.ts'

/** Sections in the reverse of the order in which what stands there comes to be, so that what comes first hangs on what comes after it. */
const lastFirst = ['exports', 'environment', 'segments', 'relationships', 'profiles']
const lastFirstOfProfiles = ['clusters', 'customerId', 'groups', 'fields', 'match', 'tables']

/**
 * Where an edit takes fields or clusters from the profiles: whatever needs them is told as that, and in the order in which it can be taken
 * out (feature map, N18). Other mistakes are told as they are.
 */
export function tellUsesOfRemoved(mistakes: readonly Mistake[], present: Definitions, edited: Definitions): Mistake[] {
  const still = new Set(columnsOfPeople(edited))
  const removed = new Set(columnsOfPeople(present).filter((name) => !still.has(name)))
  if (removed.size === 0) return [...mistakes]
  return mistakes
    .map((mistake) => {
      const name = columnAt(edited, mistake.path)
      if (name === undefined || !removed.has(name)) return mistake
      return {
        path: mistake.path,
        message: said`"${name}" is used here, and would no longer be among the profiles; take it out here first`,
      }
    })
    .sort((a, b) => place(a) - place(b))
}

/** The fields that are kept of people, and what tells their clusters. */
function columnsOfPeople({ profiles }: Definitions): string[] {
  if (!isUnified(profiles)) return []
  const kept = profiles.fields.filter(({ exclude }) => exclude !== true)
  return [...kept.map(({ name }) => name), ...(profiles.clusters ?? []).map(clusterColumn)]
}

/** The column of the profiles that is named at a path: by what stands there, or by the key itself, as among `deduplicate.fields`. */
function columnAt(definitions: Definitions, path: readonly PropertyKey[]): string | undefined {
  if (path.at(-3) === 'deduplicate' && path.at(-2) === 'fields') return String(path.at(-1))
  const value = path.reduce<unknown>(
    (node, step) => (node as Record<PropertyKey, unknown> | undefined)?.[step],
    definitions,
  )
  if (typeof value !== 'string' && !Array.isArray(value)) return undefined
  const [table, column] = splitColumn(value as ColumnRef)
  return table === profileTable ? column : undefined
}

function place({ path: [section, part] }: Mistake): number {
  const at = lastFirst.indexOf(String(section))
  if (section !== 'profiles') return at < 0 ? 0 : at
  const within = lastFirstOfProfiles.indexOf(String(part))
  return at + (within < 0 ? lastFirstOfProfiles.length : within)
}
