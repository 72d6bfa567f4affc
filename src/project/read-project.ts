import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Definitions } from '../contract/definitions.ts'
import { definitionsSchema } from '../contract/definitions-schema.ts'
import { AppError } from '../lib/app-error.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { parseSegment } from '../segments/parse-segment.ts'
import { pathText, type ProjectIssue } from './project-issue.ts'

/** What a file declares, as far as its shape could be understood, and everything that is wrong with the shape. */
export type Project = {
  readonly file: string
  readonly definitions: Definitions | undefined
  readonly issues: readonly ProjectIssue[]
  /** Line and column (from 1) of the value at a path, or of the nearest value around it. */
  readonly placeOf: (path: readonly PropertyKey[]) => { line: number; column: number } | undefined
}

/** Raised when there is no configuration file to read. */
export class FileMissingError extends AppError {
  override readonly code = 'definitions_invalid'
  override readonly recovery = 'never'
  constructor(file: string, options: ErrorOptions) {
    super(`There is no configuration file at ${file}. Make one with "postbud init", or name another with --file.`, options)
  }
}

/** Reads `postbud.yaml` and judges its shape; what refers to what is judged by `checkProject`. */
export async function readProject(file: string): Promise<Project> {
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    throw thrown.code === 'ENOENT' ? new FileMissingError(file, { cause: thrown }) : thrown
  })
  return parseProject(basename(file), text)
}

export function parseProject(file: string, text: string): Project {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: true })
  const placeOf = (path: readonly PropertyKey[]) => findPlace(document, lines, path)
  const issues: ProjectIssue[] = document.errors.map((error) => {
    const place = error.linePos?.[0]
    return {
      severity: 'error',
      path: '',
      ...(place && { line: place.line, column: place.col }),
      message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'not readable as YAML',
    }
  })
  if (issues.length > 0) return { file, definitions: undefined, issues, placeOf }

  const value: unknown = document.toJS()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = value === null || value === undefined ? 'nothing' : Array.isArray(value) ? 'a list' : `"${value}"`
    const message = `found ${found}; expected sections such as environment:, sources:, profiles:, segments: and exports:`
    return { file, definitions: undefined, issues: [{ severity: 'error', path: '', message }], placeOf }
  }
  const at = (path: readonly PropertyKey[], message: string): ProjectIssue => ({
    severity: 'error',
    path: pathText(path),
    ...placeOf(path),
    message,
  })
  const parsed = definitionsSchema.safeParse(value)
  const problems = parsed.success ? [] : parsed.error.issues.flatMap((issue) => shapeIssues(issue, value, at))
  const segments = 'segments' in value && typeof value.segments === 'object' ? (value.segments ?? {}) : {}
  for (const [name, segment] of Object.entries(segments)) {
    for (const issue of parseSegment(segment).issues) {
      problems.push(at(['segments', name, ...issue.path], issue.message))
    }
  }
  const definitions = parsed.success && problems.length === 0 ? (parsed.data as unknown as Definitions) : undefined
  return { file, definitions, issues: problems, placeOf }
}

type At = (path: readonly PropertyKey[], message: string) => ProjectIssue

/** One of the schema's complaints in words: what was found, what was expected, the nearest known name. */
function shapeIssues(issue: z.core.$ZodIssue, root: object, at: At, base: readonly PropertyKey[] = []): ProjectIssue[] {
  const path = [...base, ...issue.path]
  const found = valueAt(root, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => at([...path, key], `unknown key "${key}".${didYouMean(key, knownKeys(path))}`))
    case 'invalid_key':
      return [at(path, `"${String(path.at(-1))}" is not a name: ${issue.issues[0]?.message ?? ''}`)]
    case 'invalid_union': {
      // The alternative that fits best is the one somebody meant.
      const [best] = [...issue.errors].sort((a, b) => weight(a) - weight(b))
      return (best ?? []).flatMap((inner) => shapeIssues(inner, root, at, path))
    }
    case 'invalid_type':
      return [at(path, `${found === undefined ? 'missing' : `found ${show(found)}`}; expected ${issue.expected}`)]
    case 'invalid_value':
      return [
        at(
          path,
          `${found === undefined ? 'missing' : `found ${show(found)}`}; expected ${issue.values.map(String).join(' or ')}.${typeof found === 'string' ? didYouMean(found, issue.values.map(String)) : ''}`,
        ),
      ]
    default:
      return [at(path, `found ${show(found)}; ${issue.message}`)]
  }
}

/** A complaint about a missing key weighs most: an alternative whose keys are all there was meant. */
function weight(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 2 * issue.keys.length
    return sum + (issue.code === 'invalid_type' && issue.path.length <= 1 ? 3 : 1)
  }, 0)
}

const keysOfSection: Readonly<Record<string, readonly string[]>> = {
  '': ['environment', 'sources', 'profiles', 'relationships', 'segments', 'connections', 'exports'],
  environment: ['name', 'timeZone', 'suppress', 'receiptDays'],
  sources: ['file', 'postgres', 'table', 'query', 'key', 'columns', 'format', 'delimiter', 'quote', 'encoding', 'maxAge', 'maxCorrupt'],
  profiles: ['from', 'email', 'firstName', 'lastName', 'updatedAt'],
  relationships: ['from', 'to'],
  connections: ['type', 'displayName', 'clientId', 'clientSecret', 'users', 'contractLimit', 'limits'],
  exports: ['displayName', 'connection', 'list', 'segments', 'fields', 'suppress'],
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  return keysOfSection[String(path[0] ?? '')] ?? []
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    root,
  )
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function findPlace(document: Document, lines: LineCounter, path: readonly PropertyKey[]) {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0])
      return { line, column: col }
    }
  }
  return undefined
}
