import type { Catalogue } from '../contract/catalogue.ts'
import type { DefinitionIssue, SegmentDefinition } from '../contract/segment.ts'
import type { Sql } from '../engine/engine.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { compileRules } from './compile-rules.ts'
import { type CompileInput, type CompileState, newState, type Reads } from './compile-state.ts'
import { SegmentInvalidError } from './segment-invalid-error.ts'

type Segments = Readonly<Record<string, SegmentDefinition>>

/**
 * A segment as one statement that selects the keys of its members, each once, as `profile_key`. Throws SegmentInvalidError
 * with every mistake at once.
 */
export function compileMembers(input: CompileInput, name: string): Sql {
  return compileSegment(input, name).members
}

/** A compiled segment, with what its members hang on besides the rules. */
export type CompiledSegment = {
  readonly members: Sql
  readonly reads: Reads
  /** The segments that are computed along, each after those that it names itself. */
  readonly operands: readonly string[]
}

/** As `compileMembers`, with what the result hangs on. */
export function compileSegment(input: CompileInput, name: string): CompiledSegment {
  const { state, text } = compile(input, name)
  if (state.issues.length > 0) throw new SegmentInvalidError(said`Segment "${name}"`, state.issues)
  return {
    members: { text: withOperands(state, text), params: state.params },
    reads: state.reads,
    operands: [...state.operands.keys()],
  }
}

/** Everything wrong with a segment's columns, types, values, paths and operands. Its shape is for `parseSegment`. */
export function checkSegment(catalogue: Catalogue, segments: Segments, name: string): DefinitionIssue[] {
  // Which values are right does not hang on the clock.
  return compile({ catalogue, segments, now: new Date(0) }, name).state.issues
}

/** The text of a compilation preceded by the segments that it names. */
export function withOperands(state: CompileState, text: string): string {
  const operands = [...state.operands.values()].map((operand, at) => `operand_${at + 1} as (${operand})`)
  return operands.length > 0 ? `with ${operands.join(', ')} ${text}` : text
}

function compile(input: CompileInput, name: string): { state: CompileState; text: string } {
  const state = newState(input, name)
  const definition = Object.hasOwn(input.segments, name) ? input.segments[name] : undefined
  if (!definition) {
    const message = said`there is no segment "${name}".${didYouMean(name, Object.keys(input.segments))}`
    state.issues.push({ path: [], code: 'unknown_segment', message })
    return { state, text: '' }
  }
  return { state, text: compileRules(state, definition.rules) }
}
