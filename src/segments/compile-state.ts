import type { Catalogue } from '../contract/catalogue.ts'
import type { DefinitionIssue, SegmentDefinition } from '../contract/segment.ts'
import type { SqlValue } from '../engine/engine.ts'

export type Path = readonly (string | number)[]

/** What a compilation is made from. Nothing else decides the result: the same input gives the same statement. */
export type CompileInput = {
  readonly catalogue: Catalogue
  readonly segments: Readonly<Record<string, SegmentDefinition>>
  readonly now: Date
  /** The last result of a segment that is not computed afresh (inactive or static): its Parquet files. */
  readonly lastMembers?: (segment: string) => readonly string[] | undefined
}

/** One compilation under way: the values bound so far, the segments already compiled, and the mistakes met. */
export type CompileState = CompileInput & {
  readonly params: SqlValue[]
  readonly issues: DefinitionIssue[]
  /** Segments used as operands, each compiled once: name of the common table expression and its text. */
  readonly operands: Map<string, string>
  /** Segments being compiled, outermost first: one that meets itself again is a cycle. */
  readonly stack: readonly string[]
  /** What the result hangs on besides the rules; shared by all segments of one compilation. */
  readonly reads: Reads
}

export type Reads = {
  nextAlias: number
  /** The tables whose rows are read. */
  readonly tables: Set<string>
  /** Segments whose last members are read. */
  readonly lastMembers: Set<string>
  /** How closely the result follows the clock: not, by the local day, or from moment to moment. */
  clock: 'none' | 'day' | 'moment'
}

export function newState(input: CompileInput, name: string): CompileState {
  return { ...input, params: [], issues: [], operands: new Map(), stack: [name], reads: newReads() }
}

/** Binds a value and answers its placeholder. */
export function bind(state: CompileState, value: SqlValue): string {
  state.params.push(value)
  return `$${state.params.length}`
}

/** Notes a mistake and answers a condition that holds for nobody, so that the rest can be judged too. */
export function mistake(state: CompileState, path: Path, code: string, message: string): string {
  state.issues.push({ path, code, message })
  return 'false'
}

export function newAlias(state: CompileState): string {
  const alias = `t${state.reads.nextAlias}`
  state.reads.nextAlias += 1
  return alias
}

/** Notes that the result changes as time goes by: every day where whole days are compared, otherwise every moment. */
export function followsClock(state: CompileState, clock: 'day' | 'moment'): void {
  if (state.reads.clock !== 'moment') state.reads.clock = clock
}

function newReads(): Reads {
  return { nextAlias: 1, tables: new Set(), lastMembers: new Set(), clock: 'none' }
}
