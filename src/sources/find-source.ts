import type { SourceDefinition } from '../contract/definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'

/** Raised when somebody names a source that is not configured. */
export class SourceNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(name: string, known: readonly string[]) {
    const others = known.length > 0 ? said` There are: ${known.join(', ')}.` : said` No source is configured.`
    super(said`No data source is called "${name}".${didYouMean(name, known)}${others}`)
  }
}

/** The definition of the source called `name`. Throws SourceNotFoundError with the names that exist. */
export function findSource(sources: Readonly<Record<string, SourceDefinition>>, name: string): SourceDefinition {
  const definition = Object.hasOwn(sources, name) ? sources[name] : undefined
  if (!definition) throw new SourceNotFoundError(name, Object.keys(sources))
  return definition
}
