import { parseArgs } from 'node:util'
import { drawScenario } from './draw-scenario.ts'
import { openPlace } from './open-place.ts'
import { type Place, type Played, play, type Tally } from './play.ts'
import type { Scenario } from './scenario.ts'
import { shrink } from './shrink.ts'

// npm run soak [-- --minutes 30 --seed N --seeds COUNT --shrink]: random sequences of data changes, runs, faults, other people's
// acts, stops and kills, each step checked against a model of its own. The first seed is --seed, or the time.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    shrink: { type: 'boolean' },
    keep: { type: 'boolean' },
    trace: { type: 'boolean' },
  },
})
const first = values.seed === undefined ? Math.floor(Date.now() / 1000) % 1_000_000 : Number(values.seed)
const minutes = values.minutes === undefined ? undefined : Number(values.minutes)
const count = Number(
  values.seeds ?? (minutes !== undefined ? Number.POSITIVE_INFINITY : values.seed === undefined ? 100 : 1),
)
const until = performance.now() + (minutes ?? Number.POSITIVE_INFINITY) * 60_000

await using place = await openPlace(values.trace ? (line) => console.log(line) : undefined)
const total: Tally = { steps: 0, runs: 0, faults: 0, acts: 0, kills: 0, stops: 0 }
const failed: number[] = []
let played = 0
const started = performance.now()
for (let seed = first; played < count && performance.now() < until; seed += 1) {
  const scenario = drawScenario(seed)
  const result = await playSafely(place, scenario)
  played += 1
  for (const [name, figure] of Object.entries(result.tally)) total[name as keyof Tally] += figure
  if (result.failure) {
    failed.push(seed)
    report(scenario, result)
    if (values.shrink) {
      const smaller = await shrink(scenario, (each) => playSafely(place, each))
      console.log('\nThe same failure in fewer steps:')
      report(smaller.scenario, smaller.played)
    }
    if (!values.keep && count === Number.POSITIVE_INFINITY && failed.length >= 10) break
  }
}
const took = (performance.now() - started) / 60_000
console.log(
  `${played} seeds from ${first} in ${took.toFixed(1)} minutes: ${total.steps} steps, ${total.runs} runs, ${total.faults} faults, ` +
    `${total.acts} acts of others, ${total.stops} stops, ${total.kills} kills; ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`,
)
process.exitCode = failed.length > 0 ? 1 : 0

/** What goes wrong in the playing itself is a failure like any other. */
async function playSafely(where: Place, scenario: Scenario): Promise<Played> {
  try {
    return await play(where, scenario)
  } catch (thrown) {
    const why = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
    const tally: Tally = { steps: 0, runs: 0, faults: 0, acts: 0, kills: 0, stops: 0 }
    return { tally, failure: { step: 0, what: 'playing', problems: [why] } }
  }
}

function show({ seed, settings, steps }: Scenario): void {
  console.log(`\nseed ${seed}\n  ${JSON.stringify(settings)}`)
  for (const [at, step] of steps.entries()) console.log(`  ${at + 1}. ${JSON.stringify(step)}`)
}

function report(scenario: Scenario, { failure }: Played): void {
  show(scenario)
  console.log(`  FAILED after step ${failure?.step}: ${failure?.what}`)
  for (const problem of failure?.problems ?? []) console.log(`    ${problem}`)
  console.log(`  again: npm run soak -- --seed ${scenario.seed}`)
}
