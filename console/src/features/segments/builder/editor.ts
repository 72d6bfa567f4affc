import type { Operator, SegmentDefinition } from '../../../../../src/contract/segment.ts'
import type {
  AggregateKind,
  Draft,
  DraftAggregate,
  DraftCondition,
  DraftGroup,
  DraftHead,
  DraftNode,
  DraftRule,
  Id,
  SetOperator,
} from './draft.ts'
import { readDraft } from './read-draft.ts'
import { find, mapNodes, mayMove } from './tree.ts'

/** What is undone and done again as one: the draft, and the text of somebody who is writing in it. */
export type Version = {
  readonly draft: Draft
  /** As it was typed, which may have mistakes that keep it from becoming the draft; null where the draft says it all. */
  readonly text: string | null
}

export type Editor = {
  readonly past: readonly Version[]
  readonly present: Version
  readonly future: readonly Version[]
  /** Of the last edit, if it goes on with the next one of the same mark, as letters of one word do. */
  readonly mark: string | null
  readonly nextId: Id
}

type Parts = 'condition' | 'group' | 'segment' | 'aggregate'
type Changes<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** An edit; each names the parts that it is about. `mark` joins it with edits of the same mark directly before it. */
export type Edit = { readonly mark?: string } & (
  | { readonly do: 'head'; readonly change: Changes<DraftHead> }
  | { readonly do: 'add-rule'; readonly operator: SetOperator }
  | { readonly do: 'copy-rule'; readonly rule: Id }
  | { readonly do: 'remove-rule'; readonly rule: Id }
  | { readonly do: 'move-rule'; readonly rule: Id; readonly to: number }
  | { readonly do: 'set-operator'; readonly rule: Id; readonly operator: SetOperator }
  | { readonly do: 'set-path'; readonly of: Id; readonly path: readonly string[] | undefined }
  | { readonly do: 'add'; readonly to: Id; readonly part: Parts }
  | { readonly do: 'filter'; readonly aggregate: Id }
  | { readonly do: 'remove'; readonly node: Id }
  | { readonly do: 'move'; readonly node: Id; readonly to: Id; readonly at: number }
  | { readonly do: 'nudge'; readonly node: Id; readonly by: -1 | 1 }
  | { readonly do: 'mode'; readonly group: Id; readonly mode: 'all' | 'any'; readonly negated?: boolean }
  | { readonly do: 'negate'; readonly node: Id }
  | {
      readonly do: 'condition'
      readonly node: Id
      readonly change: Changes<Pick<DraftCondition, 'column' | 'operator' | 'value' | 'ignoreCase'>>
    }
  | {
      readonly do: 'aggregate'
      readonly node: Id
      readonly change: Changes<Pick<DraftAggregate, 'of' | 'column' | 'operator' | 'value'>>
    }
  | { readonly do: 'segment'; readonly node: Id; readonly segment: string }
  /** Text was typed; `definition` is what it says, missing while it has mistakes. */
  | { readonly do: 'text'; readonly text: string; readonly definition?: SegmentDefinition }
  /** Another version is taken over, such as somebody else's. */
  | { readonly do: 'replace'; readonly definition: SegmentDefinition }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }
)

/** Steps that can be undone. */
const longestPast = 500

/** An editor at the beginning; a segment that is new begins with one condition to be filled in. */
export function openEditor(definition?: SegmentDefinition): Editor {
  const ids = counter(1)
  const draft = definition ? readDraft(definition, ids.fresh) : { head: {}, rules: [newRule('union', ids.fresh)] }
  return { past: [], present: { draft, text: null }, future: [], mark: null, nextId: ids.next() }
}

/** The editor after an edit. An edit that changes nothing leaves it as it is. */
export function edit(editor: Editor, asked: Edit): Editor {
  if (asked.do === 'undo') return undo(editor)
  if (asked.do === 'redo') return redo(editor)
  const ids = counter(editor.nextId)
  const present = changed(editor.present, asked, ids.fresh)
  if (present === editor.present) return editor
  const mark = asked.mark ?? null
  const goesOn = mark !== null && mark === editor.mark
  const past = goesOn ? editor.past : [...editor.past, editor.present].slice(-longestPast)
  return { past, present, future: [], mark, nextId: ids.next() }
}

function undo(editor: Editor): Editor {
  const { past, present, future } = editor
  const before = past.at(-1)
  if (!before) return editor
  return { ...editor, past: past.slice(0, -1), present: before, future: [present, ...future], mark: null }
}

function redo(editor: Editor): Editor {
  const { past, present, future } = editor
  const [after, ...later] = future
  if (!after) return editor
  return { ...editor, past: [...past, present], present: after, future: later, mark: null }
}

function counter(first: Id) {
  let next = first
  return { fresh: () => next++, next: () => next }
}

type Fresh = () => Id
type Change = Exclude<Edit, { readonly do: 'undo' | 'redo' }>

function changed(version: Version, asked: Change, fresh: Fresh): Version {
  if (asked.do === 'text') {
    const { text, definition } = asked
    if (text === version.text) return version
    return { text, draft: definition ? readDraft(definition, fresh) : version.draft }
  }
  const draft = changedDraft(version.draft, asked, fresh)
  return draft === version.draft ? version : { draft, text: null }
}

function changedDraft(draft: Draft, asked: Exclude<Change, { readonly do: 'text' }>, fresh: Fresh): Draft {
  switch (asked.do) {
    case 'replace':
      return readDraft(asked.definition, fresh)
    case 'head':
      return { ...draft, head: given({ ...draft.head, ...asked.change }) }
    case 'add-rule':
      return { ...draft, rules: [...draft.rules, newRule(asked.operator, fresh)] }
    case 'copy-rule':
      return {
        ...draft,
        rules: draft.rules.flatMap((rule) => (rule.id === asked.rule ? [rule, copyOf(rule, fresh)] : [rule])),
      }
    case 'remove-rule': {
      const rules = draft.rules.filter(({ id }) => id !== asked.rule)
      // A segment has at least one rule.
      return rules.length === 0 || rules.length === draft.rules.length ? draft : { ...draft, rules }
    }
    case 'move-rule': {
      const rules = moved(draft.rules, asked.rule, asked.to)
      return rules === draft.rules ? draft : { ...draft, rules }
    }
    case 'set-operator':
      return changeRule(draft, asked.rule, (rule) => ({ ...rule, operator: asked.operator }))
    case 'set-path': {
      const { path } = asked
      const set = <T extends { readonly path?: readonly string[] }>({ path: _, ...rest }: T) => ({
        ...rest,
        ...(path && { path }),
      })
      if (draft.rules.some(({ id }) => id === asked.of)) {
        return changeRule(draft, asked.of, (rule) => set(rule) as DraftRule)
      }
      return changeNode(draft, asked.of, (node) => (node.kind === 'aggregate' ? (set(node) as DraftAggregate) : node))
    }
    case 'add':
      return changeNode(draft, asked.to, (group) =>
        group.kind === 'group' ? { ...group, members: [...group.members, newPart(asked.part, fresh)] } : group,
      )
    case 'filter':
      return changeNode(draft, asked.aggregate, (node) => {
        if (node.kind !== 'aggregate') return node
        const where = node.where ?? newGroup([], fresh)
        return { ...node, where: { ...where, members: [...where.members, newPart('condition', fresh)] } }
      })
    case 'remove':
      return mapNodes(draft, (node) => (node.id === asked.node && find(draft, asked.node)?.parent ? null : node))
    case 'move':
      return move(draft, asked.node, asked.to, asked.at)
    case 'nudge':
      return nudge(draft, asked.node, asked.by)
    case 'mode':
      return changeNode(draft, asked.group, (node) => {
        if (node.kind !== 'group') return node
        const negations = asked.negated === undefined ? node.negations : Number(asked.negated)
        return node.mode === asked.mode && node.negations === negations
          ? node
          : { ...node, mode: asked.mode, negations }
      })
    case 'negate':
      return changeNode(draft, asked.node, (node) => ({ ...node, negations: node.negations > 0 ? 0 : 1 }))
    case 'condition':
      return changeNode(draft, asked.node, (node) =>
        node.kind === 'condition' ? (given({ ...node, ...asked.change }) as DraftCondition) : node,
      )
    case 'aggregate':
      return changeNode(draft, asked.node, (node) =>
        node.kind === 'aggregate' ? (given({ ...node, ...asked.change }) as DraftAggregate) : node,
      )
    case 'segment':
      return changeNode(draft, asked.node, (node) =>
        node.kind === 'segment' ? { ...node, segment: asked.segment } : node,
      )
    default:
      return asked satisfies never
  }
}

/** Without the keys that are undefined. */
function given<T extends object>(value: T): { readonly [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never
}

function changeNode(draft: Draft, id: Id, change: (node: DraftNode) => DraftNode): Draft {
  return mapNodes(draft, (node) => (node.id === id ? change(node) : node))
}

function changeRule(draft: Draft, id: Id, change: (rule: DraftRule) => DraftRule): Draft {
  return { ...draft, rules: draft.rules.map((rule) => (rule.id === id ? change(rule) : rule)) }
}

function moved(rules: readonly DraftRule[], id: Id, to: number): readonly DraftRule[] {
  const from = rules.findIndex((rule) => rule.id === id)
  const [rule] = rules.slice(from, from + 1)
  if (from < 0 || !rule || from === to || to < 0 || to >= rules.length) return rules
  const others = rules.filter((each) => each.id !== id)
  return [...others.slice(0, to), rule, ...others.slice(to)]
}

/** Puts a part before the one that stands at `at` in a group now, or at its end. */
function move(draft: Draft, id: Id, to: Id, at: number): Draft {
  const from = find(draft, id)
  if (!from?.parent || !mayMove(draft, id, to)) return draft
  const within = from.parent.id === to
  const place = within && from.at < at ? at - 1 : at
  if (within && place === from.at) return draft
  const without = mapNodes(draft, (node) => (node.id === id ? null : node))
  return mapNodes(without, (node) =>
    node.id === to && node.kind === 'group'
      ? { ...node, members: [...node.members.slice(0, place), from.node, ...node.members.slice(place)] }
      : node,
  )
}

/** Moves a part one place up or down: past its neighbour, into a sub-rule beside it, out of its own, or to the next rule. */
function nudge(draft: Draft, id: Id, by: -1 | 1): Draft {
  const from = find(draft, id)
  if (!from?.parent) return draft
  const { parent, at } = from
  const neighbour = parent.members[at + by]
  if (neighbour?.kind === 'group' && mayMove(draft, id, neighbour.id)) {
    return move(draft, id, neighbour.id, by > 0 ? 0 : neighbour.members.length)
  }
  if (neighbour) return move(draft, id, parent.id, by > 0 ? at + 2 : at - 1)
  const above = find(draft, parent.id)
  if (above?.parent) return move(draft, id, above.parent.id, by > 0 ? above.at + 1 : above.at)
  if (from.aggregate !== null) return draft
  const next = draft.rules[draft.rules.findIndex((rule) => rule.id === from.rule) + by]
  return next ? move(draft, id, next.group.id, by > 0 ? 0 : next.group.members.length) : draft
}

function newRule(operator: SetOperator, fresh: Fresh): DraftRule {
  return { id: fresh(), operator, group: newGroup([newPart('condition', fresh)], fresh) }
}

function newGroup(members: readonly DraftNode[], fresh: Fresh): DraftGroup {
  return { id: fresh(), kind: 'group', mode: 'all', negations: 0, bare: true, members }
}

function newPart(part: Parts, fresh: Fresh): DraftNode {
  const begun = { negations: 0, operator: null as Operator | null, value: null }
  switch (part) {
    case 'condition':
      return { id: fresh(), kind: 'condition', column: null, ...begun }
    case 'group':
      return {
        id: fresh(),
        kind: 'group',
        mode: 'any',
        negations: 0,
        bare: false,
        members: [newPart('condition', fresh)],
      }
    case 'segment':
      return { id: fresh(), kind: 'segment', negations: 0, segment: '' }
    case 'aggregate': {
      const of: AggregateKind = 'count'
      return {
        id: fresh(),
        kind: 'aggregate',
        of,
        column: null,
        where: null,
        negations: 0,
        operator: 'greaterThanOrEqualTo',
        value: 1,
      }
    }
    default:
      return part satisfies never
  }
}

function copyOf(rule: DraftRule, fresh: Fresh): DraftRule {
  const copy = (node: DraftNode): DraftNode => {
    if (node.kind === 'group') return { ...node, id: fresh(), members: node.members.map(copy) }
    if (node.kind === 'aggregate' && node.where) {
      return { ...node, id: fresh(), where: copy(node.where) as DraftGroup }
    }
    return { ...node, id: fresh() }
  }
  return { ...rule, id: fresh(), group: copy(rule.group) as DraftGroup }
}
