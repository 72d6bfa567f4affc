import type { SegmentDefinition } from '../contract/segment.ts'
import { AppError } from '../lib/app-error.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'

/** Raised when somebody names a segment that is not configured. */
export class SegmentNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(name: string, known: readonly string[]) {
    const all = known.length > 0 ? said` Segments: ${known.join(', ')}.` : said` None are configured.`
    super(said`There is no segment "${name}".${didYouMean(name, known)}${all}`)
  }
}

/** The segment of that name. Throws SegmentNotFoundError with the nearest known name. */
export function findSegment(segments: Readonly<Record<string, SegmentDefinition>>, name: string): SegmentDefinition {
  const definition = Object.hasOwn(segments, name) ? segments[name] : undefined
  if (!definition) throw new SegmentNotFoundError(name, Object.keys(segments))
  return definition
}
