import { expect, test, vi } from 'vitest'
import { PAGE_FAULTS, type PageFault } from '../../sandbox/faults/request-faults.ts'
import { outcomesOf } from '../support/delivery-lab.ts'
import { type FaultLab, faultLab, personOf } from '../support/fault-lab.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Pages of one reading: the first has its question in the address, the others carry it in their cursor. */
function pages(question: string): { method: string; path: RegExp } {
  const whole = Buffer.from(question).subarray(0, Math.floor(question.length / 3) * 3)
  return { method: 'GET', path: new RegExp(`\\?${question}.*limit=500|cursor=${whole.toString('base64')}`) }
}

const ofList = pages('status=all&lists=')
/** Somebody else's people on the list, so that it has three pages. */
const listed = 1_100

const broken = /^(paging_broken|unexpected_answer)$/

const faults = PAGE_FAULTS.map((fault, at) => ({ fault, nth: (at % 3) + 1 }))

/**
 * The faults that a reading meets: three of them in turn, so that each is met by three readings, and with POSTBUD_FAULTS=all
 * every one, which takes a minute more.
 */
function faultsOf(reading: number): typeof faults {
  return process.env.POSTBUD_FAULTS === 'all'
    ? faults
    : [0, 1, 2].flatMap((at) => faults[(reading + at) % faults.length] ?? [])
}

test.each(faultsOf(0))(
  'a first reading of the list that meets $fault on page $nth is whole all the same',
  async (row) => {
    const lab = await crowdedLab()
    arm(lab, row)
    expect(await lab.day()).toHaveLength(1)
    await lab.day()
    await lab.quiet()
  },
)

test.each(faultsOf(1))(
  'readings of the list that meet $fault, on the first, a middle and the last page, take nobody for gone; one that meets it for good stops the run before anything is sent',
  async ({ fault }) => {
    const lab = await crowdedLab()
    await lab.day()
    for (const nth of [1, 2, 3]) {
      ring(lab, nth)
      arm(lab, { fault, nth })
      const [run, ...then] = await lab.day()
      expect(then).toEqual([])
      expect(outcomesOf(run).held_back ?? {}).not.toHaveProperty('left_list')
    }
    ring(lab, 4)
    arm(lab, { fault, nth: 2, times: Infinity })
    lab.spent()
    const [failed, ...then] = await lab.day({
      mend: () => {
        expect(Object.keys(lab.spent()).filter((route) => route.startsWith('POST /v3'))).toEqual([])
        lab.control.clearFaults()
      },
    })
    expect(failed).toMatchObject({ status: 'Failure (will retry)', reason: expect.stringMatching(broken) })
    expect(failed.message).toMatch(/(do not hold together|cannot be used): .*[Tt]ry again/)
    expect(then).toHaveLength(1)
    await lab.quiet()
  },
)

test.each(faultsOf(2))(
  'a reading for the ids of who leaves that meets $fault, once or for good, takes nobody off by mistake',
  async ({ fault, nth }) => {
    const lab = await faultLab({ crowd: 1_204, turnover: 1_203 })
    await lab.day()
    arm(lab, { fault, nth })
    expect(await lab.day()).toHaveLength(1)
    // That reading told the ids of those who joined, too.
    await lab.day()
    arm(lab, { fault, nth: 2, times: Infinity })
    const [failed, ...then] = await lab.day({ mend: () => lab.control.clearFaults() })
    expect(failed).toMatchObject({ stage: 'removing', reason: expect.stringMatching(broken) })
    expect(then).toHaveLength(1)
    await lab.quiet()
  },
)

test.each(faultsOf(3))(
  'a reading of who departed that meets $fault, the first time or later, revives nobody',
  async ({ fault, nth }) => {
    const lab = await faultLab()
    for (let n = 0; n < listed; n += 1) lab.control.addContact({ email: `gone.${n}@example.com` })
    for (let n = 0; n < listed; n += 1) lab.control.deleteContact(`gone.${n}@example.com`)
    for (const { email } of [personOf(8, 0), personOf(13, 1), personOf(18, 2)]) lab.control.addContact({ email })
    lab.depart(personOf(8, 0).email, 'deleted')
    arm(lab, { fault, nth }, 'status=deleted')
    expect(await lab.day()).toHaveLength(1)
    lab.depart(personOf(13, 1).email, 'deleted')
    for (let n = 0; n < listed; n += 1) lab.control.addContact({ email: `gone.${n}@example.com` })
    for (let n = 0; n < listed; n += 1) lab.control.deleteContact(`gone.${n}@example.com`)
    arm(lab, { fault, nth }, 'status=deleted')
    expect(await lab.day()).toHaveLength(1)
    await lab.day()
    await lab.quiet()
  },
)

test.each(faultsOf(4))(
  'a reading of what changed that meets $fault tells who left, although as many joined',
  async ({ fault }) => {
    const lab = await faultLab({ sandbox: { unknowns: { listChangeTouchesUpdatedAt: true } } })
    for (let n = 0; n < listed; n += 1) lab.control.addContact({ email: `elsewhere.${n}@example.com` })
    await lab.day()
    lab.clock.advance(600_000)
    await lab.day()
    for (const nth of [1, 2, 3]) {
      lab.clock.advance(600_000)
      for (let n = 0; n < listed; n += 1) lab.control.addContact({ email: `elsewhere.${n}@example.com` })
      lab.addOther(`elsewhere.${nth}@example.com`)
      lab.depart(personOf((nth + 1) * 4 + 1, nth).email, 'left')
      arm(lab, { fault, nth }, 'status=all&updated_after=')
      const [run, ...then] = await lab.day()
      expect(then).toEqual([])
      expect(outcomesOf(run).held_back).toEqual({ left_list: 1 })
    }
    await lab.quiet()
  },
)

/** A lab on a list of three pages, in an account that has a few more contacts. */
async function crowdedLab(): Promise<FaultLab> {
  const lab = await faultLab()
  for (let n = 0; n < listed; n += 1) lab.addOther(`other.${n}@example.com`)
  for (const n of [1, 2, 3, 4]) lab.control.addContact({ email: `elsewhere.${n}@example.com` })
  lab.clock.advance(600_000)
  return lab
}

/** Somebody is put on the list by others, of which only the count tells: the list is read whole. */
function ring(lab: FaultLab, nth: number): void {
  lab.clock.advance(600_000)
  lab.addOther(`elsewhere.${nth}@example.com`)
}

function arm(
  { control }: FaultLab,
  { fault, nth, times = 1 }: { fault: PageFault; nth: number; times?: number },
  question?: string,
): void {
  control.fault({ ...(question ? pages(question) : ofList), nth, times, action: fault })
}
