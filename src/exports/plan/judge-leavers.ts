import type { EngineSession } from '../../engine/engine.ts'
import { quoteName, quoteText } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import { consents } from './consents.ts'
import type { PlanInput } from './plan-input.ts'

/** What decides who leaves a list, besides what decides who is sent. */
export type LeaverInput = {
  /** What this export delivered to the list, and what the other exports did: Parquet files of `email, …`. */
  readonly claims?: string | undefined
  readonly otherClaims: readonly string[]
  /** Parquet file of `contact_id, email`: on the list, and not put there by us. */
  readonly others?: string | undefined
  /** Whether those who left the segments are taken off. Withdrawn consent and suppression take off in any case. */
  readonly leavers: 'keep' | 'remove'
}

/** Reasons for which people are taken off whatever the export's `leavers` says. */
const forced = ['consent_withdrawn', 'suppressed']

/**
 * Judges every claim that `judgePeople` found nobody for: fills the session's temporary table `leaver` with `email,
 * profile_key, why, stays`, one row for each who leaves. `why` is `left_segments`, `email_changed`, `consent_withdrawn` or
 * `suppressed`. `stays` is null for those to be taken off; `other_claim` (another export keeps the person on the list) and
 * `before_us` (the person was there already) say that only this export's claim ends. Who is off the list already, held back
 * for another reason or refused is no leaver. Expects the table `off_list` of `off-list.ts`.
 */
export async function judgeLeavers(session: EngineSession, input: PlanInput, about: LeaverInput): Promise<void> {
  const nothingForces = !input.consent && input.suppressed.length === 0
  if (!about.claims || (about.leavers === 'keep' && nothingForces)) {
    await session.run(`create or replace temp table leaver as ${nobody}`)
    return
  }
  await session.run(
    `create or replace temp table gone as
     select email, profile_key from ${readSnapshot([about.claims])} anti join (select email from off_list) off using (email)
     anti join (
       select email from judged
       where email is not null and standing <> 'rejected' and coalesce(reason, '') not in ('no_consent', 'suppressed')
     ) wanted using (email)`,
  )
  await session.run(`create or replace temp table withdrawn as ${withdrawnQuery(input)}`)
  await session.run(`create or replace temp table leaver as ${leaverQuery(about)}`)
  await session.run('drop table withdrawn; drop table gone')
}

/** A plan in which nobody leaves: a test, or the retry of a run whose leavers had all gone. */
export const nobody =
  'select null::varchar as email, null::varchar as profile_key, null::varchar as why, null::varchar as stays where false'

/** Profiles that are known and do not say yes. A profile that is gone says nothing, so its person merely left. */
function withdrawnQuery({ consent, profile }: PlanInput): string {
  if (!consent) return 'select null::varchar as profile_key where false'
  const key = `p.${quoteName(profile.key)}`
  const [value, join] =
    consent.kind === 'profile'
      ? [`(${consent.sql})`, '']
      : ['q_consent.value', `left join q_consent on q_consent.profile_key = ${key}`]
  return `select ${key} as profile_key from ${readSnapshot(profile.files)} p ${join}
    where ${key} in (select profile_key from gone) and not ${consents(value)}`
}

function leaverQuery({ otherClaims, others, leavers }: LeaverInput): string {
  const all = `
    select email, profile_key,
      case
        when email in (select email from judged where reason = 'no_consent') then 'consent_withdrawn'
        when profile_key in (select profile_key from withdrawn) then 'consent_withdrawn'
        when email in (select email from suppressed) then 'suppressed'
        when profile_key in (select profile_key from judged) then 'email_changed'
        else 'left_segments'
      end as why
    from gone`
  const which = leavers === 'remove' ? 'true' : `why in (${forced.map(quoteText).join(', ')})`
  return `select email, profile_key, why, ${staysSql({ others, otherClaims })} as stays from (${all}) where ${which}`
}

/** What keeps the person `email` on the list although this export does not, as an SQL expression; null where nothing does. */
function staysSql({ others, otherClaims }: Pick<LeaverInput, 'others' | 'otherClaims'>): string {
  const in_ = (files: readonly string[]) =>
    files.length === 0 ? 'false' : `email in (select email from ${readSnapshot(files)} where email is not null)`
  return `case when ${in_(others ? [others] : [])} then 'before_us' when ${in_(otherClaims)} then 'other_claim' end`
}

/**
 * The leavers of an undo: whom a run put on the list, by its plan and its receipts, as far as this export still keeps them
 * there. Fills `leaver` as `judgeLeavers` does.
 */
export async function judgeUndone(
  session: EngineSession,
  about: LeaverInput,
  subject: { readonly plan: string; readonly receipts: string },
): Promise<void> {
  const query = about.claims
    ? `select plan.email, plan.profile_key, 'undone' as why, ${staysSql(about)} as stays
       from (select email, profile_key from ${readSnapshot([subject.plan])} where standing = 'new') plan
         semi join (select profile_key from ${readSnapshot([subject.receipts])} where outcome = 'delivered') r using (profile_key)
         semi join ${readSnapshot([about.claims])} claim using (email)
         anti join (select email from off_list) off using (email)`
    : nobody
  await session.run(`create or replace temp table leaver as ${query}`)
}

/**
 * The leavers of a clean-up: everybody whom this export put on the list, or only those who are to be erased. Fills `leaver` as
 * `judgeLeavers` does.
 */
export async function judgeCleared(
  session: EngineSession,
  about: LeaverInput,
  erased?: readonly string[],
): Promise<void> {
  const query = about.claims
    ? `select email, profile_key, ${erased ? "'erasure'" : "'cleaned_up'"} as why, ${staysSql(about)} as stays
       from ${readSnapshot([about.claims])} anti join (select email from off_list) off using (email)
       ${erased ? 'where list_contains($1::varchar[], email)' : ''}`
    : nobody
  await session.run(`create or replace temp table leaver as ${query}`, about.claims && erased ? [erased] : [])
}

const unguarded: ReadonlySet<string> = new Set(['consent_withdrawn', 'erasure'])

/** How many leave, and how. */
export type Leaving = {
  /** Everybody who leaves, by why. */
  readonly leavers: Readonly<Record<string, number>>
  /** Of them, who stays on the list all the same, by what keeps them. */
  readonly kept: Readonly<Record<string, number>>
  readonly toRemove: number
  /** Those of them whom the guard of removals counts: withdrawn consent and erasures are outside it. */
  readonly guarded: number
}

/** Counts what `judgeLeavers` left in the session. */
export async function countLeaving(session: EngineSession): Promise<Leaving> {
  const rows = await session.rows<{ why: string; stays: string | null; people: number }>(
    'select why, stays, count(*) as people from leaver group by all order by people desc, why',
  )
  const leavers: Record<string, number> = {}
  const kept: Record<string, number> = {}
  let [toRemove, guarded] = [0, 0]
  for (const { why, stays, people } of rows) {
    leavers[why] = (leavers[why] ?? 0) + people
    if (stays) kept[stays] = (kept[stays] ?? 0) + people
    else toRemove += people
    if (!stays && !unguarded.has(why)) guarded += people
  }
  return { leavers, kept, toRemove, guarded }
}
