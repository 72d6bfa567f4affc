import type { EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { PlanInput } from '../plan/plan-input.ts'

/** A field of the plan (by its place) whose value can be read back from a contact, and the key under which it comes. */
export type Comparable = { readonly at: number; readonly key: string }

/** Standard fields that a contact tells in one way only; a date or an address may come back in another writing. */
const comparableFields: ReadonlySet<string> = new Set(['first_name', 'last_name', 'job_title', 'company_name'])
/** Kinds of custom fields whose text comes back as it was sent. */
const comparableKinds: ReadonlySet<string> = new Set(['string', 'text_area'])

/** Which fields of a plan can be compared with what contacts hold. */
export function comparablesOf(
  { fields }: Pick<PlanInput, 'fields'>,
  customFields: readonly { readonly id: string; readonly name: string; readonly type?: string }[],
): Comparable[] {
  return fields.flatMap(({ name }, at): Comparable[] => {
    if (comparableFields.has(name)) return [{ at, key: name }]
    const custom = customFields.find((field) => `cf:${field.name}` === name)
    return custom && comparableKinds.has(custom.type ?? '') ? [{ at, key: `cf:${custom.id}` }] : []
  })
}

/** The claims of an export on its list, and of all others in its account, as files. */
type Claims = { readonly own: string | undefined; readonly others: readonly string[] }

/**
 * Lays out the session's table `changed` (`email, by_export`): people of the session's `judged` to whom there is nothing new to
 * send, and whose values on the list (a Parquet file of `email, vals`) are not what we last sent. `by_export` are those to whom
 * another export delivered since: a contact has one set of values, whichever lists it is on, so whoever sends last has its way.
 * A value that we do not send is not ours to compare.
 */
export async function layOutChanged(
  session: EngineSession,
  values: string,
  comparables: readonly Comparable[],
  { own, others }: Claims,
): Promise<void> {
  const differences = comparables.map(
    ({ at, key }) =>
      `(v${at} is not null and v${at} is distinct from json_extract_string(vals, ${quoteText(`$."${key}"`)}))`,
  )
  const since =
    own && others.length > 0
      ? `select email from (select email, max(delivered_at) as at from ${readSnapshot(others)} group by email) theirs
         join (select email, delivered_at from ${readSnapshot([own])}) ours using (email) where theirs.at > ours.delivered_at`
      : 'select null::varchar as email where false'
  await session.run(`
    create or replace temp table changed as
    select email, email in (${since}) as by_export
    from judged join (select email, vals from ${readSnapshot([values])} where email is not null) there using (email)
    where standing = 'unchanged' and (${differences.join(' or ') || 'false'})`)
}

/** Makes those whom somebody changed by hand, in the session's `changed`, stand as `changed`, so that they are sent again. */
export async function resendChangedByHand(session: EngineSession): Promise<void> {
  await session.run(
    `update judged set standing = 'changed'
     where standing = 'unchanged' and email in (select email from changed where not by_export)`,
  )
}
