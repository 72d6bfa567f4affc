import { readFile } from 'node:fs/promises'
import type { Definitions } from '../contract/definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { pathText } from '../lib/path-text.ts'
import { said } from '../lib/said.ts'
import { judgeShape } from './judge-shape.ts'
import type { ProjectIssue } from './project-issue.ts'
import { type PlaceOf, readYaml } from './read-yaml.ts'

/** What a configuration file declares, and everything that is wrong with its shape. */
export type Project = {
  /** Absolute. */
  readonly file: string
  readonly text: string
  /** Undefined when the shape has mistakes. */
  readonly definitions: Definitions | undefined
  readonly issues: readonly ProjectIssue[]
  readonly placeOf: PlaceOf
}

/** Raised when there is no configuration file to read. */
export class FileMissingError extends AppError {
  override readonly code = 'definitions_invalid'
  override readonly recovery = 'never'
  constructor(file: string, why: string, options: ErrorOptions) {
    super(said`${why} ${file}. Make one with "postbud init FILE…", or name another with --file.`, options)
  }
}

/** Reads the file at an absolute path. Throws FileMissingError when it is not there or is a folder. */
export async function readProject(file: string): Promise<Project> {
  try {
    return parseProject(file, await readFile(file, 'utf8'))
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
    if (code === 'ENOENT') throw new FileMissingError(file, said`There is no configuration file at`, { cause: thrown })
    if (code === 'EISDIR')
      throw new FileMissingError(file, said`Expected a configuration file and found a folder:`, { cause: thrown })
    throw thrown
  }
}

/** Judges the shape of a file's text; what refers to what is judged by `checkProject`. */
export function parseProject(file: string, text: string): Project {
  const { value, issues, placeOf } = readYaml(text)
  if (value === undefined) return { file, text, definitions: undefined, issues, placeOf }

  const root = withoutEmptySections(value)
  const { definitions, mistakes } = judgeShape(root)
  const told = new Set(issues.filter(({ severity }) => severity === 'error').map(({ path }) => path))
  const found = mistakes
    .map(({ path, message }) => issueAt('error', path, message, placeOf))
    .filter(({ path }) => !told.has(path))
  const all = inOrder([...issues, ...found])
  const usable = !all.some(({ severity }) => severity === 'error')
  return { file, text, definitions: usable ? definitions : undefined, issues: all, placeOf }
}

/** From the top of the file to its end, so that a person mends it in one pass. */
export function inOrder(issues: readonly ProjectIssue[]): ProjectIssue[] {
  return [...issues].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
}

/** A mistake or a warning about the value at a path. */
export function issueAt(
  severity: ProjectIssue['severity'],
  path: readonly PropertyKey[],
  message: string,
  placeOf: PlaceOf,
): ProjectIssue {
  return { severity, path: pathText(path), ...placeOf(path), message }
}

/** A section whose things are all commented out is an empty one. Keys that start with `x-` are the author's own. */
function withoutEmptySections(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const optional = ['relationships', 'segments', 'connections', 'exports']
  return Object.fromEntries(
    Object.entries(value).filter(
      ([section, content]) => !section.startsWith('x-') && !(content === null && optional.includes(section)),
    ),
  )
}
