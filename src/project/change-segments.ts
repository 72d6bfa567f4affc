import type { Person } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { SegmentDefinition } from '../contract/segment.ts'
import { findSegment } from '../segments/find-segment.ts'
import type { ChangedDefinitions } from './change-definitions.ts'
import { changeFromOutside } from './change-from-outside.ts'

type Needs = Parameters<typeof changeFromOutside>[0]

/** What several segments are given at once; what is left out stays as each has it. */
export type SegmentsChange = {
  readonly state?: 'active' | 'inactive'
  readonly type?: 'dynamic' | 'static'
  readonly addTags?: readonly string[]
  readonly removeTags?: readonly string[]
}

/** Changes the state, the type or the tags of segments, all or none. Throws SegmentNotFoundError, and as `changeDefinitions` does. */
export async function changeSegments(
  needs: Needs,
  person: Person,
  names: readonly string[],
  change: SegmentsChange,
): Promise<ChangedDefinitions> {
  return changeFromOutside(needs, person, {
    edit: (definitions: Definitions) => {
      const changed = names.map((name) => [name, changedBy(findSegment(definitions.segments, name), change)])
      return { ...definitions, segments: { ...definitions.segments, ...Object.fromEntries(changed) } }
    },
  })
}

/**
 * Removes segments, all or none, so that segments that only name each other go together. Throws InUseError for one that something
 * else needs, ChangedMeanwhileError for one that is not any more what was seen.
 */
export async function removeSegments(
  needs: Needs,
  person: Person,
  seen: readonly { readonly name: string; readonly version: string }[],
): Promise<ChangedDefinitions> {
  const gone = new Set(seen.map(({ name }) => name))
  return changeFromOutside(needs, person, {
    ifMatch: seen.map(({ name, version }) => ({ kind: 'segment', name, version })),
    edit: (definitions: Definitions) => ({
      ...definitions,
      segments: Object.fromEntries(Object.entries(definitions.segments).filter(([name]) => !gone.has(name))),
    }),
  })
}

function changedBy(before: SegmentDefinition, { state, type, addTags = [], removeTags = [] }: SegmentsChange) {
  const { tags: had = [], ...rest } = before
  const tags = [...new Set([...had, ...addTags])].filter((tag) => !removeTags.includes(tag))
  return { ...rest, ...(tags.length > 0 && { tags }), ...(state && { state }), ...(type && { type }) }
}
