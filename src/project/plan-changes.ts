import { isDeepStrictEqual } from 'node:util'
import type { Definitions } from '../contract/definitions.ts'
import type { StoredDefinition } from '../definitions/load-definitions.ts'
import { listDefinitions } from '../definitions/save-definitions.ts'
import { pathText } from '../lib/path-text.ts'
import { referencesIn } from '../lib/variables.ts'

/** A value inside a definition that becomes another; undefined where there was or will be none. Secrets are masked. */
export type ValueChange = { readonly path: string; readonly before?: unknown; readonly after?: unknown }

export type Change = {
  readonly action: 'create' | 'change' | 'remove'
  readonly kind: StoredDefinition['kind']
  readonly name: string
  /** What changes within it; empty for what is created or removed. */
  readonly values: readonly ValueChange[]
}

/** What applying a file would do to what is stored, in the order of the file, removals last. */
export function planChanges(stored: readonly StoredDefinition[], definitions: Definitions): Change[] {
  const wanted = listDefinitions(definitions)
  const created = wanted.flatMap(({ kind, name, body }): Change[] => {
    const before = findSame(stored, { kind, name })
    if (!before) return [{ action: 'create', kind, name, values: [] }]
    const values = compare([], before.body, body)
    return values.length === 0 ? [] : [{ action: 'change', kind, name, values }]
  })
  const removed = stored
    .filter((each) => !findSame(wanted, each))
    .map(({ kind, name }): Change => ({ action: 'remove', kind, name, values: [] }))
  return [...created, ...removed]
}

function findSame(among: readonly StoredDefinition[], { kind, name }: Omit<StoredDefinition, 'body'>) {
  return among.find((each) => each.kind === kind && each.name === name)
}

/** Mappings are compared key by key; lists of equal length item by item, others as a whole. */
function compare(path: readonly PropertyKey[], before: unknown, after: unknown): ValueChange[] {
  if (isDeepStrictEqual(before, after)) return []
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])]
    return keys.flatMap((key) => compare([...path, key], before[key], after[key]))
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return after.flatMap((each, at) => compare([...path, at], before[at], each))
  }
  return [
    {
      path: pathText(path),
      ...(before !== undefined && { before: masked(path, before) }),
      ...(after !== undefined && { after: masked(path, after) }),
    },
  ]
}

const mask = '********'

/** Secrets are never shown; a reference to a variable is none. */
export function masked(path: readonly PropertyKey[], value: unknown): unknown {
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked([...path, key], each)]))
  }
  if (typeof value !== 'string') return value
  const key = path.at(-1)
  if (key === 'clientSecret' || isOfWebhook(path)) return referencesIn(value).length > 0 ? value : mask
  if (key !== 'postgres') return value
  return value
    .replace(/(:\/\/[^:/@\s]*:)((?!\$\{)[^@\s]+)@/, `$1${mask}@`)
    .replace(/(password\s*=\s*)((?!\$\{)[^\s&]+)/gi, `$1${mask}`)
}

/** The address of a webhook opens it as well as its secret does. */
function isOfWebhook(path: readonly PropertyKey[]): boolean {
  return path.includes('webhooks') && ['url', 'secret'].includes(String(path.at(-1)))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
