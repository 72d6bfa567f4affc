import { expect, test, vi } from 'vitest'
import { type Departure, type FaultLab, faultLab, personOf } from '../support/fault-lab.ts'

vi.setConfig({ testTimeout: 120_000 })

const imports = { method: 'POST', path: 'contacts_file_import' } as const
const dayMs = 24 * 3_600_000

type Row = { readonly what: string; readonly arm: (lab: FaultLab, nth: number) => void }

const ways: readonly Row[] = [
  {
    what: 'Constant Contact calls the day spent',
    arm: ({ control }, nth) => control.fault({ ...imports, nth, action: 'quota-exceeded' }),
  },
  {
    what: 'another program spends the day',
    arm: ({ control }, nth) => {
      control.setLimits({ requestsPerDay: 10_000 })
      control.whenRequest({ ...imports, nth }, () => control.spend(10_000))
    },
  },
]

test.each(ways)(
  'once $what, nothing leaves before 00:00 UTC, whoever asks, and then the run goes on',
  async ({ arm }) => {
    const lab = await faultLab()
    await lab.day()
    for (const nth of [1, 2, 4]) {
      toNoon(lab)
      arm(lab, nth)
      const [stopped, ...then] = await lab.day({
        mend: async () => {
          lab.control.clearFaults()
          lab.spent()
          const midnight = (Math.floor(lab.clock.now().getTime() / dayMs) + 1) * dayMs
          expect(await lab.run()).toMatchObject({ status: 'Queued', waits_until: new Date(midnight) })
          await lab.reopen()
          expect(await lab.run()).toMatchObject({ status: 'Queued' })
          lab.clock.advance(midnight - lab.clock.now().getTime() - 60_000)
          expect(await lab.run()).toMatchObject({ status: 'Queued', waits_for: 'quota_exhausted' })
          expect(Object.keys(lab.spent()).filter((route) => route.includes('/v3/'))).toEqual([])
          lab.clock.advance(61_000)
        },
      })
      expect(stopped).toMatchObject({ status: 'Queued', reason: 'quota_exhausted', finished_at: null })
      expect(stopped.message).toMatch(
        /requests of this Constant Contact application are spent.*leave again from \d+-\d+-\d+T00:00/,
      )
      expect(then).toHaveLength(1)
    }
    await lab.quiet()
  },
)

test('a day that we have spent ourselves is not asked for more, and the run goes on the next day', async () => {
  const lab = await faultLab({ requestsPerDay: 45, requestsPerSecond: 100 })
  const used = () => lab.control.requests().today['sandbox-client'] ?? 0
  const statuses: string[] = []
  toNoon(lab)
  for (let turn = 0; turn < 4; turn += 1) {
    await lab.day({
      mend: ({ status }) => {
        statuses.push(status)
        expect(used()).toBeLessThanOrEqual(45)
        lab.clock.advance(dayMs)
      },
    })
    expect(used()).toBeLessThanOrEqual(45)
  }
  expect(new Set(statuses)).toEqual(new Set(['Queued']))
})

test('when the day turns by our clock and not yet by theirs, minutes are waited, not a day', async () => {
  const lab = await faultLab()
  await lab.day()
  lab.control.setLimits({ requestsPerDay: 10_000 })
  lab.clock.advance(dayMs - (lab.clock.now().getTime() % dayMs) + 30_000)
  lab.control.advance(-90_000)
  lab.control.spend(10_000)
  const [stopped] = await lab.day({ mend: () => lab.clock.advance(300_000) })
  expect(stopped).toMatchObject({ status: 'Queued', reason: 'quota_exhausted' })
  const waited = (stopped.waits_until?.getTime() ?? 0) % dayMs
  expect(waited).toBeLessThanOrEqual(300_000)
  await lab.quiet()
})

/** Far from the turn of a day, right after which a minute or two between the clocks matter. */
function toNoon({ clock }: FaultLab): void {
  const now = clock.now().getTime()
  clock.advance(1.5 * dayMs - (now % dayMs))
}

const hows: readonly Departure[] = ['unsubscribed', 'deleted', 'left']

test.each([90_000, -90_000])('with clocks %i ms apart nobody is sent twice, revived or lost', async (apartMs) => {
  const lab = await faultLab()
  lab.control.advance(apartMs)
  await lab.day()
  for (const [at, how] of hows.entries()) {
    const nth = [1, 2, 4][at] ?? 1
    lab.depart(personOf((at + 1) * 4 + 3, at).email, how)
    lab.control.fault({ ...imports, nth, action: 'drop-after' })
    lab.control.fault({ method: 'POST', path: 'remove_list_memberships', action: 'drop-after' })
    expect(await lab.day()).toHaveLength(1)
  }
  await lab.day()
  await lab.quiet()
})
