import type { UnifiedProfiles } from '../contract/definitions.ts'
import { listColumnsOf } from '../definitions/profile-sources.ts'
import { namesIn } from './plan-unification.ts'
import { overrideColumns } from './read-overrides.ts'

/** The columns of a source that unified fields of text are read from. */
export function unifiedTextColumns(profiles: UnifiedProfiles, source: string): string[] {
  return textFields(profiles).flatMap(({ from }) => [...namesIn(from[source] ?? [])])
}

/**
 * The columns of a source that are lists: of what values of text mean or of those that say nothing, and the keys in lists of pairs. A list of
 * 007 and 008 that was read as one of numbers would say nothing of anybody.
 */
export function listTextColumns(profiles: UnifiedProfiles, source: string): string[] {
  const { always = [], never = [] } = profiles
  const texts = textFields(profiles).map(({ name }) => name)
  const lists = listColumnsOf(profiles).filter((each) => each.source === source && texts.includes(each.field))
  return [...lists.map(({ column }) => column), ...([...always, ...never].includes(source) ? overrideColumns : [])]
}

function textFields({ fields }: UnifiedProfiles) {
  return fields.filter(({ type = 'text' }) => type !== 'date' && type !== 'number' && type !== 'boolean')
}
