import { nextMidnight, spacingOf } from '../../constant-contact/budget.ts'
import { constantContact } from '../../constant-contact/destination.ts'
import { requestsWhileImporting } from '../deliver/while-importing.ts'

/** What a run has left to do at Constant Contact. */
export type RunAhead = {
  /** `planning` is not known yet, `person` waits for one; neither can be forecast, and neither is waited for. */
  readonly phase: 'planning' | 'person' | 'under way'
  readonly importsToSend: number
  readonly removalsToSend: number
  /** Sent, and not settled yet. */
  readonly jobsToSettle: number
  /** In imports that were not sent or have not settled. */
  readonly peopleToImport: number
}

/** What the runs' application may spend. */
export type Allowance = {
  readonly requestsPerSecond: number
  readonly requestsPerDay: number
  readonly usedToday: number
  readonly parkedUntil?: Date
}

export type RunForecast = {
  /** Each job that is to be sent, the looks at them, and what a run reads before it sends and while its imports are under way. */
  readonly requests: number
  readonly endsAt: Date
  /** Whether all its requests leave before the day's are counted anew, after those of the runs before it. */
  readonly fitsToday: boolean
}

/** A run that is carried on finds its list and fields and reads who departed: two questions, two readings, two counts. */
const requestsBefore = 6
/** At removals, which are soon done. */
const looksAtRemovals = 8

/**
 * Forecasts when each of the runs of one application ends, one after another in the order given: requests go at its pace and
 * wait for 00:00 UTC when the day's are spent; imports are worked off at Constant Contact's own pace. Nothing is answered
 * for a run that cannot be forecast.
 */
export function forecastRuns(now: Date, runs: readonly RunAhead[], allowance: Allowance): (RunForecast | undefined)[] {
  const today = nextMidnight(now)
  let place = startAt(now, allowance)
  return runs.map((run) => {
    if (run.phase !== 'under way') return undefined
    const seconds = run.peopleToImport / constantContact.limits.contactsPerSecond
    const requests = requestsOf(run)
    const spent = spend(place, requests, allowance)
    const endsAt = new Date(Math.max(spent.at.getTime(), place.at.getTime() + seconds * 1000))
    place = { at: endsAt, left: sameDay(spent.at, endsAt) ? spent.left : allowance.requestsPerDay }
    return { requests, endsAt, fitsToday: spent.at <= today }
  })
}

function requestsOf({ importsToSend, removalsToSend, jobsToSettle, peopleToImport }: RunAhead): number {
  // Removals leave when no import is under way any more.
  const imports = peopleToImport > 0 ? importsToSend + jobsToSettle : 0
  const removals = removalsToSend + (imports > 0 ? 0 : jobsToSettle)
  const looks = requestsWhileImporting(imports, peopleToImport) + (removals > 0 ? looksAtRemovals : 0)
  return requestsBefore + importsToSend + removalsToSend + looks
}

/** A moment, and the requests that are left of its UTC day. */
type Place = { readonly at: Date; readonly left: number }

function startAt(now: Date, { requestsPerDay, usedToday, parkedUntil }: Allowance): Place {
  const at = parkedUntil && parkedUntil > now ? parkedUntil : now
  return { at, left: sameDay(now, at) ? Math.max(0, requestsPerDay - usedToday) : requestsPerDay }
}

/** When the last of so many requests has left, and what is left of that day then. */
function spend(from: Place, requests: number, allowance: Allowance): Place {
  const spacingMs = spacingOf(allowance)
  let { at, left } = from
  for (let open = requests; ; ) {
    const midnight = nextMidnight(at)
    const possible = Math.min(left, Math.floor((midnight.getTime() - at.getTime()) / spacingMs))
    if (open <= possible) return { at: new Date(at.getTime() + open * spacingMs), left: left - open }
    open -= possible
    at = midnight
    left = allowance.requestsPerDay
  }
}

function sameDay(one: Date, other: Date): boolean {
  return nextMidnight(one).getTime() === nextMidnight(other).getTime()
}
