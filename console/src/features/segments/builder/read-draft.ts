import type { ColumnRef } from '../../../../../src/contract/column.ts'
import { isOperator } from '../../../../../src/contract/operators.ts'
import type { RuleNode, SegmentDefinition } from '../../../../../src/contract/segment.ts'
import {
  aggregateKinds,
  type Draft,
  type DraftGroup,
  type DraftNode,
  type DraftRule,
  type DraftTest,
  type Id,
  setOperators,
} from './draft.ts'

type Fresh = () => Id
type Record_ = Readonly<Record<string, unknown>>

/** A definition that `parseSegment` finds nothing wrong with, as a draft. `fresh` answers an id that no other part has. */
export function readDraft({ rules, ...head }: SegmentDefinition, fresh: Fresh): Draft {
  return { head, rules: rules.map((rule) => readRule(rule as Record_, fresh)) }
}

function readRule(rule: Record_, fresh: Fresh): DraftRule {
  const [[key = 'where', body] = []] = Object.entries(rule)
  const { path, ...rest } = body as Record_
  // The path of an aggregate that is a whole rule is its own.
  const node = isAggregate(rest) ? (body as Record_) : rest
  return {
    id: fresh(),
    operator: setOperators.find((each) => each === key) ?? 'union',
    ...(path !== undefined && node === rest && { path: path as readonly string[] }),
    group: readGroup(node as unknown as RuleNode, fresh),
  }
}

/** A node as a group: itself where it is one, else a bare one around it. */
function readGroup(node: RuleNode, fresh: Fresh): DraftGroup {
  const read = readNode(node, fresh)
  if (read.kind === 'group') return read
  return { id: fresh(), kind: 'group', mode: 'all', negations: 0, bare: true, members: [read] }
}

function readNode(node: RuleNode, fresh: Fresh): DraftNode {
  if ('not' in node) {
    const inner = readNode(node.not, fresh)
    return { ...inner, negations: inner.negations + 1 }
  }
  if ('all' in node || 'any' in node) {
    const [mode, members] = 'all' in node ? (['all', node.all] as const) : (['any', node.any] as const)
    return {
      id: fresh(),
      kind: 'group',
      mode,
      negations: 0,
      bare: false,
      members: members.map((member) => readNode(member, fresh)),
    }
  }
  if ('segment' in node) return { id: fresh(), kind: 'segment', negations: 0, segment: node.segment }
  const written = node as unknown as Record_
  const of = aggregateKinds.find((kind) => Object.hasOwn(written, kind))
  if (of) {
    return {
      id: fresh(),
      kind: 'aggregate',
      negations: 0,
      of,
      column: written[of] as ColumnRef,
      where: written.where === undefined ? null : readGroup(written.where as RuleNode, fresh),
      ...(written.path !== undefined && { path: written.path as readonly string[] }),
      ...testOf(written),
    }
  }
  return {
    id: fresh(),
    kind: 'condition',
    negations: 0,
    column: written.column as ColumnRef,
    ...(written.ignoreCase !== undefined && { ignoreCase: written.ignoreCase === true }),
    ...testOf(written),
  }
}

function testOf(written: Record_): DraftTest {
  const operator = Object.keys(written).find(isOperator) ?? null
  return { operator, value: operator === null ? null : written[operator] }
}

function isAggregate(body: Record_): boolean {
  const isNode = ['all', 'any', 'not', 'segment', 'column'].some((key) => key in body)
  return !isNode && aggregateKinds.some((kind) => kind in body)
}
