import type { AuditEntry } from '../access/audit.ts'
import type { StoredDefinition } from '../definitions/load-definitions.ts'
import { replaceEmails } from '../lib/mask-email.ts'
import { type Change, masked } from './plan-changes.ts'

/** A change of a definition as the audit log keeps it: what stood before and after, without secrets and e-mail addresses. */
export function forTheRecord(
  { action, kind, name, values }: Change,
  base: readonly StoredDefinition[],
  wanted: readonly StoredDefinition[],
): Omit<AuditEntry, 'actor'> {
  const entry = { action: `${kind}.${action}`, target: { kind, name } }
  const bodyIn = (among: readonly StoredDefinition[]) =>
    recorded([], among.find((each) => each.kind === kind && each.name === name)?.body ?? {}) as object
  if (action === 'create') return { ...entry, after: bodyIn(wanted) }
  if (action === 'remove') return { ...entry, before: bodyIn(base) }
  const side = (which: 'before' | 'after') =>
    Object.fromEntries(
      values.filter((each) => each[which] !== undefined).map((each) => [each.path, recorded([each.path], each[which])]),
    )
  return { ...entry, before: side('before'), after: side('after') }
}

/** Somebody's address may stand in a segment's rules, and the log outlives an erasure. */
function recorded(path: readonly PropertyKey[], value: unknown): unknown {
  if (typeof value === 'string') {
    const told = String(masked(path, value))
    // A database's user stands before its host like an address.
    return path.at(-1) === 'postgres' ? told : replaceEmails(told, () => '[an e-mail address]')
  }
  if (Array.isArray(value)) return value.map((each, at) => recorded([...path, at], each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, recorded([...path, key], each)]))
}
