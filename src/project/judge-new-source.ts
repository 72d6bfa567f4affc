import { z } from 'zod'
import type { SourceDefinition } from '../contract/definitions.ts'
import { sourceSchema } from '../contract/definitions-schema.ts'
import { resolveValue } from '../definitions/resolve-value.ts'
import { DefinitionInvalidError } from './change-definitions.ts'
import { checkSources } from './check-sources.ts'
import { checkOutside, type Outside } from './outside-rules.ts'
import { shapeMistakes } from './shape-issues.ts'
import { withSourceSecretsKept } from './shown-secrets.ts'

const schema = z.object({ sources: z.object({ preview: sourceSchema }) })

/**
 * A source that somebody who asks from afar wants to look at before it is declared, or changed from what it is (`before`), as it
 * runs. Its key may be left out. Throws DefinitionInvalidError with what is wrong with it.
 */
export function judgeNewSource(given: object, outside: Outside, before?: SourceDefinition): SourceDefinition {
  const shown = { key: 'Id', ...given } as SourceDefinition
  const root = { sources: { preview: before ? withSourceSecretsKept(before, shown) : shown } }
  const parsed = schema.safeParse(root)
  if (!parsed.success) throw new DefinitionInvalidError(shapeMistakes(parsed.error.issues, root))
  const known = before && { sources: { preview: before } }
  const mistakes = [...checkSources(parsed.data), ...checkOutside(known, parsed.data, outside)]
  if (mistakes.length > 0) throw new DefinitionInvalidError(mistakes)
  return resolveValue(['sources', 'preview'], parsed.data.sources.preview, outside.variables).value
}
