import { spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import type { MatchRule } from '../../src/contract/unification.ts'
import { openEngine } from '../../src/engine/duckdb.ts'
import { output, spawnPostbud } from '../world.ts'
import { changeRows } from './change-rows.ts'
import { makePeople, plans, roughPlans, type SourcePlan } from './make-people.ts'
import { peopleProfiles } from './people-profiles.ts'
import { ruleSets, speedRules } from './rule-sets.ts'

// npm run bench:unification [-- --people N [--seed TEXT] [--rough] [--shipped] | --speed | --five]: how good (precision and recall of each rule
// set, or of the shipped one alone, on people whose truth is known; another seed makes other people, and --rough mistypes their streets and birth dates, too)
// and how fast (ratios against a bare hash join of the same tables in the same run) unification is.
const folder = resolve('.bench')
const given = process.argv.slice(2)
const peopleGiven = Number(given[given.indexOf('--people') + 1])
const seed = given.includes('--seed') ? (given[given.indexOf('--seed') + 1] ?? '') : ''
const dirty = given.includes('--rough') ? roughPlans : plans
const wholeSpeed = given.includes('--five')

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
if (!given.includes('--speed')) await quality(given.includes('--people') ? peopleGiven : 100_000)
if (!given.includes('--people')) await speed()

async function quality(people: number): Promise<void> {
  const kind = given.includes('--rough') ? ', rough' : ''
  console.log(`\n${people.toLocaleString('en-US')} people in ${dirty.length} sources, seed "${seed}"${kind}\n`)
  console.log('rules                    precision   recall   people found   seconds')
  await make('quality', people, dirty)
  const env = place('quality')
  for (const { name, match } of ruleSets.filter((each) => !given.includes('--shipped') || each.name === 'shipped')) {
    await configure('quality', dirty, match)
    if (name === 'shipped') await scenario(env, 'sources')
    const { seconds, people: found } = await scenario(env, 'unify')
    const { precision = 0, recall = 0 } = await scenario(env, 'judge')
    const cells = [precision.toFixed(4).padStart(9), recall.toFixed(4).padStart(8)]
    console.log(
      `${name.padEnd(24)} ${cells.join(' ')} ${String(found).padStart(14)} ${(seconds ?? 0).toFixed(1).padStart(9)}`,
    )
  }
}

/** Each source has all people, so that it has as many rows. */
async function speed(): Promise<void> {
  const two = plans.slice(0, 2).map((plan) => ({ ...plan, share: 1, dirt: { ...plan.dirt, again: 0 } }))
  const sizes = wholeSpeed ? [1_000_000, 5_000_000] : [1_000_000]
  console.log('\nrows               hash join   unification   ratio   peak memory')
  let first = 0
  for (const people of sizes) {
    const name = `speed-${people}`
    await make(name, people, two)
    await configure(name, two, speedRules)
    const env = place(name)
    await scenario(env, 'sources')
    // Once to warm the cache of files, then the measure.
    await scenario(env, 'join')
    const bare = await scenario(env, 'join')
    const unified = await scenario(env, 'unify')
    const [a = 0, b = 0] = [bare.seconds, unified.seconds]
    const label = `${people / 1e6} M + ${people / 1e6} M`
    const memory = `${Math.round(unified.peakMegabytes ?? 0)} MB`
    console.log(
      `${label.padEnd(18)} ${`${a.toFixed(2)} s`.padStart(9)} ${`${b.toFixed(1)} s`.padStart(13)} ${(b / a).toFixed(1).padStart(7)} ${memory.padStart(13)}`,
    )
    for (const [stage, seconds] of unified.stages ?? [])
      console.log(`  ${stage.padEnd(22)} ${seconds.toFixed(1).padStart(7)} s`)
    if (first === 0) await changed(name, two, env)
    else console.log(`growth ${(b / first).toFixed(1)} x (goal: under 6)`)
    first ||= b
  }
}

/** Unifies after one per cent of the rows have changed, taking over what holds still and then all of it, which has to come to the same people. */
async function changed(name: string, sources: readonly SourcePlan[], env: NodeJS.ProcessEnv): Promise<void> {
  await using engine = await openEngine({ memoryLimit: '2GB', spillDirectory: join(folder, 'spill') })
  for (const source of sources) await changeRows(engine, join(folder, name, 'files', `${source.name}.parquet`), 1)
  await scenario(env, 'sources')
  const part = await scenario(env, 'unify-what-changed')
  const all = await scenario(env, 'unify')
  if (part.people !== all.people) throw new Error(`${part.people} people of what changed, ${all.people} of everything`)
  const { seconds: some = 0, matching = 0 } = part
  const whole = all.seconds ?? 0
  console.log(
    `1 % changed: ${some.toFixed(1)} s, ${(some / whole).toFixed(2)} x all of it (${whole.toFixed(1)} s); matching ${matching.toFixed(1)} s, ${(matching / (all.matching ?? 1)).toFixed(2)} x`,
  )
}

async function make(name: string, people: number, sources: readonly SourcePlan[]): Promise<void> {
  await using engine = await openEngine({ memoryLimit: '2GB', spillDirectory: join(folder, 'spill') })
  await makePeople(engine, { folder: join(folder, name, 'files'), people, sources, seed })
}

function place(name: string): NodeJS.ProcessEnv {
  return { ...process.env, POSTBUD_FILE: join(folder, name, 'postbud.yaml'), POSTBUD_DATA: join(folder, name, 'data') }
}

async function configure(
  name: string,
  sources: readonly SourcePlan[],
  match: readonly MatchRule[] | undefined,
): Promise<void> {
  const configuration = {
    environment: { name: 'Bench', timeZone: 'Europe/Copenhagen' },
    sources: Object.fromEntries(
      sources.map((source) => [source.name, { file: `files/${source.name}.parquet`, key: 'id' }]),
    ),
    profiles: { ...peopleProfiles(sources.map((source) => source.name)), ...(match && { match }) },
  }
  await writeFile(join(folder, name, 'postbud.yaml'), stringify(configuration))
  await output(spawnPostbud(place(name), ['apply', '--yes']))
}

type Measured = Partial<
  Record<'seconds' | 'people' | 'precision' | 'recall' | 'peakMegabytes' | 'matching', number>
> & {
  readonly stages?: readonly (readonly [stage: string, seconds: number])[]
}

async function scenario(env: NodeJS.ProcessEnv, what: string): Promise<Measured> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'scenario.ts'), what], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse((await output(child)).trim().split('\n').at(-1) ?? '{}')
}
