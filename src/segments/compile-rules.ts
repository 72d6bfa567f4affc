import { profileTable } from '../contract/catalogue.ts'
import type { Rule, RuleBody, RuleNode } from '../contract/segment.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { compileNode } from './compile-node.ts'
import { type CompileState, newAlias, type Path } from './compile-state.ts'
import { choosePath, joinPath } from './join-path.ts'
import { resolveColumn } from './resolve-column.ts'

/** The set operation of each key; the first rule has none. */
const setOperation = { where: '', union: 'union', intersect: 'intersect', except: 'except' } as const

/** Rules combined from left to right on the profile's key (feature map, G5): each later one with the result so far. */
export function compileRules(state: CompileState, rules: readonly Rule[], base: Path = []): string {
  return rules.reduce((soFar, rule, at) => {
    const [key, body] = ruleOf(rule)
    const text = compileRule(state, body, [...base, 'rules', at, key])
    return soFar === '' ? text : `select profile_key from (${soFar}) ${setOperation[key]} (${text})`
  }, '')
}

export function ruleOf(rule: Rule): [keyof typeof setOperation, RuleBody] {
  const [entry] = Object.entries(rule) as [keyof typeof setOperation, RuleBody][]
  if (!entry) throw new Error('a rule without a key')
  return entry
}

/**
 * One rule: the keys of the profiles for which it holds. A rule that names related tables joins them along one path, and
 * all its conditions hold on the same joined row (decision Q16). Conditions on the profile alone stay outside the join, and
 * those on the related rows alone become a semi-join, which is several times faster than making the joined rows distinct.
 */
export function compileRule(state: CompileState, body: RuleBody, path: Path): string {
  const { path: written, ...rest } = body
  const node = rest as RuleNode
  const profile = newAlias(state)
  const key = `${profile}.${quoteName(state.catalogue.profile.key)}`
  const from = `${readSnapshot(state.catalogue.profile.files)} ${profile}`
  const tables = relatedTables(state, node)
  const aliases = new Map([[profileTable, profile]])
  if (tables.length === 0 && !written?.length) {
    return `select ${key} as profile_key from ${from} where ${compileNode(state, { aliases, home: profileTable }, node, path)}`
  }
  const hops = choosePath(state, tables, written, path)
  if (!hops) return `select ${key} as profile_key from ${from} where false`
  const related = joinPath(state, hops, profile)
  const scope = { aliases: related.aliases, home: profileTable }
  const parts = conjuncts(node, path).map((part) => ({ ...part, reach: reachOf(state, part.node) }))
  const compile = (reach: Reach) =>
    parts.filter((part) => part.reach === reach).map((part) => compileNode(state, scope, part.node, part.path))

  const mixed = compile('both')
  if (mixed.length > 0) {
    const conditions = [...compile('profile'), ...compile('related'), ...mixed]
    return `select distinct ${key} as profile_key from ${from} join ${related.from} on ${related.link} where ${conditions.join(' and ')}`
  }
  const outside = compile('profile')
  const inside = compile('related')
  const exists = `exists (select 1 from ${related.from} where ${[related.link, ...inside].join(' and ')})`
  return `select ${key} as profile_key from ${from} where ${[...outside, exists].join(' and ')}`
}

/** The members of an `all` at the top of a rule, each of which must hold, or the node itself. */
function conjuncts(node: RuleNode, path: Path): { node: RuleNode; path: Path }[] {
  if (!('all' in node)) return [{ node, path }]
  return node.all.flatMap((each, at) => conjuncts(each, [...path, 'all', at]))
}

type Reach = 'profile' | 'related' | 'both'

/** Which rows a condition needs to see. Segments and aggregates are about the profile. */
function reachOf(state: CompileState, node: RuleNode): Reach {
  if ('all' in node || 'any' in node) {
    const nodes = 'all' in node ? node.all : node.any
    const reaches = new Set(nodes.map((each) => reachOf(state, each)))
    return reaches.size > 1 ? 'both' : ([...reaches][0] ?? 'profile')
  }
  if ('not' in node) return reachOf(state, node.not)
  if ('column' in node) {
    const resolved = resolveColumn(state.catalogue, node.column)
    return typeof resolved !== 'string' && resolved.table !== profileTable ? 'related' : 'profile'
  }
  return 'profile'
}

/** The related tables whose rows a rule's own conditions name; aggregates and segments bring their own. */
function relatedTables(state: CompileState, node: RuleNode): string[] {
  if ('all' in node || 'any' in node) {
    const nodes = 'all' in node ? node.all : node.any
    return [...new Set(nodes.flatMap((each) => relatedTables(state, each)))]
  }
  if ('not' in node) return relatedTables(state, node.not)
  if (!('column' in node)) return []
  const resolved = resolveColumn(state.catalogue, node.column)
  return typeof resolved === 'string' || resolved.table === profileTable ? [] : [resolved.table]
}
