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
  nextAlias: number
}

export function newState(input: CompileInput, name: string): CompileState {
  return { ...input, params: [], issues: [], operands: new Map(), stack: [name], nextAlias: 1 }
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
  const alias = `t${state.nextAlias}`
  state.nextAlias += 1
  return alias
}
