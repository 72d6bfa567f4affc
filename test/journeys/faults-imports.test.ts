import { expect, test } from 'vitest'
import type { FaultInput } from '../../sandbox/faults/request-faults.ts'
import { type FaultLab, faultLab } from '../support/fault-lab.ts'

/** The first, a middle and the last of the four imports of a day. */
const positions = [1, 2, 4]
const imports = { method: 'POST', path: 'contacts_file_import' } as const
const looks = { method: 'GET', path: '/v3/activities' } as const

type Row = { readonly name: string; readonly arm: (lab: FaultLab, nth: number) => void }

function struck(name: string, action: FaultInput['action'], times = 1): Row {
  return { name, arm: ({ control }, nth) => control.fault({ ...imports, nth, times, action }) }
}

const heals: readonly Row[] = [
  struck('500', { status: 500 }),
  struck('500 though it was accepted', { status: 500, handled: true }),
  struck('503', { status: 503 }),
  struck('503 three times in a row', { status: 503 }, 3),
  struck('503 though it was accepted', { status: 503, handled: true }),
  struck('an HTML page', 'html'),
  struck('the answer lost', 'drop-after'),
  struck('the connection lost before it was accepted', 'drop-before'),
  struck('the connection cut while the file was on its way', 'cut-upload'),
  struck('half an answer', 'truncated-json'),
  struck('a token refused once', 'unauthorized'),
  struck('throttled in a burst', 'throttled', 5),
  struck('a full queue that drains', 'queue-full', 3),
  {
    name: 'a time-out of what is never accepted',
    arm: ({ control }, nth) => void control.whenRequest({ ...imports, nth }, never),
  },
  {
    name: 'a time-out of what was accepted',
    arm: ({ control }, nth) => void control.afterRequest({ ...imports, nth }, never),
  },
  { name: 'a time-out of what is accepted later, while it is looked for', arm: acceptedLater },
]

test.each(heals)('an import met by $name, at the first, a middle and the last, heals by itself', async ({ arm }) => {
  const lab = await faultLab({ timeouts: { requestMs: 5_000, uploadMs: 400 } })
  await lab.day()
  for (const nth of positions) {
    arm(lab, nth)
    expect(await lab.day()).toHaveLength(1)
  }
  await lab.quiet()
})

/** The service takes the file only when the client has looked for it once, and tells of it the second time. */
function acceptedLater({ control }: FaultLab, nth: number): void {
  const looked = Promise.withResolvers<void>()
  const accepted = Promise.withResolvers<void>()
  control.whenRequest({ ...imports, nth }, () => {
    control.afterRequest(looks, () => looked.resolve())
    control.whenRequest({ ...looks, nth: 2 }, () => accepted.promise)
    return looked.promise
  })
  control.afterRequest({ ...imports, nth }, () => accepted.resolve())
}

function never(): Promise<void> {
  return new Promise(() => undefined)
}

type Stop = Row & { readonly status: string; readonly reason: string; readonly says: RegExp; readonly again?: boolean }

const stops: readonly Stop[] = [
  {
    ...struck('a 403', 'forbidden'),
    status: 'Failed (permanent)',
    reason: 'constant_contact_forbidden',
    says: /does not allow this connection[\s\S]*an import of contacts[\s\S]*CONSTANT_CONTACT_API_URL/,
  },
  {
    ...struck('a request that is refused', { status: 400 }),
    status: 'Failed (permanent)',
    reason: 'constant_contact_refused',
    says: /refused the request for an import of contacts \(400\)/,
  },
  {
    ...struck('throttling that does not end', 'throttled', 100),
    status: 'Failure (will retry)',
    reason: 'throttled',
    says: /Another program may be using the same application; try again later/,
  },
  {
    ...struck('a full queue that does not drain', 'queue-full', 100),
    status: 'Failure (will retry)',
    reason: 'queue_full',
    says: /1,000 jobs waiting[\s\S]*Try again when they have/,
  },
]

test.each(stops)('an import met by $name, at the first, a middle and the last, ends with its cause', async (row) => {
  const lab = await faultLab()
  await lab.day()
  for (const nth of positions) {
    row.arm(lab, nth)
    const [failed, ...then] = await lab.day({ mend: () => lab.control.clearFaults() })
    expect(failed).toMatchObject({ status: row.status, reason: row.reason, message: expect.stringMatching(row.says) })
    expect(then).toHaveLength(1)
  }
  await lab.quiet()
})
