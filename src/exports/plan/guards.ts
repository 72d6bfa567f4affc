import type { GuardSettings } from '../../contract/definitions.ts'
import { said } from '../../lib/said.ts'

/** What a run would do, as far as the guards look at it. */
export type GuardFacts = {
  /** People to be taken off, those who withdrew their consent not counted, of whom the export put on the list. */
  readonly removals: number
  readonly owned: number
  /** Members of each segment now and at the last run that ended well, or null where there was none. */
  readonly segments: Readonly<Record<string, { readonly members: number; readonly before: number | null }>>
  /** Contacts of the account, or null where nobody asked or Constant Contact did not say; and what the contract allows. */
  readonly contacts: number | null
  readonly contractLimit: number | null
  /** At most so many people are new to the account. */
  readonly newContacts: number
}

export type GuardCode =
  | 'guard_removals'
  | 'guard_empty_segment'
  | 'guard_shrunk_segment'
  | 'guard_contract'
  | 'guard_new_contacts'

/** A guard that stops a run until a person has looked at it. `figure` is what was found, `limit` from where on it stops. */
export type Tripped = {
  readonly guard: GuardCode
  readonly figure: number
  readonly limit: number
  readonly sentence: string
  readonly segment?: string
}

export const guardDefaults: Required<GuardSettings> = {
  removalShare: 0.1,
  removalPeople: 50,
  emptySegment: true,
  shrunkShare: 0.5,
  contract: true,
  // As many as an export may have at all.
  newContacts: 1_000_000,
}

/** Which guards a run trips; none lets it go on. */
export function judgeGuards(settings: GuardSettings | undefined, facts: GuardFacts): Tripped[] {
  const guards = { ...guardDefaults, ...settings }
  return [
    ...judgeRemovals(guards, facts),
    ...judgeSegments(guards, facts),
    ...judgeContract(guards, facts),
    ...judgeNewContacts(guards, facts),
  ]
}

type Settings = Required<GuardSettings>

function judgeRemovals({ removalShare, removalPeople }: Settings, { removals, owned }: GuardFacts): Tripped[] {
  const limit = Math.max(removalPeople, Math.floor(owned * removalShare))
  if (removals <= limit) return []
  const share = owned > 0 ? Math.round((removals / owned) * 100) : 100
  const sentence = said`${shown(removals)} of the ${shown(owned)} people whom the export put on the list would be taken off (${share} %); up to ${shown(limit)} go without asking.`
  return [{ guard: 'guard_removals', figure: removals, limit, sentence }]
}

function judgeSegments({ emptySegment, shrunkShare }: Settings, { segments }: GuardFacts): Tripped[] {
  return Object.entries(segments).flatMap(([segment, { members, before }]): Tripped[] => {
    if (before === null || before === 0 || members >= before) return []
    if (members === 0) {
      if (!emptySegment) return []
      const sentence = said`The segment "${segment}" is empty; it had ${shown(before)} members at the last run.`
      return [{ guard: 'guard_empty_segment', figure: 0, limit: 1, sentence, segment }]
    }
    const limit = Math.floor(before * (1 - shrunkShare))
    if (members > limit) return []
    const sentence = said`The segment "${segment}" has ${shown(members)} members; it had ${shown(before)} at the last run.`
    return [{ guard: 'guard_shrunk_segment', figure: members, limit, sentence, segment }]
  })
}

function judgeContract({ contract }: Settings, { contacts, contractLimit, newContacts }: GuardFacts): Tripped[] {
  if (!contract || contractLimit === null || contacts === null || newContacts === 0) return []
  const after = contacts + newContacts
  if (after <= contractLimit) return []
  const sentence = said`The account has ${shown(contacts)} contacts and would have up to ${shown(after)}; its contract allows ${shown(contractLimit)}.`
  return [{ guard: 'guard_contract', figure: after, limit: contractLimit, sentence }]
}

function judgeNewContacts({ newContacts: limit }: Settings, { newContacts }: GuardFacts): Tripped[] {
  if (newContacts <= limit) return []
  const sentence = said`Up to ${shown(newContacts)} people would be new to the account, and contacts are billed; up to ${shown(limit)} go without asking.`
  return [{ guard: 'guard_new_contacts', figure: newContacts, limit, sentence }]
}

/**
 * Guards that an approval does not cover: tripped now and not looked at then, or by more than what was approved. A segment's
 * size is frozen with the plan, so only figures that grow count.
 */
export function beyondApproval(approved: readonly Tripped[], now: readonly Tripped[]): Tripped[] {
  return now.filter((each) => {
    const seen = approved.find(({ guard, segment }) => guard === each.guard && segment === each.segment)
    if (!seen) return true
    return each.guard !== 'guard_empty_segment' && each.guard !== 'guard_shrunk_segment' && each.figure > seen.figure
  })
}

function shown(count: number): string {
  return count.toLocaleString('en-US')
}
