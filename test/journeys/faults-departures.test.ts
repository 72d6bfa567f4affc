import { expect, test, vi } from 'vitest'
import { outcomesOf } from '../support/delivery-lab.ts'
import { type Departure, type FaultLab, faultLab, personOf } from '../support/fault-lab.ts'
import { positionsFor } from '../support/fault-rows.ts'

vi.setConfig({ testTimeout: 120_000 })

const imports = { method: 'POST', path: 'contacts_file_import' } as const
const departures = { method: 'GET', path: 'status=unsubscribed' } as const
const looks = { method: 'GET', path: '/v3/activities' } as const

/** Three people of a day: one each of the first, a middle and the last import, the last of them new to the list. */
const victims = [
  { nth: 1, place: 5 },
  { nth: 2, place: 6 },
  { nth: 4, place: 8 },
]

type Moment = {
  readonly when: string
  /** Lets `depart` happen at the moment, for the person of the nth import. */
  readonly arm: (lab: FaultLab, nth: number, depart: () => void) => void
  readonly how: readonly Departure[]
  /** Whether an import has overridden it before anybody can know; such a person is taken off the list again. */
  readonly revivable?: boolean
  readonly pace?: number
}

const everyWay = ['unsubscribed', 'deleted', 'left'] as const
const ofAccount = ['unsubscribed', 'deleted'] as const

const moments: readonly Moment[] = [
  {
    when: 'right before their import is taken, seen by no reading',
    arm: ({ control }, nth, depart) => void control.whenRequest({ ...imports, nth }, depart),
    // Whoever is deleted or leaves the list then is revived without a trace: the window that docs/mirror.md tells of.
    how: ['unsubscribed'],
  },
  {
    when: 'while their import waits at Constant Contact',
    arm: ({ control }, nth, depart) => void control.afterRequest({ ...imports, nth }, depart),
    how: ofAccount,
    revivable: true,
    pace: 0.005,
  },
  {
    when: 'right after their import has run',
    arm: ({ control }, nth, depart) => void control.afterRequest({ ...imports, nth }, depart),
    how: everyWay,
  },
  {
    when: 'while their import, whose answer was lost, is looked for',
    arm: ({ control }, nth, depart) => {
      control.fault({ ...imports, nth, action: 'drop-before' })
      control.whenRequest(looks, depart)
    },
    how: ofAccount,
  },
  {
    when: 'while the queue of jobs is full',
    arm: ({ control }, nth, depart) => {
      control.whenRequest({ ...imports, nth }, () => {
        control.setLimits({ queuedActivities: 0 })
        depart()
        control.whenRequest(departures, () => control.setLimits('none'))
      })
    },
    how: ofAccount,
  },
]

/** At each moment people depart in one way, in turn, and with POSTBUD_FAULTS=all in every way that there is. */
const rows = moments.flatMap((moment, at) => positionsFor(at, moment.how).map((how) => ({ ...moment, how })))

test.each(rows)('people $how $when are not on the list because of us', async ({ arm, how, revivable, pace }) => {
  const lab = await faultLab()
  await lab.day()
  for (const [at, { nth, place }] of victims.entries()) {
    const email = known(lab, at + 1, place)
    if (pace) lab.control.setPace({ instant: false, contactsPerSecond: pace })
    arm(lab, nth, () => lab.depart(email, how, revivable))
    expect(await lab.day()).toHaveLength(1)
  }
  lab.control.setPace({ instant: true })
  await lab.day()
  await lab.quiet()
})

test.each(everyWay)(
  'people %s while their run is stopped are not put back, whether their import had left or not',
  async (how) => {
    const lab = await faultLab()
    await lab.day()
    const planned = leavers(lab, 1, how)
    await lab.day({ stop: { at: 'planned', meanwhile: () => planned.forEach((email) => void lab.depart(email, how)) } })
    // The first import has left and waits at Constant Contact.
    lab.control.setPace({ instant: false, contactsPerSecond: 0.005 })
    const sent = leavers(lab, 2, how)
    await lab.day({
      stop: { at: 'batch_sent', meanwhile: () => sent.forEach((email) => void lab.depart(email, how, true)) },
    })
    lab.control.setPace({ instant: true })
    await lab.day()
    await lab.quiet()
  },
)

test.each(everyWay)(
  'people %s after the last look of their run are off the list, and held back from then on',
  async (how) => {
    const lab = await faultLab()
    await lab.day()
    const emails = victims.map(({ place }) => known(lab, 1, place))
    await lab.day({
      told: (event) => {
        if (event.type === 'stage' && event.stage === 'closing') for (const email of emails) lab.depart(email, how)
      },
    })
    const [next] = await lab.day()
    expect(outcomesOf(next).held_back).toEqual({ [how === 'left' ? 'left_list' : how]: 3 })
    await lab.quiet()
  },
)

test.each(ofAccount)('people %s while the list is read for minutes are not sent at all', async (how) => {
  const lab = await faultLab()
  await lab.day()
  lab.clock.advance(600_000)
  await lab.day()
  const emails = victims.map(({ place }) => known(lab, 2, place))
  // Only the count tells of it, so that the list is read whole before the plan is made.
  lab.addOther('elsewhere@example.com')
  const read = lab.control.whenRequest({ method: 'GET', path: /lists=.*&limit=500/ }, () => {
    for (const email of emails) lab.depart(email, how)
    lab.clock.advance(120_000)
  })
  const [run] = await lab.day()
  expect(read.done).toBe(true)
  const held = Object.values(outcomesOf(run).held_back ?? {})
  expect(held.reduce((sum, people) => sum + people, 0)).toBe(3)
})

test.each(['forbidden', 'throttled'] as const)(
  'whom an import put back is taken off again, even if the removal is at first %s',
  async (action) => {
    const lab = await faultLab()
    await lab.day()
    const email = known(lab, 1, 5)
    lab.control.setPace({ instant: false, contactsPerSecond: 0.005 })
    lab.control.afterRequest({ ...imports, nth: 1 }, () => lab.depart(email, 'deleted', true))
    lab.control.fault({ method: 'POST', path: 'remove_list_memberships', action, times: Infinity })
    const [failed, ...then] = await lab.day({ mend: () => lab.control.clearFaults() })
    expect(failed).toMatchObject({ status: 'Failure (will retry)', finished_at: null })
    expect(then).toHaveLength(1)
    expect(lab.control.contact(email)?.lists).toEqual([])
  },
)

test('whom an import put back is taken off again, even if the imports after it are refused', async () => {
  const lab = await faultLab()
  await lab.day()
  const email = known(lab, 1, 5)
  lab.control.setPace({ instant: false, contactsPerSecond: 0.005 })
  lab.control.afterRequest({ ...imports, nth: 1 }, () => lab.depart(email, 'deleted', true))
  lab.control.fault({ ...imports, nth: 4, action: 'forbidden' })
  const [failed] = await lab.day()
  expect(failed).toMatchObject({ status: 'Failed (permanent)', reason: 'constant_contact_forbidden' })
  expect(outcomesOf(failed)).toMatchObject({ held_back: { deleted: 2 }, not_sent: { constant_contact_forbidden: 1 } })
})

/** Nobody leaves a list before being on it. */
function leavers(lab: FaultLab, day: number, how: Departure): string[] {
  return victims.filter(({ place }) => how !== 'left' || place < 8).map(({ place }) => known(lab, day, place))
}

/** Somebody of a day whose contact the account knows. */
function known(lab: FaultLab, day: number, place: number): string {
  const { email } = personOf(day * 4 + place, day)
  if (!lab.control.contact(email)) lab.control.addContact({ email })
  return email
}
