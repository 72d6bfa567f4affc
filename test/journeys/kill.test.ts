import { beforeAll, expect, test } from 'vitest'
import { type KillLab, killLab, type Outcome } from '../support/kill-lab.ts'
import {
  type Arm,
  after,
  afterImport,
  afterRemoval,
  beforeImport,
  lostImport,
  onEvent,
  onFile,
} from '../support/kill-moments.ts'

/** How many moments are tried: a few in the suite, all with POSTBUD_KILLS=20 (or more, which are then random ones). */
const wanted = Number(process.env.POSTBUD_KILLS ?? 5)
const seed = Number(process.env.POSTBUD_SEED ?? 20_261_124)

const random = mulberry(seed)
const chance = 'chance had it'
const soon = () => Math.floor(random() * 30)

/**
 * The moments by name, the ones that have gone wrong for others first. They are taken in pairs, one of each day: on the second
 * day people leave too.
 */
const moments: readonly (readonly [string, Arm])[] = [
  ['an import was taken and its answer not read', afterImport(2)],
  ['the ledger is being written', onFile(/claims-/, 0)],
  ['an import is on its way', beforeImport(3)],
  ['the plan was written and no row points to it', onFile(/plan\.parquet$/, 0)],
  ['jobs are settling', onEvent('settling', 2, soon())],
  ['a removal was taken and its answer not read', afterRemoval()],
  ['an import never arrived', lostImport(1)],
  ['the removals are written and no row points to them', onFile(/leaving\.parquet$/, 0)],
  ['the first batch is written', onFile(/0001\.csv$/, 0)],
  ['planning has begun', onEvent('planning', 1, soon())],
  ['the plan is frozen', onEvent('planned', 1)],
  ['delivering began', onEvent('delivering', 1, soon())],
  ['the first import was taken', afterImport(1)],
  ['the last import is on its way', beforeImport(4)],
  ['the third batch is told as sent', onEvent('batch_sent', 3)],
  ['settling began', onEvent('settling', 1, soon())],
  ['closing began', onEvent('closing', 1)],
  ['the receipts are being written', onFile(/receipts\.parquet/, 0)],
  ['the refusals are being written', onFile(/refusals-/, 0)],
  ['the ledger was just written', onFile(/claims-/, 15)],
  ['the sources are being refreshed', onEvent('refreshing', 1, soon())],
  ['the whole is told as finished', onEvent('finished', 1)],
]
const chosen = Array.from({ length: wanted }, (_, at) => moments[at] ?? randomMoment())

let undisturbed: Outcome
/** How long an undisturbed process takes, in milliseconds. */
let whole = 2_000

beforeAll(async () => {
  await using lab = await killLab()
  for (const day of [0, 1]) {
    await lab.turnTo(day)
    const started = performance.now()
    expect(await lab.run()).toMatchObject({ code: 3, err: '' })
    whole = performance.now() - started
  }
  undisturbed = await lab.outcome()
}, 120_000)

test('the measure is a run with every kind of outcome', () => {
  const outcomes = undisturbed.runs.map((run) => run.outcomes)
  expect(outcomes).toHaveLength(2)
  expect(outcomes[0]).toMatchObject({
    delivered: { '': expect.any(Number) },
    held_back: { unsubscribed: 10, deleted: 10 },
    rejected: { email_missing: 31, email_malformed: expect.any(Number), refused: 20 },
  })
  expect(undisturbed.runs[1]?.removals).toMatchObject({ removed: { left_segments: expect.any(Number) } })
  expect(outcomes[1]).toMatchObject({ unchanged: { '': expect.any(Number) }, delivered: { '': expect.any(Number) } })
  expect(undisturbed.ledger.length).toBeGreaterThan(2_400)
  expect(undisturbed.refusals.length).toBeGreaterThan(19)
  expect(undisturbed).toMatchObject({ sentTwice: [], unsettled: 0 })
})

// Each lab is killed on both days, at moments of its own; on the second day the run that carries on is killed as well.
for (let at = 0; at < chosen.length; at += 2) {
  const [[first, killFirst], [second, killSecond]] = [chosen[at] ?? randomMoment(), chosen[at + 1] ?? randomMoment()]
  test(`killed when ${first}, and a day later when ${second}`, { timeout: 120_000 }, async () => {
    await using lab = await killLab()
    await lab.turnTo(0)
    await killed(lab, first, killFirst)
    await converge(lab)
    await lab.turnTo(1)
    await killed(lab, second, killSecond)
    await lab.run(randomMoment()[1])
    await converge(lab)

    const { runs, ...state } = await lab.outcome()
    const { runs: measure, ...measured } = undisturbed
    expect(state).toEqual(measured)
    // A process killed after its run had ended was followed by a run in which nothing was left to do.
    const worked = runs.filter(({ outcomes }) => 'delivered' in (outcomes as object))
    expect(worked).toEqual(measure)
    for (const run of runs) expect(run.finished).toBe(true)
  })
}

async function killed(lab: KillLab, moment: string, arm: Arm): Promise<void> {
  const { code } = await lab.run(arm)
  lab.sandbox.control.clearFaults()
  // Chance may come too late; what waits for something to happen may not.
  if (moment !== chance) expect(code, 'the process was killed, and did not end by itself').toBeNull()
}

async function converge(lab: KillLab): Promise<void> {
  const { code, err } = await lab.run()
  expect(err).toBe('')
  expect([0, 3]).toContain(code)
}

function randomMoment(): readonly [string, Arm] {
  const share = random()
  return [chance, (seen, kill) => after(Math.floor(share * whole))(seen, kill)]
}

/** A small generator of numbers from 0 to 1, so that a seed gives the same moments again. */
function mulberry(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
