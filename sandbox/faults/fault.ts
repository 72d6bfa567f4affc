import type { ActivityFault, ActivityKind } from '../activities/activity.ts'

/** What goes wrong with a request. `hang-after`, `answer-lost` and `truncated-json` let the work be done first. */
export type RequestAction =
  | { kind: 'answer'; status: number; body?: unknown; html?: boolean; afterWork?: boolean }
  | { kind: 'unauthorized' | 'forbidden' | 'throttled' | 'queue-full' }
  | { kind: 'quota-exceeded' }
  | { kind: 'hang-before' | 'hang-after' | 'cut-before' | 'answer-lost' | 'truncated-json' }
  | { kind: 'cut-upload'; afterBytes: number }
  | { kind: 'slow'; delayMs: number }
  | { kind: 'repeat-page' | 'drop-rows' | 'end-early' | 'malformed-page' }
  | { kind: 'do'; operation: string; input: unknown; when: 'before' | 'after' }

export type FaultAction = RequestAction | { kind: 'activity'; fault: ActivityFault }

export type Match = {
  method?: string | undefined
  /** A path where * stands for anything: `/v3/contact_lists*`. */
  route?: string | undefined
  /** The name of the imported file, * for anything. */
  fileName?: string | undefined
  activity?: ActivityKind | undefined
  /** From which match on it fires, 1 being the first. */
  nth?: number | undefined
  /** How many times it fires; null is from then on for good. */
  times?: number | null | undefined
}

export type FaultRule = {
  readonly id: string
  readonly match: Match
  readonly action: FaultAction
  seen: number
  fired: number
}

type Subject = { method: string; path: string } | { fileName: string } | { activity: ActivityKind; fileName: string | null }

/** The armed faults. A rule counts what matches it and fires from its nth match on, as many times as it was told. */
export class Faults {
  rules: FaultRule[] = []
  #last = 0

  arm(match: Match, action: FaultAction): FaultRule {
    const rule: FaultRule = { id: `fault-${++this.#last}`, match, action, seen: 0, fired: 0 }
    this.rules.push(rule)
    return rule
  }

  disarm(id?: string): number {
    const before = this.rules.length
    this.rules = id === undefined ? [] : this.rules.filter((rule) => rule.id !== id)
    return before - this.rules.length
  }

  /** The fault of a request as it comes in, when its file's name is not yet known. */
  forRequest(method: string, path: string): { rule: FaultRule; action: RequestAction } | undefined {
    return this.#request({ method, path }, (match) => match.fileName === undefined)
  }

  /** The fault of an import once its file's name is known. */
  forFile(fileName: string): { rule: FaultRule; action: RequestAction } | undefined {
    return this.#request({ fileName }, (match) => match.fileName !== undefined)
  }

  forActivity(activity: ActivityKind, fileName: string | null): ActivityFault | undefined {
    for (const rule of this.rules) {
      if (rule.action.kind === 'activity' && fires(rule, { activity, fileName })) return rule.action.fault
    }
    return undefined
  }

  #request(subject: Subject, applies: (match: Match) => boolean): { rule: FaultRule; action: RequestAction } | undefined {
    for (const rule of this.rules) {
      const { action } = rule
      if (action.kind !== 'activity' && applies(rule.match) && fires(rule, subject)) return { rule, action }
    }
    return undefined
  }
}

function fires(rule: FaultRule, subject: Subject): boolean {
  const { match } = rule
  if ('path' in subject) {
    if (match.method !== undefined && match.method.toUpperCase() !== subject.method) return false
    if (match.route !== undefined && !fits(match.route, subject.path)) return false
  } else {
    if (match.fileName !== undefined && !fits(match.fileName, subject.fileName ?? '')) return false
    if ('activity' in subject && match.activity !== undefined && match.activity !== subject.activity) return false
  }
  rule.seen++
  const times = match.times === undefined ? 1 : match.times
  if (rule.seen < (match.nth ?? 1) || (times !== null && rule.fired >= times)) return false
  rule.fired++
  return true
}

function fits(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${source.join('.*')}$`).test(text)
}
