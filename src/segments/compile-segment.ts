import type { DefinitionIssue, SegmentDefinition } from '../contract/segment.ts'
import type { Sql } from '../engine/engine.ts'
import { AppError } from '../lib/app-error.ts'
import { compileRule, compileRules, ruleOf } from './compile-rules.ts'
import { type CompileInput, type CompileState, newState } from './compile-state.ts'

/** Raised when a segment that cannot be computed is asked for. */
export class SegmentInvalidError extends AppError {
  override readonly code = 'segment_invalid'
  override readonly recovery = 'never'
  readonly issues: readonly DefinitionIssue[]
  constructor(name: string, issues: readonly DefinitionIssue[]) {
    super(
      `Segment "${name}" cannot be computed:\n${issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`,
    )
    this.issues = issues
  }
}

/**
 * A segment as one statement that selects the keys of its members, each once, as `profile_key`. Throws SegmentInvalidError
 * with every mistake at once.
 */
export function compileMembers(input: CompileInput, name: string): Sql {
  const definition = input.segments[name]
  if (!definition)
    throw new SegmentInvalidError(name, [{ path: [], code: 'unknown_segment', message: 'there is no such segment' }])
  const { state, text } = compile(input, name, definition)
  if (state.issues.length > 0) throw new SegmentInvalidError(name, state.issues)
  return { text: withOperands(state, text), params: state.params }
}

/** Everything wrong with a segment's columns, types, values, paths and operands. */
export function checkSegment(input: CompileInput, name: string): readonly DefinitionIssue[] {
  const definition = input.segments[name]
  return definition ? compile(input, name, definition).state.issues : []
}

/** Each rule by itself, and the result up to and with it: statements that count people. */
export function compileCounts(input: CompileInput, name: string): { alone: Sql; cumulative: Sql }[] {
  const definition = input.segments[name]
  if (!definition) return []
  const count = (compileText: (state: CompileState) => string): Sql => {
    const state = newState(input, name)
    const text = compileText(state)
    if (state.issues.length > 0) throw new SegmentInvalidError(name, state.issues)
    return { text: withOperands(state, `select count(*) as people from (${text})`), params: state.params }
  }
  return definition.rules.map((rule, at) => ({
    alone: count((state) => compileRule(state, ruleOf(rule)[1], ['rules', at])),
    cumulative: count((state) => compileRules(state, definition.rules.slice(0, at + 1))),
  }))
}

function compile(input: CompileInput, name: string, definition: SegmentDefinition) {
  const state = newState(input, name)
  return { state, text: compileRules(state, definition.rules) }
}

function withOperands(state: CompileState, text: string): string {
  const operands = [...state.operands.values()].map((operand, at) => `operand_${at + 1} as (${operand})`)
  return operands.length > 0 ? `with ${operands.join(', ')} ${text}` : text
}
