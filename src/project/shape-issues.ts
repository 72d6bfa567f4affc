import type { z } from 'zod'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { describedAt, keysAt } from './json-schema.ts'

type Path = readonly PropertyKey[]
export type Mistake = { readonly path: Path; readonly message: string }

/** What the schema complains of, in words: what was found, what was expected, the nearest known name. */
export function shapeMistakes(issues: readonly z.core.$ZodIssue[], root: unknown): Mistake[] {
  return issues.flatMap((issue) => mistakesOf(issue, root, []))
}

function mistakesOf(issue: z.core.$ZodIssue, root: unknown, base: Path): Mistake[] {
  const path = [...base, ...issue.path]
  const found = valueAt(root, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, path, root) }))
    case 'invalid_key':
      return [{ path, message: said`"${String(path.at(-1))}" is no name: ${issue.issues[0]?.message ?? ''}` }]
    case 'invalid_union':
      return unionMistakes(issue, root, path)
    case 'invalid_type':
      return [{ path, message: wrongType(issue.expected, found, path) }]
    case 'invalid_value': {
      const choices = issue.values.map(String)
      const near = typeof found === 'string' ? didYouMean(found, choices) : ''
      return [{ path, message: `${insteadOf(found, choices.join(', '))}.${near}` }]
    }
    default: {
      const near = path.at(-1) === 'timeZone' ? didYouMean(String(found), Intl.supportedValuesOf('timeZone')) : ''
      return [{ path, message: `${mistaken(found, issue.message)}${near && `.${near}`}` }]
    }
  }
}

/** Keys that are ours but belong to another kind of the same thing are told apart from keys that nobody knows. */
function unknownKey(key: string, path: Path, root: unknown): string {
  const known = keysAt(path)
  if (path[0] === 'sources' && path.length === 2 && known.includes(key)) {
    const owner = valueAt(root, [...path, 'postgres']) === undefined ? 'PostgreSQL' : 'files'
    return said`"${key}" belongs to a source read from ${owner}`
  }
  const near = didYouMean(key, known)
  return said`unknown key "${key}".${near}${near === '' && known.length > 0 ? said` Known keys: ${known.join(', ')}` : ''}`
}

/** Of the alternatives, the one that somebody meant is the one with the least to complain of. */
function unionMistakes(issue: z.core.$ZodIssueInvalidUnion, root: unknown, path: Path): Mistake[] {
  const found = valueAt(root, path)
  if (path[0] === 'sources' && path.length === 2 && isRecord(found)) {
    const { file, postgres } = found
    if (file === undefined && postgres === undefined) {
      const near =
        Object.keys(found)
          .map((key) => didYouMean(key, ['file', 'postgres']))
          .find((text) => text !== '') ?? ''
      return [
        { path, message: said`found neither file: nor postgres:; expected one, which says where the rows are.${near}` },
      ]
    }
    if (file !== undefined && postgres !== undefined) {
      return [{ path, message: said`found file: and postgres:; a source is read from one of them` }]
    }
    const meant = issue.errors[postgres === undefined ? 0 : 1] ?? []
    return meant.flatMap((inner) => mistakesOf(inner, root, path))
  }
  if (path[0] === 'profiles' && path.length === 1 && isRecord(found)) {
    const unified = found.tables !== undefined || found.fields !== undefined
    if (unified && found.from !== undefined) {
      return [
        { path, message: said`found from: and tables:; profiles come from one source, or are unified from tables` },
      ]
    }
    return (issue.errors[unified ? 1 : 0] ?? []).flatMap((inner) => mistakesOf(inner, root, path))
  }
  const wholly = issue.errors.every((errors) => errors.some((each) => each.path.length === 0 && isTypeIssue(each)))
  if (wholly) {
    const description = describedAt(path)
    const wanted = description ? lowerFirst(description) : said`something else`
    return [{ path, message: insteadOf(found, wanted) }]
  }
  const [meant = []] = [...issue.errors].sort((a, b) => weight(a) - weight(b))
  const misspelt = meant.filter((each) => each.code === 'unrecognized_keys')
  return (misspelt.length > 0 ? misspelt : meant).flatMap((inner) => mistakesOf(inner, root, path))
}

function isTypeIssue(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_union'
}

/** How far a value is from an alternative: its whole type counts most, then missing keys, then unknown ones. */
function weight(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.path.length === 0 && (isTypeIssue(issue) || issue.code === 'invalid_value')) return sum + 20
    if (issue.code === 'unrecognized_keys') return sum + 2 * issue.keys.length
    return sum + (issue.code === 'invalid_type' && issue.path.length <= 1 ? 3 : 1)
  }, 0)
}

const typeWords: Readonly<Record<string, string>> = {
  string: said`a text`,
  number: said`a number`,
  int: said`a whole number`,
  boolean: said`true or false`,
  object: said`a mapping (key: value)`,
  record: said`a mapping (name: …)`,
  array: said`a list`,
}

function wrongType(expected: string, found: unknown, path: Path): string {
  const description = describedAt(path)
  const wanted = `${typeWords[expected] ?? expected}${description ? `: ${lowerFirst(description)}` : ''}`
  if (expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')) {
    return said`found ${JSON.stringify(found)}; expected a text, which quotes make of it: '${found}'`
  }
  return insteadOf(found, wanted)
}

function insteadOf(found: unknown, wanted: string): string {
  return found === undefined ? said`missing; expected ${wanted}` : said`found ${show(found)}; expected ${wanted}`
}

function mistaken(found: unknown, message: string): string {
  return found === undefined ? said`missing; ${message}` : said`found ${show(found)}; ${message}`
}

/** A value as it is shown in a message: short, and nothing where a key has no value. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return said`nothing`
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (hasKey(value, step) ? Reflect.get(value, step) : undefined), root)
}

function hasKey(value: unknown, key: PropertyKey): value is object {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function lowerFirst(text: string): string {
  return /^[A-Z]([a-z]| )/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
