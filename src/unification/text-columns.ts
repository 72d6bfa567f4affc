import type { UnifiedProfiles } from '../contract/definitions.ts'
import { listColumnsOf } from '../definitions/profile-sources.ts'
import { namesIn } from './plan-unification.ts'
import { overrideColumns } from './read-overrides.ts'

/**
 * The columns of a source that unified fields of text are read from, lists of what their values mean or of what says nothing, and the
 * keys in lists of pairs: a list of 007 and 008 that was read as one of numbers would say nothing of anybody.
 */
export function unifiedTextColumns(profiles: UnifiedProfiles, source: string): string[] {
  const { fields, always = [], never = [] } = profiles
  const texts = fields.filter(({ type = 'text' }) => type !== 'date' && type !== 'number' && type !== 'boolean')
  const lists = listColumnsOf(profiles).filter(
    (each) => each.source === source && texts.some(({ name }) => name === each.field),
  )
  return [
    ...texts.flatMap(({ from }) => [...namesIn(from[source] ?? [])]),
    ...lists.map(({ column }) => column),
    ...([...always, ...never].includes(source) ? overrideColumns : []),
  ]
}
