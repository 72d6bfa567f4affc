import type { SegmentDefinition } from '../../../../../src/contract/segment.ts'
import type { Draft, DraftAggregate, DraftCondition, DraftGroup, DraftNode, DraftRule, Id } from './draft.ts'

type Path = readonly (string | number)[]

export type Written = {
  /** As it is sent and shown as text, keys in one order whatever theirs was; unfinished parts are in it as far as they are. */
  readonly definition: SegmentDefinition
  /** The part that was written at each path, such as `rules[0].where.all[1]`. */
  readonly places: ReadonlyMap<string, Id>
}

/** A draft as a definition. What is not finished makes one that `parseSegment` finds something wrong with. */
export function writeDraft({ head, rules }: Draft): Written {
  const places = new Map<string, Id>()
  const { displayName, tags, state, type, schedule } = head
  const definition = {
    ...(displayName !== undefined && { displayName }),
    ...(tags !== undefined && { tags }),
    ...(state !== undefined && { state }),
    ...(type !== undefined && { type }),
    ...(schedule !== undefined && { schedule }),
    rules: rules.map((rule, at) => writeRule(rule, at, places)),
  }
  return { definition: definition as unknown as SegmentDefinition, places }
}

/** A path as the server and the keys of `places` write it. */
export function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}

/** The innermost part at a path of the server; undefined where it leads to none, as the name of the segment does. */
export function partAt(places: Written['places'], path: string): Id | undefined {
  for (let text = path; text !== ''; text = text.replace(/\.?[^.[\]]+$|\[\d+\]$/, '')) {
    const id = places.get(text)
    if (id !== undefined) return id
  }
  return undefined
}

type Places = Map<string, Id>

function writeRule({ id, operator, path, group }: DraftRule, at: number, places: Places): object {
  const key = at === 0 ? 'where' : operator
  places.set(pathText(['rules', at]), id)
  // Beside an aggregate that is the whole rule a path would be the aggregate's own.
  const keepsGroup = path !== undefined && isPlainAggregate(group)
  const node = writeGroup(keepsGroup ? { ...group, bare: false } : group, ['rules', at, key], places)
  return { [key]: { ...(path !== undefined && { path }), ...node } }
}

function isPlainAggregate({ bare, negations, members: [only] }: DraftGroup): boolean {
  return bare && negations === 0 && only?.kind === 'aggregate' && only.negations === 0
}

function writeGroup(group: DraftGroup, path: Path, places: Places): object {
  const { id, mode, negations, bare, members } = group
  const [only] = members
  return negated(negations, path, (inner) => {
    places.set(pathText(inner), id)
    if (bare && only && members.length === 1) return writeNode(only, inner, places)
    return { [mode]: members.map((member, at) => writeNode(member, [...inner, mode, at], places)) }
  })
}

function writeNode(node: DraftNode, path: Path, places: Places): object {
  if (node.kind === 'group') return writeGroup(node, path, places)
  return negated(node.negations, path, (inner) => {
    places.set(pathText(inner), node.id)
    switch (node.kind) {
      case 'segment':
        return { segment: node.segment }
      case 'condition':
        return writeCondition(node)
      case 'aggregate':
        return writeAggregate(node, inner, places)
      default:
        return node satisfies never
    }
  })
}

function negated(times: number, path: Path, write: (path: Path) => object): object {
  return times > 0 ? { not: negated(times - 1, [...path, 'not'], write) } : write(path)
}

function writeCondition({ column, operator, value, ignoreCase }: DraftCondition): object {
  return {
    column: column ?? '',
    ...(operator !== null && { [operator]: value }),
    ...(ignoreCase !== undefined && { ignoreCase }),
  }
}

function writeAggregate(node: DraftAggregate, path: Path, places: Places): object {
  const { of, column, where, operator, value } = node
  // One that holds nothing any more is none.
  const filter = where && !(where.bare && where.members.length === 0) ? where : null
  return {
    [of]: column ?? '',
    ...(filter && { where: writeGroup(filter, [...path, 'where'], places) }),
    ...(node.path !== undefined && { path: node.path }),
    ...(operator !== null && { [operator]: value }),
  }
}
