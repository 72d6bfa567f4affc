import type { UnifiedProfiles } from '../contract/definitions.ts'
import { namesIn } from './plan-unification.ts'

/** The columns of a source that unified fields of text are read from. */
export function unifiedTextColumns({ fields }: UnifiedProfiles, source: string): string[] {
  const texts = fields.filter(({ type = 'text' }) => type !== 'date' && type !== 'number' && type !== 'boolean')
  return texts.flatMap(({ from }) => [...namesIn(from[source] ?? [])])
}
