import { Document, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { parseSegment } from '../../../../../src/contract/parse-segment.ts'
import type { SegmentDefinition } from '../../../../../src/contract/segment.ts'

/** Something wrong with a segment as text, and the line that it stands on, counted from 1. */
export type TextIssue = { readonly line: number; readonly message: string }

export type ReadText = {
  /** Missing while there is something wrong. */
  readonly definition?: SegmentDefinition
  readonly issues: readonly TextIssue[]
  /** The line of what stands at a path, or of what holds it. */
  readonly lineOf: (path: readonly (string | number)[]) => number
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
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false, logLevel: 'error' })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const above = document.getIn(path.slice(0, length - 1))
      const last = path[length - 1]
      // The key tells the place better than its value, which may stand on lines below.
      const pair = isMap(above) ? above.items.find(({ key }) => isScalar(key) && key.value === last) : undefined
      const node = pair && isScalar(pair.key) ? pair.key : document.getIn(path.slice(0, length), true)
      const [start] = (node as { range?: [number, number, number] } | undefined)?.range ?? []
      if (start !== undefined) return lineAt(start)
    }
    return 1
  }
  const [error] = document.errors
  if (error) return { issues: [{ line: lineAt(error.pos[0]), message: error.message }], lineOf }
  const value = givenValue(document)
  if (value instanceof Error) return { issues: [{ line: 1, message: value.message }], lineOf }
  const { definition, issues } = parseSegment(value)
  return {
    ...(definition && { definition }),
    issues: issues.map(({ path, message }) => ({ line: lineOf(path), message })),
    lineOf,
  }
}

function givenValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS()
  } catch (thrown) {
    // Aliases of aliases that would grow beyond all bounds.
    return thrown instanceof Error ? thrown : new Error(String(thrown))
  }
}

/** A path as the server writes it, `rules[0].where.all[1]`, as steps. */
export function pathSteps(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key = '']) =>
    index === undefined ? key : Number(index),
  )
}
