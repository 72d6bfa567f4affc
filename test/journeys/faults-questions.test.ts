import { expect, test, vi } from 'vitest'
import { type FaultLab, faultLab } from '../support/fault-lab.ts'
import { never, struck } from '../support/fault-rows.ts'

vi.setConfig({ testTimeout: 120_000 })

const questions = { method: 'GET', path: '/v3/' } as const
/** Each row meets its fault at one question in so many, beginning at another one: together they leave none out. */
const stride = process.env.POSTBUD_FAULTS === 'all' ? 3 : 6

const passing = [
  struck(questions, '500', { status: 500 }),
  struck(questions, '503 five times in a row', { status: 503 }, 5),
  struck(questions, 'an HTML page', 'html'),
  struck(questions, 'half an answer', 'truncated-json'),
  struck(questions, 'a connection lost', 'drop-before'),
  struck(questions, 'an answer lost', 'drop-after'),
  struck(questions, 'a token refused once', 'unauthorized'),
  struck(questions, 'throttling in a burst', 'throttled', 8),
  {
    name: 'a time-out',
    arm: ({ control }: FaultLab, nth: number) => void control.whenRequest({ ...questions, nth }, never),
  },
].map((row, at) => ({ ...row, from: (at % stride) + 1 }))

test.each(passing)('questions of which one meets $name are asked again, wherever in a run', async ({ arm, from }) => {
  const lab = await faultLab({ timeouts: { requestMs: 500, uploadMs: 30_000 } })
  const asked = await questionsOfADay(lab)
  for (let nth = from; nth < asked; nth += stride) {
    arm(lab, nth)
    expect(await lab.day()).toHaveLength(1)
  }
  await lab.quiet()
})

const lasting = [
  {
    ...struck(questions, 'a 500', { status: 500 }, Infinity),
    status: /^Failure .will retry./,
    says: /^constant_contact_unreachable: .*it answered 500 .*Try again later; nothing was changed/,
  },
  {
    ...struck(questions, 'half an answer', 'truncated-json', Infinity),
    status: /^Failure .will retry./,
    says: /^constant_contact_unreachable: .*cut short or is not JSON.*Try again later/,
  },
  {
    ...struck(questions, 'throttling', 'throttled', Infinity),
    status: /^Failure .will retry./,
    says: /^throttled: .*try again later, or give Postbud an application of its own/,
  },
  {
    ...struck(questions, 'a 403', 'forbidden', Infinity),
    status: /^Fail/,
    says: /^constant_contact_forbidden: .*probably deactivated in the developer portal/,
  },
  {
    ...struck(questions, 'a 400', { status: 400 }, Infinity),
    status: /^Fail/,
    says: /^constant_contact_refused: .*refused the request for .* \(400\)|^list_not_found: .*postbud lists/,
  },
].map((row, at) => ({ ...row, from: (at % stride) + 1 }))

test.each(lasting)(
  'questions that meet $name for good, from anywhere in a run on: it says so, and goes on once that is mended',
  async ({ arm, from, status, says }) => {
    const lab = await faultLab()
    const asked = await questionsOfADay(lab)
    for (let nth = from; nth <= asked; nth += stride) {
      lab.control.clearRequests()
      arm(lab, nth)
      const [failed, ...then] = await lab.day({ mend: () => lab.control.clearFaults() })
      if (!lab.control.requests().log.some(({ fault }) => fault !== null)) {
        // How often a day looks at its jobs hangs on how soon they are done.
        expect(nth).toBeGreaterThan(asked / 2)
        lab.control.clearFaults()
        break
      }
      expect(failed).toMatchObject({ status: expect.stringMatching(status) })
      expect(`${failed.reason}: ${failed.message}`).toMatch(says)
      expect(then).toHaveLength(1)
      lab.control.clearFaults()
    }
    await lab.quiet()
  },
)

/** How many questions a day's run asks. */
async function questionsOfADay(lab: FaultLab): Promise<number> {
  await lab.day()
  lab.spent()
  await lab.day()
  const asked = Object.entries(lab.spent()).filter(([route]) => route.startsWith('GET /v3/'))
  return asked.reduce((sum, [, times]) => sum + times, 0)
}
