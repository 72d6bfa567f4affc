import type { Language } from './language.ts'
import { reasonsInConsole } from './reasons/in-console.ts'
import { reasonsOfAlerts } from './reasons/of-alerts.ts'
import { reasonsOfConstantContact } from './reasons/of-constant-contact.ts'
import { reasonsOfGuards } from './reasons/of-guards.ts'
import { reasonsOfLeavers } from './reasons/of-leavers.ts'
import { reasonsOfPeople } from './reasons/of-people.ts'
import { reasonsOfRefreshes } from './reasons/of-refreshes.ts'
import { reasonsOfRuns } from './reasons/of-runs.ts'
import type { Reason } from './reasons/reason.ts'

/** The catalogue by what the reasons are told of. A code stands in one group, also where others use it too. */
export const reasonGroups = {
  people: reasonsOfPeople,
  leavers: reasonsOfLeavers,
  guards: reasonsOfGuards,
  runs: reasonsOfRuns,
  refreshes: reasonsOfRefreshes,
  constantContact: reasonsOfConstantContact,
  alerts: reasonsOfAlerts,
} as const

/** Every reason that a receipt or a run can carry, by its code: the same words in the terminal, the API and the console. */
export const reasons = {
  ...reasonsOfPeople,
  ...reasonsOfLeavers,
  ...reasonsOfGuards,
  ...reasonsOfRuns,
  ...reasonsOfRefreshes,
  ...reasonsOfConstantContact,
  ...reasonsOfAlerts,
} as const

export type ReasonCode = keyof typeof reasons
export type ReasonGroup = keyof typeof reasonGroups

export function isReason(code: string): code is ReasonCode {
  return Object.hasOwn(reasons, code)
}

/**
 * What a reason means and what to do about it, in sentences. Nothing for a code that is not in the catalogue: a receipt
 * may be read by an older Postbud than the one that wrote it.
 */
export function reasonText(code: string, language: Language = 'en'): string {
  if (!isReason(code)) return ''
  const { what, todo } = (reasons[code] as Reason)[language]
  return `${what} ${todo}`
}

/** A reason as the console tells it: by its own way where the catalogue names a command. */
export function reasonInConsole(code: ReasonCode, language: Language): Reason['en'] {
  return { ...reasons[code][language], ...reasonsInConsole[code]?.[language] }
}
