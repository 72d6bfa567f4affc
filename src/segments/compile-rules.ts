import { profileTable } from '../contract/catalogue.ts'
import type { Rule, RuleBody, RuleNode } from '../contract/segment.ts'
import { quoteName } from '../engine/quote-name.ts'
import { said } from '../lib/said.ts'
import { compileNode, type Scope } from './compile-node.ts'
import { type CompileState, newAlias, type Path } from './compile-state.ts'
import { choosePath, joinPath, readTable } from './join-path.ts'
import { tablesOf } from './tables-of.ts'

const setOperators = ['where', 'union', 'intersect', 'except'] as const
export type SetOperator = (typeof setOperators)[number]

/** Rules combined from left to right on the profile's key (feature map, G5): each later one with the result so far. */
export function compileRules(state: CompileState, rules: readonly Rule[]): string {
  return rules.reduce((soFar, rule, at) => {
    const { operator, body } = ruleOf(rule)
    return combine(soFar, operator, compileRule(state, body, ['rules', at, operator]))
  }, '')
}

/** The result so far combined with one more rule. Both hold each key once, so a look-up in the other is all that it takes. */
function combine(soFar: string, operator: SetOperator, next: string): string {
  const lookUp = `select 1 from (${next}) b where b.profile_key = a.profile_key`
  switch (operator) {
    case 'where':
      return next
    case 'union':
      return `(${soFar}) union (${next})`
    case 'intersect':
      return `select a.profile_key from (${soFar}) a where exists (${lookUp})`
    case 'except':
      return `select a.profile_key from (${soFar}) a where not exists (${lookUp})`
    default:
      return operator satisfies never
  }
}

/** The set operator and the body of a rule that was read by `parseSegment`. */
export function ruleOf(rule: Rule): { operator: SetOperator; body: RuleBody } {
  for (const operator of setOperators) {
    if (operator in rule) return { operator, body: (rule as Record<SetOperator, RuleBody>)[operator] }
  }
  throw new Error(said`a rule without a key`)
}

export type RulePart = { readonly node: RuleNode; readonly path: Path }

/** One rule: the keys of the profiles for which it holds. */
export function compileRule(state: CompileState, body: RuleBody, path: Path): string {
  const { parts, written } = partsOf(body, path)
  return compileParts(state, parts, written, path)
}

/** What must all hold in a rule, one by one, and the path that is written for it. An aggregate's path is its own. */
export function partsOf(body: RuleBody, path: Path): { parts: RulePart[]; written: readonly string[] | undefined } {
  const isNode = ['all', 'any', 'not', 'segment', 'column'].some((key) => key in body)
  if (!isNode) return { parts: [{ node: body, path }], written: undefined }
  const { path: written, ...rest } = body
  return { parts: conjuncts(rest as RuleNode, path), written }
}

/**
 * The profiles for which all parts hold. Parts that name related tables join them along one path, and all of them hold on
 * the same joined row (decision Q16). Those on the profile alone stay outside the join, and those on the related rows
 * alone become a semi-join, which is several times faster than making the joined rows distinct.
 */
export function compileParts(
  state: CompileState,
  parts: readonly RulePart[],
  written: readonly string[] | undefined,
  path: Path,
): string {
  const profile = newAlias(state)
  const key = `${profile}.${quoteName(state.catalogue.profile.key)}`
  const reached = parts.map((part) => ({ ...part, tables: tablesOf(state.catalogue, part.node) }))
  const hops = pathOf(state, parts, written, path)
  if (!hops) return 'select null::varchar as profile_key where false'

  const walked = joinPath(state, hops, profile)
  const scope: Scope = { aliases: walked.aliases, home: profileTable, joins: [] }
  const inside: string[] = []
  const outside: string[] = []
  let mixed = false
  for (const { node, path: at, tables } of reached) {
    const condition = compileNode(state, scope, node, at)
    const ofProfile = tables.has(profileTable)
    if (tables.size > 0 && !ofProfile) inside.push(condition)
    else outside.push(condition)
    mixed ||= ofProfile && tables.size > 1
  }

  const profiles = readTable(state, state.catalogue.profile, profile)
  const from = [profiles, ...scope.joins].join(' ')
  if (hops.length === 0) return `select ${key} as profile_key from ${from}${whereAll(outside)}`
  const { link } = walked
  if (mixed) {
    const joined = [walked.from, `join ${profiles} on ${link.related} = ${link.profile}`, ...scope.joins].join(' ')
    return `select distinct ${key} as profile_key from ${joined}${whereAll([...outside, ...inside])}`
  }
  const linked = `${link.profile} in (select ${link.related} from ${walked.from}${whereAll(inside)})`
  return `select ${key} as profile_key from ${from}${whereAll([...outside, linked])}`
}

/** The related tables that the parts look at. */
export function relatedTables(state: CompileState, parts: readonly RulePart[]): string[] {
  const tables = parts.flatMap(({ node }) => [...tablesOf(state.catalogue, node)])
  return [...new Set(tables)].filter((name) => name !== profileTable)
}

/** The relationships that the parts of a rule walk together. */
export function relationshipsOf(
  state: CompileState,
  parts: readonly RulePart[],
  written: readonly string[] | undefined,
  path: Path,
): readonly string[] {
  return (pathOf(state, parts, written, path) ?? []).map(({ relationship }) => relationship)
}

function pathOf(state: CompileState, parts: readonly RulePart[], written: readonly string[] | undefined, path: Path) {
  const related = relatedTables(state, parts)
  return related.length > 0 || written?.length ? choosePath(state, related, written, path) : []
}

function whereAll(conditions: readonly string[]): string {
  return conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''
}

/** The members of an `all` at the top of a rule, each of which must hold, or the node itself. */
function conjuncts(node: RuleNode, path: Path): RulePart[] {
  if (!('all' in node)) return [{ node, path }]
  return node.all.flatMap((each, at) => conjuncts(each, [...path, 'all', at]))
}
