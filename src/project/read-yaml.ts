import { type Document, isAlias, isNode, isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml'
import { messageOf } from '../lib/app-error.ts'
import { pathText } from '../lib/path-text.ts'
import { said } from '../lib/said.ts'
import type { ProjectIssue } from './project-issue.ts'

/** Line and column, from 1. */
export type Place = { readonly line: number; readonly column: number }
export type PlaceOf = (path: readonly PropertyKey[]) => Place | undefined

/** A file as plain values, with the place where each of them stands. `value` is undefined when it cannot be read at all. */
export type YamlFile = {
  readonly value: Readonly<Record<string, unknown>> | undefined
  readonly issues: readonly ProjectIssue[]
  /** The place of the value at a path, or of the nearest value around it. */
  readonly placeOf: PlaceOf
}

/**
 * Reads YAML text whose outermost value must be a mapping. Anchors, aliases and merge keys (`<<`) work; keys given twice,
 * tags, several documents and values that could not be kept as they are written are mistakes, told all at once.
 */
export function readYaml(text: string): YamlFile {
  try {
    return read(text)
  } catch (thrown) {
    // What is nested without end ends whoever follows it.
    if (!(thrown instanceof RangeError)) throw thrown
    const message = said`lists and mappings stand in one another too deeply to be read`
    return { value: undefined, issues: [{ severity: 'error', path: '', message }], placeOf: () => undefined }
  }
}

function read(text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'error',
  })
  const placeOf: PlaceOf = (path) => findPlace(document, lines, path)
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const unreadable = (message: string, where?: Place): YamlFile => ({
    value: undefined,
    issues: [{ severity: 'error', path: '', ...where, message }],
    placeOf,
  })

  const problems = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])
  if (problems.length > 0) {
    const issues = problems.map((problem): ProjectIssue => {
      return { severity: 'error', path: '', ...place(problem.pos[0]), message: describeYamlProblem(problem) }
    })
    return { value: undefined, issues, placeOf }
  }
  const structural = structuralIssues(document, place)
  if (structural.length > 0) return { value: undefined, issues: structural, placeOf }
  const value = toValue(document)
  if (value instanceof Error) return unreadable(value.message)
  const sections = said`expected sections such as environment:, sources:, profiles:, segments: and exports:`
  if (value === null || value === undefined) return unreadable(said`the file is empty; ${sections}`)
  if (typeof value !== 'object' || Array.isArray(value)) {
    return unreadable(
      said`found ${Array.isArray(value) ? said`a list` : JSON.stringify(value)}; ${sections}`,
      placeOf([]),
    )
  }
  return { value: value as Record<string, unknown>, issues: scalarIssues(document, place), placeOf }
}

function toValue(document: Document): unknown {
  try {
    return document.toJS()
  } catch (thrown) {
    // Aliases of aliases that would grow beyond all bounds.
    return new Error(messageOf(thrown))
  }
}

/** Aliases that lead nowhere, mostly texts that lack their quotes, and keys that are no texts. */
function structuralIssues(document: Document, place: (offset: number) => Place): ProjectIssue[] {
  const issues: ProjectIssue[] = []
  const tell = (at: number, message: string) => void issues.push({ severity: 'error', path: '', ...place(at), message })
  visit(document, {
    Alias(_, node) {
      if (node.resolve(document)) return
      const written = `*${node.source}`
      tell(
        node.range?.[0] ?? 0,
        said`found ${written}, which stands for an anchor (&${node.source}) that is not there; a text that begins with * stands in quotes: '${written}'`,
      )
    },
    Pair(_, { key }) {
      if (isNode(key) && !isScalar(key) && !isAlias(key)) {
        tell(
          key.range?.[0] ?? 0,
          said`found a list or a mapping as a key; expected a text, in quotes if it has signs of YAML in it`,
        )
      }
    },
  })
  return issues
}

function describeYamlProblem(problem: YAMLError): string {
  switch (problem.code) {
    case 'DUPLICATE_KEY':
      return said`this key stands twice in one mapping; only one of them can be meant. Remove or rename one`
    case 'TAB_AS_INDENT':
      return said`found a tab at the start of the line; YAML is indented with spaces`
    case 'MULTIPLE_DOCS':
      return said`found a second document (---); expected one`
    case 'TAG_RESOLVE_FAILED':
      return said`${problem.message}; tags have no meaning here`
    case 'BAD_INDENT':
      return said`${problem.message}. Keys of one mapping start in the same column`
    default:
      return said`not readable as YAML: ${problem.message}`
  }
}

/** Values that would not come back from the database as they are written, or are likely read otherwise than meant. */
function scalarIssues(document: Document, place: (offset: number) => Place): ProjectIssue[] {
  const issues: ProjectIssue[] = []
  visit(document, {
    Scalar(_, node, parents) {
      const where = { path: pathText(pathOf([...parents, node])), ...place(node.range?.[0] ?? 0) }
      const { value, source = '' } = node
      if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
        issues.push({
          severity: 'error',
          ...where,
          message: said`found a character that no text can hold (NUL, or half of a pair)`,
        })
      }
      if (typeof value !== 'number') return
      if (!Number.isFinite(value)) {
        issues.push({ severity: 'error', ...where, message: said`found ${source}; expected a number that is finite` })
      } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        const message = said`found ${source}, a number too long to be kept exactly; expected a text, '${source}'`
        issues.push({ severity: 'error', ...where, message })
      } else if (/^[-+]?0\d/.test(source)) {
        const message = said`${source} is read as the number ${value}; write '${source}' if the zeros count`
        issues.push({ severity: 'warning', ...where, message })
      }
    },
  })
  return issues
}

/** The path of the innermost of nested YAML nodes: keys of pairs, and places in lists. */
function pathOf(nodes: readonly unknown[]): PropertyKey[] {
  return nodes.flatMap((node, at): PropertyKey[] => {
    const child = nodes[at + 1]
    if (typeof node !== 'object' || node === null) return []
    if ('key' in node && 'value' in node) return [String(isScalar(node.key) ? node.key.value : node.key)]
    return 'items' in node && Array.isArray(node.items) && isNode(child) ? [node.items.indexOf(child)] : []
  })
}

function findPlace(document: Document, lines: LineCounter, path: readonly PropertyKey[]): Place | undefined {
  let node: unknown = document.contents
  let start = isNode(node) ? node.range?.[0] : undefined
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document)
    const items: unknown = typeof node === 'object' && node !== null && 'items' in node ? node.items : undefined
    if (!Array.isArray(items)) break
    const [child, childStart] = stepInto(items, step)
    if (childStart === undefined) break
    node = child
    start = childStart
  }
  if (start === undefined) return undefined
  const { line, col } = lines.linePos(start)
  return { line, column: col }
}

/** A pair is found where its key stands: that is what a person looks for, also when the value is wrong or missing. */
function stepInto(items: readonly unknown[], step: PropertyKey): [unknown, number | undefined] {
  for (const [at, item] of items.entries()) {
    if (typeof item === 'object' && item !== null && 'key' in item && isNode(item.key)) {
      const key = isScalar(item.key) ? item.key.value : undefined
      if (String(key) === String(step)) return ['value' in item ? item.value : undefined, item.key.range?.[0]]
    } else if (at === step && isNode(item)) {
      return [item, item.range?.[0]]
    }
  }
  return [undefined, undefined]
}
