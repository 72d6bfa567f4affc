import type { SegmentDefinition } from '../../../../../src/contract/segment.ts'
import { readDraft } from './read-draft.ts'
import { writeDraft } from './write-draft.ts'

/** The same definition with its keys in the order in which people write them, which the database does not keep. */
export function inOrder(definition: SegmentDefinition): SegmentDefinition {
  let next = 0
  return writeDraft(readDraft(definition, () => next++)).definition
}
