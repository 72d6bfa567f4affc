import type { DraftNode } from './draft.ts'
import { shapeOf } from './start-values.ts'

/** What a part still lacks, as a key of the words; undefined where it is finished. */
export function todoOf(node: DraftNode): 'column' | 'operator' | 'value' | 'segment' | 'table' | undefined {
  if (node.kind === 'group') return undefined
  if (node.kind === 'segment') return node.segment === '' ? 'segment' : undefined
  const { column, operator, value } = node
  if (column === null || column === '') return node.kind === 'aggregate' && node.of === 'count' ? 'table' : 'column'
  if (operator === null) return 'operator'
  const isBlank = (each: unknown) => each === null || each === undefined || each === ''
  switch (shapeOf(operator)) {
    case 'list':
      return Array.isArray(value) && value.length === 0 ? 'value' : undefined
    case 'pair':
      return Array.isArray(value) && value.some(isBlank) ? 'value' : undefined
    default:
      return isBlank(value) ? 'value' : undefined
  }
}

/** All parts of a draft that lack something. */
export function unfinishedIn(node: DraftNode): readonly DraftNode[] {
  const inner =
    node.kind === 'group' ? node.members : node.kind === 'aggregate' && node.where ? [node.where] : ([] as const)
  return [...(todoOf(node) ? [node] : []), ...inner.flatMap(unfinishedIn)]
}
