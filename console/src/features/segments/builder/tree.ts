import type { Draft, DraftGroup, DraftNode, Id } from './draft.ts'

/** What holds a part: a rule's group, a sub-rule, or the filter of an aggregate. */
export type Found = {
  readonly node: DraftNode
  /** The group that holds it; missing for the group of a rule and the filter of an aggregate, which cannot be moved. */
  readonly parent?: DraftGroup
  readonly at: number
  /** The rule that it is in. */
  readonly rule: Id
  /** The aggregate in whose filter it is; its bare columns are that table's. */
  readonly aggregate: Id | null
}

/** A part of a draft with where it stands; undefined where there is none by that id. */
export function find(draft: Draft, id: Id): Found | undefined {
  for (const rule of draft.rules) {
    const found = findIn(rule.group, id, { at: 0, rule: rule.id, aggregate: null })
    if (found) return found
  }
  return undefined
}

function findIn(node: DraftNode, id: Id, where: Omit<Found, 'node'>): Found | undefined {
  if (node.id === id) return { node, ...where }
  if (node.kind === 'group') {
    for (const [at, member] of node.members.entries()) {
      const found = findIn(member, id, { ...where, parent: node, at })
      if (found) return found
    }
  }
  if (node.kind === 'aggregate' && node.where) {
    return findIn(node.where, id, { at: 0, rule: where.rule, aggregate: node.id })
  }
  return undefined
}

/** Whether a part is in another one, or is it. */
export function isWithin(node: DraftNode, id: Id): boolean {
  return findIn(node, id, { at: 0, rule: 0, aggregate: null }) !== undefined
}

/** A draft with each of its parts changed by `change`, from the inside out; one that is answered null is taken out of its group. */
export function mapNodes(draft: Draft, change: (node: DraftNode) => DraftNode | null): Draft {
  const group = (each: DraftGroup): DraftGroup => {
    const mapped = mapNode(each)
    return mapped?.kind === 'group' ? mapped : { ...each, bare: true, members: [] }
  }
  const mapNode = (node: DraftNode): DraftNode | null => {
    if (node.kind === 'group') {
      const members = node.members.map(mapNode).filter((member) => member !== null)
      const same = members.length === node.members.length && members.every((member, at) => member === node.members[at])
      return change(same ? node : { ...node, members })
    }
    if (node.kind === 'aggregate' && node.where) {
      const where = group(node.where)
      return change(where === node.where ? node : { ...node, where })
    }
    return change(node)
  }
  const rules = draft.rules.map((rule) => {
    const mapped = group(rule.group)
    return mapped === rule.group ? rule : { ...rule, group: mapped }
  })
  return rules.every((rule, at) => rule === draft.rules[at]) ? draft : { ...draft, rules }
}

/** Whether a part may be put into a group: not into itself, and not where its columns would mean another table's. */
export function mayMove(draft: Draft, id: Id, to: Id): boolean {
  const [what, where] = [find(draft, id), find(draft, to)]
  if (!what?.parent || where?.node.kind !== 'group') return false
  const home = where.aggregate
  return home === what.aggregate && !isWithin(what.node, to)
}
