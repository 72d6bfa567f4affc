import { Document, isScalar, visit } from 'yaml'
import { parseSegment } from '../../../../../src/contract/parse-segment.ts'
import type { SegmentDefinition } from '../../../../../src/contract/segment.ts'
import { type ReadYaml, readYaml, type TextIssue } from '../../../ui/yaml-text.ts'

export type ReadText = {
  /** Missing while there is something wrong. */
  readonly definition?: SegmentDefinition
  readonly issues: readonly TextIssue[]
  readonly lineOf: ReadYaml['lineOf']
}

/** Maps with one of these keys are short enough to be read on one line, unless they have one of the others. */
const onOneLine = ['column', 'segment', 'count', 'sum', 'average', 'min', 'max', 'unit', 'repeat']
const onManyLines = ['where', 'path']

/** A definition as the configuration file has it, conditions on a line each. The same definition always makes the same text. */
export function writeText(definition: SegmentDefinition): string {
  const document = new Document(definition, { aliasDuplicateObjects: false })
  visit(document, {
    Map: (_, map) => {
      const keys = map.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''))
      const isShort = keys.some((key) => onOneLine.includes(key)) && !keys.some((key) => onManyLines.includes(key))
      if (isShort) map.flow = true
    },
    Seq: (_, list) => {
      if (list.items.every((item) => isScalar(item))) list.flow = true
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

/** Reads a segment from text and judges its shape as the server does. Whether its columns exist only the server knows. */
export function readText(text: string): ReadText {
  const { value, issues: mistakes, lineOf } = readYaml(text)
  if (mistakes.length > 0) return { issues: mistakes, lineOf }
  const { definition, issues } = parseSegment(value)
  return {
    ...(definition && { definition }),
    issues: issues.map(({ path, message }) => ({ line: lineOf(path), message })),
    lineOf,
  }
}
