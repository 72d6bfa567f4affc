import { type Chance, chanceFrom } from './chance.ts'
import {
  type Act,
  type Deed,
  type ExportName,
  type Halt,
  lateMs,
  type Meanwhile,
  type Rules,
  type RunStep,
  type Scenario,
  type Settings,
  type Step,
  type Trouble,
  type Wanted,
} from './scenario.ts'
import { type Change, changed, nobodyYet, type Person, type Town } from './town.ts'

/** The scenario of a seed. */
export function drawScenario(seed: number): Scenario {
  const chance = chanceFrom(seed)
  const settings = drawSettings(chance, seed)
  const drawing: Drawing = {
    chance,
    settings,
    town: nobodyYet,
    rules: { ...settings.rules },
    updated: 100_000,
    recent: [],
  }
  const steps: Step[] = [
    { do: 'others', acts: Array.from({ length: chance.between(2, 14) }, () => drawFirstAct(drawing)) },
    { do: 'change', changes: drawFirstPeople(drawing) },
  ]
  const length = settings.mode === 'killed' ? chance.between(7, 13) : chance.between(10, 24)
  while (steps.length < length) steps.push(...drawSteps(drawing))
  return { seed, settings, steps }
}

type Drawing = {
  readonly chance: Chance
  readonly settings: Settings
  readonly rules: Record<ExportName, Rules>
  town: Town
  updated: number
  /** E-mails of whom something happened to lately, to whom more is to happen. */
  recent: string[]
}

/** A tenth of the seeds kill the real program. */
function drawSettings(chance: Chance, seed: number): Settings {
  const mode = seed % 10 === 7 ? 'killed' : 'stopped'
  const rules = (segments: Rules['segments']): Rules => ({
    segments,
    leavers: chance.is(0.7) ? 'remove' : 'keep',
    consent: chance.is(0.4),
    suppress: chance.is(0.4),
  })
  const stopped = mode === 'stopped'
  return {
    mode,
    rules: { news: rules(chance.is(0.25) ? ['north', 'gold'] : ['north']), club: rules(['gold']) },
    guards: stopped && chance.is(0.2) ? 'tight' : 'wide',
    skewMs: stopped && chance.is(0.3) ? chance.one([90_000, -90_000]) : 0,
    ownPerDay: stopped && chance.is(0.1) ? chance.between(60, 200) : 10_000,
    pace: chance.is(0.4) ? (stopped ? chance.between(1, 30) : 200) : null,
    unknowns: {
      pageCap: chance.is(0.5) ? 500 : chance.between(4, 25),
      listChangeTouchesUpdatedAt: chance.is(0.6),
      unsubscribeLeavesLists: chance.is(0.3),
      personCount: chance.one(['without-refused-and-not-added', 'without-refused', 'all'] as const),
      countersBeforeDone: chance.one(['absent', 'zero'] as const),
      errorLineCap: chance.one([20, 20, 1, 0]),
      vanishedCursor: chance.one(['end', 'continue', '400'] as const),
      filterBounds: chance.one(['exclusive', 'inclusive'] as const),
      accountOptOut: chance.one(['added', 'refused'] as const),
      activityOrder: chance.one(['shuffled', 'newest-first', 'oldest-first'] as const),
      blankCell: chance.one(['erase', 'keep'] as const),
    },
  }
}

const crowd = 60

function drawFirstPeople(drawing: Drawing): Change[] {
  const { chance } = drawing
  const changes: Change[] = []
  const count = chance.between(12, 40)
  for (let n = 0; n < count; n += 1) changes.push(join(drawing, `C-${n}`, emailOf(n)))
  return take(drawing, changes)
}

function take(drawing: Drawing, changes: Change[]): Change[] {
  const before = drawing.town
  drawing.town = changed(before, changes)
  for (const change of changes) {
    if (!('who' in change)) continue
    for (const { people } of [before, drawing.town]) remember(drawing, people.get(change.who)?.email ?? '')
  }
  return changes
}

function remember(drawing: Drawing, email: string): void {
  if (email.includes('@')) drawing.recent = [email.trim().toLowerCase(), ...drawing.recent].slice(0, 12)
}

function drawSteps(drawing: Drawing): Step[] {
  const { chance, settings } = drawing
  const kind = chance.weighted([
    [14, 'change'],
    [12, 'others'],
    [26, 'run'],
    [10, 'cut'],
    [9, 'fate'],
    [8, 'window'],
    [4, 'preview'],
    [4, 'wait'],
    [settings.guards === 'tight' ? 12 : 0, 'decide'],
    [3, 'define'],
    [3, 'release'],
  ] as const)
  switch (kind) {
    case 'change':
      return [drawChangeStep(drawing)]
    case 'others':
      return [drawOthers(drawing)]
    case 'run':
      return drawRun(drawing)
    case 'cut':
      return drawCut(drawing)
    case 'fate':
      return drawFate(drawing)
    case 'window':
      return drawWindow(drawing)
    case 'preview':
      return [
        { do: 'preview', export: drawExport(drawing), ...(chance.is(0.3) && { troubles: [drawTrouble(drawing)] }) },
      ]
    case 'wait':
      if (settings.mode === 'killed') return []
      return [{ do: 'wait', hours: chance.one([1, 25, 50, 24 * 8]) }]
    case 'decide':
      return [{ do: 'decide', how: chance.is(0.75) ? 'approve' : 'reject' }]
    case 'define': {
      const name = drawExport(drawing)
      const leavers = drawing.rules[name].leavers === 'keep' ? 'remove' : 'keep'
      drawing.rules[name] = { ...drawing.rules[name], leavers }
      return [{ do: 'define', export: name, leavers }]
    }
    case 'release':
      return [{ do: 'release' }]
  }
}

function drawChangeStep(drawing: Drawing): Step {
  return { do: 'change', changes: drawChanges(drawing) }
}

function drawOthers(drawing: Drawing): Step {
  return { do: 'others', acts: Array.from({ length: drawing.chance.between(1, 4) }, () => drawAct(drawing)) }
}

function drawExport({ chance }: Drawing): ExportName {
  return chance.is(0.6) ? 'news' : 'club'
}

function drawRun(drawing: Drawing): Step[] {
  const { chance, settings } = drawing
  const killed = settings.mode === 'killed'
  const troubles = chance.is(killed ? 0.35 : 0.5)
    ? Array.from({ length: chance.between(1, 3) }, () => drawTrouble(drawing))
    : []
  const meanwhile = chance.is(0.45) ? Array.from({ length: chance.between(1, 3) }, () => drawMeanwhile(drawing)) : []
  const halt = chance.is(killed ? 0.65 : 0.2) ? drawHalt(drawing) : undefined
  const run: RunStep = {
    do: 'run',
    export: drawExport(drawing),
    ...(troubles.length > 0 && { troubles }),
    ...(meanwhile.length > 0 && { meanwhile }),
    ...(halt && { halt }),
  }
  const steps: Step[] = halt && chance.is(0.6) ? [run, drawOthers(drawing)] : [run]
  const parked = troubles.some((each) => 'spend' in each || ('action' in each && each.action === 'quota-exceeded'))
  return parked && chance.is(0.6) ? [...steps, { do: 'wait', hours: 25 }] : steps
}

/** A run that is cut short once its plan is frozen; things happen to whom it is about, and it is carried on. */
function drawCut(drawing: Drawing): Step[] {
  const { chance } = drawing
  const name = drawExport(drawing)
  const when = chance.one(['before', 'after'] as const)
  const halt: Halt = chance.weighted<Halt>([
    [4, { event: chance.between(4, 9) }],
    [4, { method: 'POST', path: 'contacts_file_import', nth: chance.between(1, 3), when }],
    [2, { method: 'POST', path: 'remove_list_memberships', nth: 1, when }],
    [2, { method: 'GET', path: '/v3/activities', nth: chance.between(1, 3), when }],
  ])
  const troubles = chance.is(0.35) ? [drawTrouble(drawing)] : []
  const carriedOn = chance.is(0.7) ? name : drawExport(drawing)
  return [
    drawChangeStep(drawing),
    { do: 'run', export: name, halt, ...(troubles.length > 0 && { troubles }) },
    ...(chance.is(0.85) ? [drawOthers(drawing)] : []),
    ...(chance.is(0.4) ? [drawChangeStep(drawing)] : []),
    ...(chance.is(0.25) ? drawRun(drawing) : [{ do: 'run' as const, export: carriedOn }]),
  ]
}

/** People join, and some of them depart while their import is on its way. */
function drawWindow(drawing: Drawing): Step[] {
  const { chance } = drawing
  drawing.recent = []
  const changes = Array.from({ length: chance.between(2, 6) }, () => {
    const n = chance.between(0, crowd)
    return join(drawing, `C-${n}`, emailOf(n))
  })
  const meanwhile = take(drawing, changes).map((): Meanwhile => {
    const request = chance.is(0.6)
      ? { method: 'POST' as const, path: 'contacts_file_import', nth: chance.between(1, 3) }
      : { method: 'GET' as const, path: '/v3/activities', nth: chance.between(1, 4) }
    const deed = chance.one(['leaves', 'unsubscribes', 'is-deleted', 'is-opted-out', 'signs-up'] as const)
    const act = { email: chance.one(drawing.recent), deed }
    return { ...request, when: chance.one(['before', 'after'] as const), act }
  })
  const troubles = chance.is(0.2) ? [drawTrouble(drawing)] : []
  return [
    { do: 'change', changes },
    { do: 'run', export: drawExport(drawing), meanwhile, ...(troubles.length > 0 && { troubles }) },
  ]
}

/** One person to whom one thing after the other happens, looked at now and then. */
function drawFate(drawing: Drawing): Step[] {
  const { chance } = drawing
  const email = someEmail(drawing)
  const steps: Step[] = []
  for (let turns = chance.between(2, 4); turns > 0; turns -= 1) {
    steps.push({ do: 'others', acts: [{ email, deed: chance.weighted(deeds) }] })
    const person = [...drawing.town.people.values()].find((each) => each.email.trim().toLowerCase() === email)
    if (person && chance.is(0.4)) {
      drawing.updated += 1
      const set = chance.is(0.6)
        ? drawNames(chance)
        : { region: person.region === 'north' ? ('south' as const) : ('north' as const) }
      steps.push({
        do: 'change',
        changes: take(drawing, [{ who: person.id, set: { ...set, updated: drawing.updated } }]),
      })
    }
    if (chance.is(0.55)) steps.push({ do: 'run', export: drawExport(drawing) })
    else if (chance.is(0.15)) steps.push({ do: 'preview', export: drawExport(drawing) })
  }
  return steps
}

function drawHalt({ chance, settings }: Drawing): Halt {
  const request: Halt = { nth: chance.between(1, 22), when: chance.one(['before', 'after'] as const) }
  if (settings.mode === 'stopped') return chance.is(0.5) ? { event: chance.between(2, 16) } : request
  return chance.weighted<Halt>([
    [5, request],
    [3, { event: chance.between(1, 14) }],
    [2, { ms: chance.between(300, 2_500) }],
  ])
}

const wanted: readonly (readonly [number, Omit<Wanted, 'nth'>, number])[] = [
  [30, { method: 'POST', path: 'contacts_file_import' }, 4],
  [18, { method: 'POST', path: 'remove_list_memberships' }, 2],
  [14, { method: 'GET', path: '/v3/activities' }, 6],
  [22, { method: 'GET', path: '/v3/contacts?' }, 16],
  [4, { method: 'GET', path: '/v3/contacts/' }, 2],
  [4, { method: 'GET', path: '/v3/contact_lists' }, 2],
  [3, { method: 'GET', path: '/v3/contact_custom_fields' }, 2],
  [15, {}, 30],
]

function drawWanted({ chance }: Drawing): Wanted {
  const [request, most] = chance.weighted(
    wanted.map(([weight, what, last]) => [weight, [what, last] as const] as const),
  )
  // The first ones more often: not every run asks as much.
  return { ...request, nth: Math.ceil(most * chance.number() ** 2) || 1 }
}

function drawTrouble(drawing: Drawing): Trouble {
  const { chance, settings } = drawing
  const killed = settings.mode === 'killed'
  if (!killed && chance.is(0.04)) return { spend: chance.between(9_950, 10_000) }
  if (chance.is(0.3)) {
    const job = chance.one(
      killed
        ? (['failed', 'timed_out', 'cancelled', 'vanished', 'no-counters'] as const)
        : (['failed', 'timed_out', 'cancelled', 'vanished', 'no-counters', 'stuck'] as const),
    )
    return {
      kind: chance.is(0.65) ? 'import' : 'removal',
      job,
      nth: chance.between(1, 3),
      times: chance.one([1, 1, 2, 9]),
      ...(chance.is(0.3) && job !== 'stuck' && { share: chance.one([0, 0.3, 0.5, 1]) }),
    }
  }
  const request = drawWanted(drawing)
  const post = request.method === 'POST'
  const times = killed ? 1 : chance.one([1, 1, 1, 2, 3, 20])
  if (request.method === 'GET' && chance.is(0.4)) {
    const action = chance.one(['repeat-page', 'drop-page', 'end-early', 'malformed-page', 'malformed-row'])
    return { ...request, times, action }
  }
  const action = chance.weighted<Extract<Trouble, { action: unknown }>['action']>([
    [2, { status: 500 }],
    [1, { status: 503 }],
    [post ? 3 : 1, { status: 500, handled: true }],
    [1, 'html'],
    [post ? 2 : 0, 'cut-upload'],
    [2, 'drop-before'],
    [post ? 4 : 1, 'drop-after'],
    [2, 'truncated-json'],
    [2, 'unauthorized'],
    [1, 'forbidden'],
    [2, 'throttled'],
    [post && !killed ? 1 : 0, 'queue-full'],
    [killed ? 0 : 1, 'quota-exceeded'],
    [1, { status: 400 }],
    [killed ? 0 : 2, { delayMs: lateMs }],
    [killed ? 0 : 2, { delayMs: lateMs, handled: true }],
  ])
  return { ...request, times: typeof action === 'object' && 'delayMs' in action ? Math.min(times, 2) : times, action }
}

function drawMeanwhile(drawing: Drawing): Meanwhile {
  const { chance } = drawing
  return { ...drawWanted(drawing), when: chance.one(['before', 'after'] as const), act: drawAct(drawing) }
}

const deeds: readonly (readonly [number, Deed])[] = [
  [16, 'leaves'],
  [6, 'is-taken-off'],
  [14, 'unsubscribes'],
  [4, 'is-opted-out'],
  [14, 'is-deleted'],
  [14, 'signs-up'],
  [10, 'is-put-on'],
  [6, 'is-restored'],
  [6, 'resubscribes'],
  [5, 'turns-up'],
  [2, 'is-refused'],
  [2, 'is-refused-unnamed'],
  [3, 'is-accepted'],
]

function drawAct(drawing: Drawing): Act {
  const { chance } = drawing
  const deed = chance.weighted(deeds)
  const email = chance.is(0.88) ? someEmail(drawing) : strangerOf(chance.between(0, 6))
  remember(drawing, email)
  return { email, deed }
}

/** Before we come the account has people of its own. */
function drawFirstAct(drawing: Drawing): Act {
  const { chance } = drawing
  const deed = chance.weighted<Deed>([
    [10, 'signs-up'],
    [4, 'turns-up'],
    [2, 'is-deleted'],
    [2, 'unsubscribes'],
    [1, 'is-refused'],
  ])
  return { email: chance.is(0.5) ? emailOf(chance.between(0, crowd)) : strangerOf(chance.between(0, 6)), deed }
}

function emailOf(n: number): string {
  return `person.${n}@example.com`
}

function strangerOf(n: number): string {
  return `stranger.${n}@example.net`
}

function someEmail({ chance, town, recent }: Drawing): string {
  if (recent.length > 0 && chance.is(0.65)) return chance.one(recent)
  const emails = [...town.people.values()].flatMap(({ email }) => (email.includes('@') ? [email] : []))
  return emails.length > 0 && chance.is(0.9)
    ? chance.one(emails).trim().toLowerCase()
    : emailOf(chance.between(0, crowd))
}

function drawChanges(drawing: Drawing): Change[] {
  const many = drawing.chance.is(0.15)
  const count = many ? drawing.chance.between(8, 25) : drawing.chance.between(1, 6)
  return Array.from({ length: count }, () => take(drawing, [drawChange(drawing)])).flat()
}

function drawChange(drawing: Drawing): Change {
  const { chance, town } = drawing
  const here = [...town.people.values()]
  if (here.length === 0) return join(drawing, 'C-0', emailOf(0))
  const person = chance.one(here)
  const who = person.id
  const newcomer = chance.between(0, crowd)
  const kind = chance.weighted([
    [12, 'join'],
    [10, 'leave'],
    [14, 'rename'],
    [10, 'move'],
    [8, 'tier'],
    [8, 'address'],
    [4, 'no-address'],
    [8, 'consent'],
    [4, 'twin'],
    [2, 'spelling'],
    [5, 'suppress'],
    [3, 'allow'],
  ] as const)
  const updated = drawing.updated + (chance.is(0.8) ? 1 : 0)
  drawing.updated = updated
  switch (kind) {
    case 'join':
      return town.people.has(`C-${newcomer}`)
        ? { who: `C-${newcomer}`, set: { region: 'north', updated } }
        : join(drawing, `C-${newcomer}`, emailOf(newcomer))
    case 'leave':
      return { who, gone: true }
    case 'rename':
      return { who, set: { ...drawNames(chance), updated } }
    case 'move':
      return { who, set: { region: person.region === 'north' ? 'south' : 'north', updated } }
    case 'tier':
      return { who, set: { tier: person.tier === 'gold' ? 'grey' : 'gold', updated } }
    case 'address':
      return {
        who,
        set: { email: chance.is(0.7) ? `${who.toLowerCase()}.new@example.com` : emailOf(newcomer), updated },
      }
    case 'no-address': {
      const email = chance.one(['', 'not an address', `${'x'.repeat(45)}@example.com`])
      return { who, set: { email, updated } }
    }
    case 'consent':
      return { who, set: { consent: person.consent === 'no' ? chance.one(['yes', 'Ja']) : 'no', updated } }
    case 'twin':
      return join(drawing, `D-${newcomer}`, person.email)
    case 'spelling':
      return { who, set: { email: ` ${person.email.toUpperCase()} ` } }
    case 'suppress':
      return { suppress: person.email.trim() || emailOf(newcomer) }
    case 'allow':
      return { allow: town.suppressed.size > 0 ? chance.one([...town.suppressed]) : '' }
  }
}

function join(drawing: Drawing, who: string, email: string): Change {
  const { chance } = drawing
  drawing.updated += 1
  return {
    who,
    set: {
      email,
      ...drawNames(chance),
      level: chance.is(0.5) ? chance.one(['A', 'B', 'C']) : '',
      region: chance.is(0.7) ? 'north' : 'south',
      tier: chance.is(0.45) ? 'gold' : 'grey',
      consent: chance.is(0.8) ? 'yes' : 'no',
      updated: drawing.updated,
    },
  }
}

function drawNames(chance: Chance): Pick<Person, 'first' | 'last' | 'title' | 'company'> {
  const name = (share: number, texts: readonly string[]) => (chance.is(share) ? chance.one(texts) : '')
  return {
    first: name(0.8, ['Ann', 'Bo', 'Cy', 'Dee', 'Åse', "O'Neil"]),
    last: name(0.6, ['Lee', 'Ødegård, "Jr"', 'Larsen', 'van der Velde', 'N'.repeat(60)]),
    title: name(0.3, ['Barista', 'Buyer, second class']),
    company: name(0.3, ['Contoso', 'Fabrikam']),
  }
}
