import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultAction } from '../../sandbox/faults/request-faults.ts'
import type { Sandbox } from '../../sandbox/start-sandbox.ts'
import { chanceFrom } from './chance.ts'
import { definitionsOf } from './definitions.ts'
import type { Ended, Machine, Patience } from './machine.ts'
import { machineHere } from './machine-here.ts'
import { machineOfProcesses } from './machine-of-processes.ts'
import { type ImportSeen, Model, type RunTold } from './model.ts'
import {
  type Act,
  type ExportName,
  lateMs,
  type Meanwhile,
  type Rules,
  type RunStep,
  type Scenario,
  type Step,
  type Trouble,
} from './scenario.ts'
import { changed, filesOf, nobodyYet, type Town } from './town.ts'
import { Truth } from './truth.ts'

/** How much a scenario was. */
export type Tally = { steps: number; runs: number; faults: number; acts: number; kills: number; stops: number }

export type Played = {
  readonly tally: Tally
  /** What was wrong, and after which step (counted from 1); nothing when all was well. */
  readonly failure?: { readonly step: number; readonly what: string; readonly problems: readonly string[] }
}

export type Place = {
  /** Told how each step went, for somebody who looks into one. */
  readonly trace?: ((line: string) => void) | undefined
  readonly sandbox: Sandbox
  /** Where data directories go. */
  readonly folder: string
  /** A new control database. */
  readonly template: string
}

/** Plays a scenario to its end, or to the first step after which something is not as it should be. */
export async function play({ sandbox, folder: place, template, trace }: Place, scenario: Scenario): Promise<Played> {
  const { settings, seed } = scenario
  const { control } = sandbox
  await mkdir(place, { recursive: true })
  const folder = await mkdtemp(join(place, `seed-${seed}-`))
  const tally: Tally = { steps: 0, runs: 0, faults: 0, acts: 0, kills: 0, stops: 0 }
  try {
    control.reset()
    control.setLimits('none')
    control.setLimits({ requestsPerDay: 10_000 })
    control.setUnknowns(settings.unknowns)
    control.setPace(settings.pace === null ? { instant: true } : { instant: false, contactsPerSecond: settings.pace })
    // The same time of day for every seed, so that one played again meets midnight where it did before.
    if (settings.mode === 'stopped') control.advance(Date.UTC(2027, 2, 1, 9) - Date.now())
    const { number } = chanceFrom(seed + 1)
    await using machine = await (settings.mode === 'killed'
      ? machineOfProcesses({ folder, sandbox })
      : machineHere({ folder, template, sandbox, settings, random: number }))
    const player = new Player(sandbox, scenario, machine, { tally, trace })
    const failure = await player.play()
    return { tally, ...(failure && { failure }) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Only somebody who is killed has no time to say that they stopped. */
const working = new Set(['Refreshing', 'Processing'])

class Player {
  readonly #sandbox: Sandbox
  readonly #scenario: Scenario
  readonly #machine: Machine
  readonly #tally: Tally
  readonly #model = new Model()
  readonly #truth: Truth
  readonly #rules: Record<ExportName, Rules>
  #town: Town = nobodyYet
  #step = 0
  #imports = 0
  #runs: readonly RunTold[] = []
  #stuck = false
  #vanishing = false

  readonly #trace: (line: string) => void

  constructor(
    sandbox: Sandbox,
    scenario: Scenario,
    machine: Machine,
    { tally, trace = () => undefined }: { readonly tally: Tally; readonly trace: Place['trace'] },
  ) {
    this.#sandbox = sandbox
    this.#scenario = scenario
    this.#machine = machine
    this.#tally = tally
    this.#trace = trace
    this.#rules = { ...scenario.settings.rules }
    this.#truth = new Truth(sandbox.control, {
      touches: scenario.settings.unknowns.listChangeTouchesUpdatedAt,
      holdOf: (email) => this.#model.holdOf(email),
    })
  }

  async play(): Promise<Played['failure']> {
    await this.#machine.write(filesOf(this.#town))
    await this.#machine.define(definitionsOf(this.#rules, this.#scenario.settings))
    for (const step of this.#scenario.steps) {
      const problems = await this.#take(step)
      if (problems.length > 0) return { step: this.#step, what: JSON.stringify(step), problems }
    }
    return await this.#close()
  }

  /**
   * Whatever went wrong before, once nothing goes wrong any more what was under way comes to its end, everything is delivered,
   * and after that nothing is left to do.
   */
  async #close(): Promise<Played['failure']> {
    for (const step of [{ do: 'release' }, { do: 'wait', hours: 24 * 8 }] as const) await this.#take(step)
    for (const pass of ['what is open', 'what is left', 'nothing'] as const) {
      for (const name of ['news', 'club'] as const) {
        if (pass === 'what is open' && !this.#isOpen(name)) continue
        const problems = await this.#closeExport(name, pass === 'nothing')
        if (problems.length > 0) return { step: this.#step, what: `closing with ${name}`, problems }
      }
    }
    return undefined
  }

  async #closeExport(name: ExportName, quiet: boolean): Promise<readonly string[]> {
    const sent = this.#sent()
    for (let time = 1; time <= 4; time += 1) {
      if (time > 1) await this.#take({ do: 'wait', hours: 25 })
      const problems = [
        ...(await this.#take({ do: 'run', export: name })),
        ...(this.#scenario.settings.guards === 'tight' ? await this.#take({ do: 'decide', how: 'approve' }) : []),
      ]
      if (problems.length > 0) return problems
      // Where refusals are not told one by one, whoever was in the same import is sent again.
      if (quiet && this.#sent() > sent && !this.#truth.someRefused())
        return ['something was sent although nothing had changed']
      if (!this.#isOpen(name)) return []
    }
    return [`the run of ${name} does not come to its end: ${JSON.stringify(this.#runs)}`]
  }

  #isOpen(name: ExportName): boolean {
    return this.#runs.some(({ exportName, finished }) => exportName === name && !finished)
  }

  /** How many jobs were asked for so far. */
  #sent(): number {
    const { byRoute } = this.#sandbox.control.requests()
    return Object.entries(byRoute).reduce((sum, [route, count]) => sum + (route.startsWith('POST /v3/') ? count : 0), 0)
  }

  async #take(step: Step): Promise<readonly string[]> {
    this.#step += 1
    this.#trace(`${this.#step}. ${JSON.stringify(step)}`)
    this.#tally.steps += 1
    const { control } = this.#sandbox
    switch (step.do) {
      case 'change':
        this.#town = changed(this.#town, step.changes)
        await this.#machine.write(filesOf(this.#town))
        this.#truth.watch([...this.#town.people.values()].map(({ email }) => email.trim().toLowerCase()))
        return []
      case 'others':
        for (const act of step.acts) this.#act(act, false)
        return []
      case 'wait':
        if (this.#scenario.settings.mode === 'killed') return []
        control.advance(step.hours * 3_600_000)
        this.#truth.waited(step.hours)
        return []
      case 'release':
        this.#stuck = false
        control.release()
        this.#truth.sync()
        return []
      case 'define':
        this.#rules[step.export] = { ...this.#rules[step.export], leavers: step.leavers }
        await this.#machine.define(definitionsOf(this.#rules, this.#scenario.settings))
        return []
      case 'run':
        return await this.#atWork(step, (patience) => this.#machine.run(step, step.halt, patience))
      case 'preview': {
        const sent = this.#sent()
        const problems = await this.#atWork(step, (patience) => this.#machine.preview(step.export, patience))
        return this.#sent() > sent ? [...problems, 'a preview sent something'] : problems
      }
      case 'decide':
        return await this.#atWork({}, () => this.#machine.decide(step.how))
    }
  }

  #act(act: Act, meanwhile: boolean): void {
    const existed = this.#sandbox.control.contact(act.email) !== undefined
    if (!this.#truth.act(act, this.#step, meanwhile)) return
    this.#tally.acts += 1
    const contact = this.#sandbox.control.contact(act.email)
    if (!existed && contact) this.#model.holds(act.email, contact.values)
  }

  /** The program works, with everything that goes wrong and everybody else who is at work meanwhile; then all is checked. */
  async #atWork(
    { troubles = [], meanwhile = [], halt }: Pick<RunStep, 'troubles' | 'meanwhile' | 'halt'>,
    work: (patience: Patience) => Promise<Ended | readonly Ended[]>,
  ): Promise<readonly string[]> {
    const { control } = this.#sandbox
    const standing = this.#truth.standing()
    for (const trouble of troubles) this.#arm(trouble)
    const calm = this.#await(meanwhile)
    const isLate = troubles.some(
      (each) => 'action' in each && typeof each.action === 'object' && 'delayMs' in each.action,
    )
    const ended = [await work(isLate ? 'short' : 'usual')].flat()
    // A request that left is received before anybody begins anew, which takes a person longer than it is ever late here.
    if (isLate && ended.some(({ how }) => how === 'halted')) await sleep(2 * lateMs)
    calm()
    this.#tally.faults += this.#struck()
    control.clearFaults()
    this.#truth.sync()
    if (ended.some(({ planned }) => planned)) this.#truth.observed(this.#step)
    const runs = await this.#machine.runs()
    this.#count(ended, runs)
    this.#traceRuns(ended, runs)
    this.#runs = runs
    this.#model.check(
      {
        step: this.#step,
        standing,
        town: this.#town,
        rules: { ...this.#rules },
        troubled: troubles.length > 0 || halt !== undefined || this.#stuck,
        jobsTroubled: troubles.some((each) => 'job' in each) || this.#stuck,
        runs,
        imports: this.#importsSince(),
      },
      this.#truth,
    )
    const asleep = this.#scenario.settings.mode === 'stopped' ? runs.filter(({ status }) => working.has(status)) : []
    return [
      ...ended.flatMap(({ how, why }) => (how === 'broken' ? [`it broke: ${why}`] : [])),
      ...asleep.map(({ id, status }) => `run ${id} is told as ${status}, and nobody is at work on it`),
      ...this.#model.problems.splice(0),
      ...this.#said(),
      ...this.#requests(),
    ]
  }

  #arm(trouble: Trouble): void {
    const { control } = this.#sandbox
    if ('spend' in trouble) control.spend(trouble.spend)
    else if ('job' in trouble) {
      this.#stuck ||= trouble.job === 'stuck'
      this.#vanishing ||= trouble.job === 'vanished'
      control.activityFault({ ...trouble, action: trouble.job })
    } else control.fault({ ...trouble, action: trouble.action as FaultAction })
  }

  /** What others do while the program is at work; answers what ends their waiting. */
  #await(meanwhile: readonly Meanwhile[]): () => void {
    const { control } = this.#sandbox
    let live = true
    for (const { when, act, ...moment } of meanwhile) {
      const doing = () => void (live && this.#act(act, true))
      if (when === 'before') control.whenRequest(moment, doing)
      else control.afterRequest(moment, doing)
    }
    return () => {
      live = false
    }
  }

  #struckBefore = 0
  #struck(): number {
    const struck = this.#sandbox.control.requests().log.filter(({ fault }) => fault !== null).length
    const fresh = struck - this.#struckBefore
    this.#struckBefore = struck
    return fresh
  }

  #count(ended: readonly Ended[], runs: readonly RunTold[]): void {
    const halted = ended.filter(({ how }) => how === 'halted').length
    if (this.#scenario.settings.mode === 'killed') this.#tally.kills += halted
    else this.#tally.stops += halted
    this.#tally.runs += runs.filter(({ finished }) => finished).length
  }

  #traceRuns(ended: readonly Ended[], runs: readonly RunTold[]): void {
    for (const { how, why = '' } of ended) this.#trace(`   ${how} ${why}`)
    for (const { id, exportName, status, reason, outcomes, removals } of runs) {
      const told = `${status} ${reason ?? ''} ${JSON.stringify(outcomes)} ${JSON.stringify(removals)}`
      this.#trace(`   run ${id} of ${exportName}: ${told}`)
    }
  }

  #importsSince(): ImportSeen[] {
    const { control } = this.#sandbox
    const all = control.imports()
    const fresh = all.slice(this.#imports)
    this.#imports = all.length
    return fresh.map(({ fileName, activityId }) => ({ fileName, rows: rowsOf(control.importText(activityId) ?? '') }))
  }

  #requests(): string[] {
    const { control } = this.#sandbox
    const names = control.imports().map(({ fileName }) => fileName)
    // A job that nobody can find and whose answer was lost is sent once more: that is the careful side.
    const twice = this.#vanishing ? [] : names.filter((name, at) => names.indexOf(name) !== at)
    const other = control
      .requests()
      .log.filter(
        ({ method, route }) => method !== 'GET' && !/oauth2|contacts_file_import|remove_list_memberships/.test(route),
      )
    return [
      ...twice.map((name) => `${name} was received twice`),
      ...other.map(({ method, path }) => `${method} ${path} was asked`),
    ]
  }

  /** No address of anybody in what the program tells or logs. */
  #said(): string[] {
    return (
      this.#machine
        .said()
        // Samples are masked: p…7@example.com.
        .filter((text) => /(\.\d+|\.new|xx)@example\.(com|net)/i.test(text))
        .map((text) => `an address was told: ${text}`)
    )
  }
}

function rowsOf(text: string): Map<string, Record<string, string>> {
  const [header = '', ...lines] = text.trimEnd().split('\n')
  const titles = header.split(',')
  return new Map(
    lines.map((line) => {
      const cells = cellsOf(line)
      return [cells[0] ?? '', Object.fromEntries(titles.slice(1).map((title, at) => [title, cells[at + 1] ?? '']))]
    }),
  )
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  )
}
