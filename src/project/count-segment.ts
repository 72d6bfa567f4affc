import { parseSegment } from '../contract/parse-segment.ts'
import type { SegmentDefinition } from '../contract/segment.ts'
import type { Db } from '../db/database.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { openCatalogue } from '../refresh/open-catalogue.ts'
import { checkSegment } from '../segments/compile-segment.ts'
import { type Explanation, explainSegment } from '../segments/explain-segment.ts'
import { loadSegmentStates } from '../segments/segment-states.ts'
import { DefinitionInvalidError } from './change-definitions.ts'
import { checkOutside, type Outside } from './outside-rules.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

/**
 * How many people a segment would have on the tables as they are, rule by rule, without being saved. `name` is the segment
 * that is being edited, whose rules these would replace. Throws DefinitionInvalidError with what is wrong with it.
 */
export async function countSegment(
  needs: Needs,
  outside: Outside,
  { name = 'this-segment', definition }: { readonly name?: string; readonly definition: SegmentDefinition },
): Promise<Explanation> {
  const wrong = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) => {
    if (issues.length === 0) return
    throw new DefinitionInvalidError(
      issues.map(({ path, message }) => ({ path: ['segments', name, ...path], message })),
    )
  }
  wrong(parseSegment(definition).issues)
  const stored = await loadDefinitions(needs.db)
  const written = { ...stored, segments: { ...stored.segments, [name]: definition } }
  const mistakes = checkOutside(stored, written, outside)
  if (mistakes.length > 0) throw new DefinitionInvalidError(mistakes)
  const definitions = resolveWhereSet(written, outside.variables)
  const catalogue = await openCatalogue(needs, definitions)
  wrong(checkSegment(catalogue, definitions.segments, name))
  const states = await loadSegmentStates(needs)
  await using session = await needs.engine.session()
  const { segments } = definitions
  const lastMembers = (segment: string) => states.get(segment)?.files
  return await explainSegment(session, { catalogue, segments, now: needs.clock.now(), lastMembers }, name)
}
