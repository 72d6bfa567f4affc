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

/**
 * A query of `email` and `fields` (how many differ): people of the session's `judged` to whom there is nothing new to send,
 * and whose values on the list (a Parquet file of `email, vals`) are not what we last sent. A value that we do not send is
 * not ours to compare.
 */
export function changedByHandQuery(values: string, comparables: readonly Comparable[]): string {
  const differences = comparables.map(
    ({ at, key }) =>
      `(v${at} is not null and v${at} is distinct from json_extract_string(vals, ${quoteText(`$."${key}"`)}))::integer`,
  )
  return `select email, ${differences.join(' + ') || '0'} as fields
    from judged join (select email, vals from ${readSnapshot([values])} where email is not null) there using (email)
    where standing = 'unchanged' and (${differences.join(' + ') || '0'}) > 0`
}

/** Makes those whom somebody changed by hand `changed`, so that they are sent again. */
export async function resendChangedByHand(
  session: EngineSession,
  values: string,
  comparables: readonly Comparable[],
): Promise<void> {
  await session.run(`
    create or replace temp table by_hand as ${changedByHandQuery(values, comparables)};
    update judged set standing = 'changed' where standing = 'unchanged' and email in (select email from by_hand);
    drop table by_hand`)
}
