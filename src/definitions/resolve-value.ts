import type { ZodType, z } from 'zod'
import type { Definitions } from '../contract/definitions.ts'
import {
  connectionSchema,
  environmentSchema,
  exportSchema,
  fileSourceSchema,
  postgresSourceSchema,
  profilesSchema,
  relationshipSchema,
} from '../contract/definitions-schema.ts'
import { said } from '../lib/said.ts'
import { replaceReferences, type Variables } from '../lib/variables.ts'

export type Section = keyof Definitions

/** A definition with the values of variables in place of its references, and what that left open. */
export type Resolved<T> = {
  readonly value: T
  /** References to variables that are not set, which stay as they are written. */
  readonly unset: readonly { readonly path: readonly PropertyKey[]; readonly name: string }[]
  /** What the values make of it that cannot be: a time zone that nobody knows. */
  readonly mistakes: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
}

/**
 * These stay references in every definition, set or not: they hold secrets, and are resolved only where a connection is
 * opened or an alert sent, so that no hash, error or note of a definition can hold one.
 */
const keptBack: Partial<Record<Section, readonly string[]>> = {
  sources: ['postgres'],
  connections: ['clientId', 'clientSecret'],
  environment: ['alerts'],
}

/**
 * One definition at its path (`['exports', 'news']`, `['environment']`) with the references in all of its texts replaced.
 * Keys and the names of things are no place for a reference. Paths of what is found begin with `path`.
 */
export function resolveValue<T>(path: readonly [Section, ...string[]], written: T, variables: Variables): Resolved<T> {
  const unset: { path: readonly PropertyKey[]; name: string }[] = []
  let changed = false
  const replace = (at: readonly PropertyKey[], value: unknown): unknown => {
    if (typeof value === 'string') {
      const text = replaceReferences(value, (name) => {
        if (variables[name] === undefined) unset.push({ path: at, name })
        return variables[name]
      })
      changed ||= text !== value
      return text
    }
    if (Array.isArray(value)) return value.map((each, index) => replace([...at, index], each))
    if (typeof value !== 'object' || value === null) return value
    const kept = at.length === path.length ? keptBack[path[0]] : undefined
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, kept?.includes(key) ? each : replace([...at, key], each)]),
    )
  }
  const value = replace(path, written) as T
  return { value, unset, mistakes: changed ? judge(path, value) : [] }
}

function judge(path: readonly [Section, ...string[]], value: unknown): Resolved<unknown>['mistakes'] {
  const judged = schemaOf(path[0], value)?.safeParse(value)
  return (judged?.error?.issues ?? []).map((issue) => ({
    path: [...path, ...issue.path],
    message: said`the variables make it ${JSON.stringify(valueAt(value, issue.path))}; ${sentenceOf(issue)}`,
  }))
}

/** A text in a segment's rules stays a text, which leaves their shape as it was. */
function schemaOf(section: Section, value: unknown): ZodType | undefined {
  switch (section) {
    case 'environment':
      return environmentSchema
    case 'sources':
      return typeof value === 'object' && value !== null && 'postgres' in value
        ? postgresSourceSchema
        : fileSourceSchema
    case 'profiles':
      return profilesSchema
    case 'relationships':
      return relationshipSchema
    case 'connections':
      return connectionSchema
    case 'exports':
      return exportSchema
    case 'segments':
      return undefined
    default:
      return section satisfies never
  }
}

/** Of a choice of shapes, the complaint about the one that fits best: a text that only has to be another text. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message
  const inner = issue.errors.flat().find(({ code }) => code === 'too_small' || code === 'invalid_format')
  return inner?.message ?? said`expected something else`
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    value,
  )
}
