import type { SegmentDefinition } from '../contract/segment.ts'
import type { EngineSession, Sql } from '../engine/engine.ts'
import { said } from '../lib/said.ts'
import {
  compileParts,
  compileRule,
  compileRules,
  partsOf,
  relatedTables,
  relationshipsOf,
  ruleOf,
  type SetOperator,
} from './compile-rules.ts'
import { compileSegment, withOperands } from './compile-segment.ts'
import { type CompileInput, type CompileState, newState, type Path } from './compile-state.ts'

/** A rule and how many people it holds for by itself, and how many are left when it is combined with those before. */
export type ExplainedRule = {
  readonly operator: SetOperator
  readonly alone: number
  readonly cumulative: number
  readonly conditions: readonly ExplainedCondition[]
}

/** One condition of a rule: how many it holds for by itself, and together with those before it in the rule. */
export type ExplainedCondition = {
  readonly path: Path
  readonly text: string
  readonly alone: number
  readonly cumulative: number
}

export type Explanation = {
  readonly members: number
  readonly profiles: number
  readonly rules: readonly ExplainedRule[]
  /** For an empty segment: the place that empties it, and how. */
  readonly emptiedBy?: { readonly path: Path; readonly message: string }
}

/**
 * How a segment comes to its members, counted rule by rule and condition by condition on the tables as they are now.
 * Throws SegmentInvalidError.
 */
export async function explainSegment(session: EngineSession, input: CompileInput, name: string): Promise<Explanation> {
  compileSegment(input, name)
  const definition = input.segments[name] as SegmentDefinition
  const count = (compile: (state: CompileState) => string) => countMembers(session, input, name, compile)

  const rules: ExplainedRule[] = []
  for (const [at, rule] of definition.rules.entries()) {
    const { operator, body } = ruleOf(rule)
    const path: Path = ['rules', at, operator]
    const { parts, written } = partsOf(body, path)
    const whole = relationshipsOf(newState(input, name), parts, written, path)
    const conditions: ExplainedCondition[] = []
    for (const [index, part] of parts.entries()) {
      // Some of the conditions walk the way that all of them together take, or none where they are about the profile.
      const upTo = (from: number) => (state: CompileState) => {
        const some = parts.slice(from, index + 1)
        return compileParts(state, some, relatedTables(state, some).length > 0 ? whole : undefined, path)
      }
      conditions.push({
        path: part.path,
        text: JSON.stringify(part.node),
        alone: await count(upTo(index)),
        cumulative: await count(upTo(0)),
      })
    }
    rules.push({
      operator,
      alone: await count((state) => compileRule(state, body, path)),
      cumulative: await count((state) => compileRules(state, definition.rules.slice(0, at + 1))),
      conditions,
    })
  }
  const profiles = await count((state) => compileParts(state, [], undefined, []))
  const members = rules.at(-1)?.cumulative ?? 0
  const emptiedBy = members === 0 ? emptyingPlace(rules, profiles) : undefined
  return { members, profiles, rules, ...(emptiedBy && { emptiedBy }) }
}

async function countMembers(
  session: EngineSession,
  input: CompileInput,
  name: string,
  compile: (state: CompileState) => string,
): Promise<number> {
  const state = newState(input, name)
  const text = compile(state)
  const statement: Sql = { text: withOperands(state, `select count(*) as people from (${text})`), params: state.params }
  const [row] = await session.rows<{ people: number }>(statement.text, statement.params)
  return row?.people ?? 0
}

/** The last rule that took the result from somebody to nobody, and within it the condition after which nobody is left. */
function emptyingPlace(rules: readonly ExplainedRule[], profiles: number): Explanation['emptiedBy'] {
  if (profiles === 0) return { path: [], message: said`there are no profiles yet` }
  const at = rules.findLastIndex((_, index) => index === 0 || (rules[index - 1]?.cumulative ?? 0) > 0)
  const rule = rules[at]
  if (!rule) return undefined
  const path: Path = ['rules', at, rule.operator]
  if (rule.operator === 'except') {
    return { path, message: said`this rule takes away everybody whom the rules before it leave` }
  }
  const condition = rule.conditions.find(({ cumulative }) => cumulative === 0)
  if (!condition) {
    return {
      path,
      message: said`this rule holds for ${people(rule.alone)}, and for none of those of the rules before it`,
    }
  }
  const message =
    condition.alone === 0
      ? said`nobody meets this condition: ${condition.text}`
      : said`${people(condition.alone)} would meet this condition, but nobody who meets those before it in the rule: ${condition.text}`
  return { path: condition.path, message }
}

function people(count: number): string {
  return count === 1 ? said`1 person` : said`${count} people`
}
