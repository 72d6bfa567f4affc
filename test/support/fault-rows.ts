import type { FaultInput, WantedRequest } from '../../sandbox/faults/request-faults.ts'
import type { FaultLab } from './fault-lab.ts'

/** Something that goes wrong with the nth request of a kind. */
export type FaultRow = { readonly name: string; readonly arm: (lab: FaultLab, nth: number) => void }

/** Something that does not go away by itself: how the run ends, and what its message says. */
export type StopRow = FaultRow & { readonly status: string; readonly reason: string; readonly says: RegExp }

export function struck(wanted: WantedRequest, name: string, action: FaultInput['action'], times = 1): FaultRow {
  return { name, arm: ({ control }, nth) => control.fault({ ...wanted, nth, times, action }) }
}

/** What a request that starts a job may meet and get over. */
export function passingFaults(wanted: WantedRequest): FaultRow[] {
  return [
    struck(wanted, '500', { status: 500 }),
    struck(wanted, '500 though it was accepted', { status: 500, handled: true }),
    struck(wanted, '503', { status: 503 }),
    struck(wanted, '503 twice in a row', { status: 503 }, 2),
    struck(wanted, '503 though it was accepted', { status: 503, handled: true }),
    struck(wanted, 'an HTML page', 'html'),
    struck(wanted, 'an answer lost', 'drop-after'),
    struck(wanted, 'a connection lost before it was accepted', 'drop-before'),
    struck(wanted, 'a connection cut while it was on its way', 'cut-upload'),
    struck(wanted, 'half an answer', 'truncated-json'),
    struck(wanted, 'a token refused once', 'unauthorized'),
    struck(wanted, 'throttling in a burst', 'throttled', 5),
    struck(wanted, 'a full queue that drains', 'queue-full', 3),
    {
      name: 'a time-out of what is never accepted',
      arm: ({ control }, nth) => void control.whenRequest({ ...wanted, nth }, never),
    },
    {
      name: 'a time-out of what was accepted',
      arm: ({ control }, nth) => void control.afterRequest({ ...wanted, nth }, never),
    },
  ]
}

/** What it may meet and a person or time has to mend; `about` is what was asked for. */
export function lastingFaults(wanted: WantedRequest, about: string): StopRow[] {
  const failed = { status: 'Failed (permanent)' }
  const open = { status: 'Failure (will retry)' }
  return [
    {
      ...struck(wanted, 'a 403', 'forbidden'),
      ...failed,
      reason: 'constant_contact_forbidden',
      says: new RegExp(`does not allow this connection to ask for ${about}: .*CONSTANT_CONTACT_API_URL`),
    },
    {
      ...struck(wanted, 'a request that is refused', { status: 400 }),
      ...failed,
      reason: 'constant_contact_refused',
      says: new RegExp(`refused the request for ${about} \\(400\\)`),
    },
    {
      ...struck(wanted, 'throttling that does not end', 'throttled', Infinity),
      ...open,
      reason: 'throttled',
      says: /Another program may be using the same application; try again later/,
    },
    {
      ...struck(wanted, 'a full queue that does not drain', 'queue-full', Infinity),
      ...open,
      reason: 'queue_full',
      says: /1,000 jobs waiting.*Try again when they have/,
    },
  ]
}

/**
 * Where in a run, or how, the row at a place of its table meets its fault: in turn at the first, a middle and the last request, and
 * with POSTBUD_FAULTS=all each at all of them, which takes minutes more.
 */
export function positionsFor<Way>(at: number, all: readonly Way[]): readonly Way[] {
  return process.env.POSTBUD_FAULTS === 'all' ? all : all.filter((_, place) => place === at % all.length)
}

/** So many rows at a time, for a lab each, with a name that tells them all. */
export function inGroups<Row extends { readonly name: string }>(rows: readonly Row[], size: number) {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => {
    const group = rows.slice(at * size, (at + 1) * size)
    return { name: group.map(({ name }) => name).join('; '), rows: group }
  })
}

/** For an act of the sandbox that is waited for: the answer never comes. */
export function never(): Promise<void> {
  return new Promise(() => undefined)
}
