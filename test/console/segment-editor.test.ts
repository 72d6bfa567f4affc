import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Draft, DraftNode } from '../../console/src/features/segments/builder/draft.ts'
import { type Edit, type Editor, edit, openEditor } from '../../console/src/features/segments/builder/editor.ts'
import { readDraft } from '../../console/src/features/segments/builder/read-draft.ts'
import { readText, writeText } from '../../console/src/features/segments/builder/segment-text.ts'
import { find } from '../../console/src/features/segments/builder/tree.ts'
import { partAt, writeDraft } from '../../console/src/features/segments/builder/write-draft.ts'
import { nameOf } from '../../console/src/features/segments/name-of.ts'
import { sharedArea, twoCircles } from '../../console/src/features/segments/venn-layout.ts'
import { pathSteps } from '../../console/src/ui/yaml-text.ts'
import { parseSegment } from '../../src/contract/parse-segment.ts'
import type { SegmentDefinition } from '../../src/contract/segment.ts'
import { anySegment } from '../support/any-segment.ts'

const counter = () => {
  let next = 0
  return () => next++
}
const written = (draft: Draft) => writeDraft(draft).definition
const textOf = (editor: Editor) => writeText(written(editor.present.draft))

test('whatever the grammar allows is the same after it was read as text, edited as a draft, and written again', () => {
  fc.assert(
    fc.property(anySegment, (segment) => {
      expect(parseSegment(segment).issues).toEqual([])
      const text = writeText(written(readDraft(segment, counter())))
      const { definition, issues } = readText(text)
      expect(issues).toEqual([])
      expect(definition).toEqual(segment)
      expect(writeText(written(readDraft(definition as SegmentDefinition, counter())))).toBe(text)
    }),
    { numRuns: 400 },
  )
})

test('the order of keys, which the database does not keep, changes no text', () => {
  const shuffled = { rules: [{ where: { in: ['a'], ignoreCase: true, column: 'State' } }], displayName: 'X' }
  const text = writeText(written(readDraft(shuffled, counter())))
  expect(text).toBe('displayName: X\nrules:\n  - where: { column: State, in: [ a ], ignoreCase: true }\n')
})

test('undo after any edits restores each version on the way back, and redo each on the way forth', () => {
  fc.assert(
    fc.property(anySegment, fc.array(anyEdit, { maxLength: 25 }), (segment, choices) => {
      const start = openEditor(segment)
      const versions = [start]
      for (const choose of choices) {
        const last = versions.at(-1) as Editor
        const next = edit(last, choose(last))
        if (next !== last) versions.push(next)
      }
      let editor = versions.at(-1) as Editor
      expect(editor.past).toHaveLength(versions.length - 1)
      for (const version of versions.slice(0, -1).reverse()) {
        editor = edit(editor, { do: 'undo' })
        expect(editor.present).toEqual(version.present)
      }
      expect(edit(editor, { do: 'undo' })).toBe(editor)
      for (const version of versions.slice(1)) {
        editor = edit(editor, { do: 'redo' })
        expect(editor.present).toEqual(version.present)
      }
      expect(edit(editor, { do: 'redo' })).toBe(editor)
    }),
    { numRuns: 200 },
  )
})

test('after any edits no part is there twice, and what is finished is read again as it was written', () => {
  fc.assert(
    fc.property(anySegment, fc.array(anyEdit, { maxLength: 25 }), (segment, choices) => {
      const editor = choices.reduce((before, choose) => edit(before, choose(before)), openEditor(segment))
      const { draft } = editor.present
      const ids = [...draft.rules.map(({ id }) => id), ...nodesOf(draft).map(({ id }) => id)]
      expect(new Set(ids).size).toBe(ids.length)
      expect(Math.max(...ids)).toBeLessThan(editor.nextId)
      const { definition, places } = writeDraft(draft)
      const { issues } = parseSegment(definition)
      for (const { path } of issues) expect(ids).toContain(partAt(places, pathOf(path)))
      if (issues.length > 0) return
      const text = writeText(definition)
      expect(readText(text).definition).toEqual(definition)
      expect(writeText(written(openEditor(definition).present.draft))).toBe(text)
    }),
    { numRuns: 200 },
  )
})

test('letters typed in one go are undone in one go', () => {
  const [rule] = openEditor().present.draft.rules
  const id = rule?.group.members[0]?.id ?? -1
  const typed = ['C', 'Ca', 'Cal'].reduce(
    (editor, value) => edit(editor, { do: 'condition', node: id, change: { value }, mark: `value ${id}` }),
    openEditor(),
  )
  expect(typed.past).toHaveLength(1)
  const chosen = edit(typed, { do: 'condition', node: id, change: { operator: 'contains' } })
  expect(chosen.past).toHaveLength(2)
  expect(edit(edit(chosen, { do: 'undo' }), { do: 'undo' }).present).toEqual(openEditor().present)
})

test('a part goes up and down past its neighbours, into and out of sub-rules, and to the next rule', () => {
  const is = (value: string) => ({ column: 'A', equals: value })
  const start = openEditor({ rules: [{ where: { all: [is('1'), { any: [is('2')] }] } }, { union: is('3') }] })
  const first = start.present.draft.rules[0]?.group.members[0]?.id ?? -1
  const down = (editor: Editor) => edit(editor, { do: 'nudge', node: first, by: 1 })
  const steps = [start]
  for (let step = 0; step < 5; step += 1) steps.push(down(steps.at(-1) as Editor))
  const texts = steps.map((each) =>
    JSON.stringify(written(each.present.draft).rules).replaceAll(/"column":"A",|[{}"]/g, ''),
  )
  expect(texts).toEqual([
    '[where:all:[equals:1,any:[equals:2]],union:equals:3]',
    '[where:all:[any:[equals:1,equals:2]],union:equals:3]',
    '[where:all:[any:[equals:2,equals:1]],union:equals:3]',
    '[where:all:[any:[equals:2],equals:1],union:equals:3]',
    '[where:all:[any:[equals:2]],union:all:[equals:1,equals:3]]',
    '[where:all:[any:[equals:2]],union:all:[equals:3,equals:1]]',
  ])
  const back = [...steps].reduceRight(
    (editor) => edit(editor, { do: 'nudge', node: first, by: -1 }),
    steps.at(-1) as Editor,
  )
  expect(textOf(back)).toBe(textOf(start))
})

test('a part is not moved into itself, nor to where its columns would be those of another table', () => {
  const start = openEditor({
    rules: [
      { where: { all: [{ any: [{ column: 'A', isNull: true }] }, { count: 'buys', where: { all: [] }, equals: 0 }] } },
    ],
  })
  const [outer] = nodesOf(start.present.draft).filter((node) => node.kind === 'group' && node.mode === 'any')
  const leaf = outer?.kind === 'group' ? outer.members[0] : undefined
  const count = nodesOf(start.present.draft).find((node) => node.kind === 'aggregate')
  if (!outer || !leaf || count?.kind !== 'aggregate' || !count.where) throw new Error('not as it was written')
  expect(edit(start, { do: 'move', node: outer.id, to: outer.id, at: 0 })).toBe(start)
  expect(edit(start, { do: 'move', node: leaf.id, to: count.where.id, at: 0 })).toBe(start)
  expect(edit(start, { do: 'remove-rule', rule: start.present.draft.rules[0]?.id ?? -1 })).toBe(start)
})

test('mistakes in a text are told at their lines, and the last draft without them stays', () => {
  const text = 'rules:\n  - where:\n      all:\n        - { column: State, equls: x }\n        - { column: City }\n'
  expect(readText(text).issues).toEqual([
    { line: 4, message: 'unknown operator "equls". Did you mean "equals"?' },
    { line: 5, message: 'a condition has exactly one operator; found none' },
  ])
  expect(readText('rules: [\n  a: b\n').issues[0]?.line).toBeGreaterThan(1)
  expect(readText('').issues).toEqual([{ line: 1, message: 'found null; expected a segment with rules' }])
  const { lineOf } = readText(
    'displayName: X\nrules:\n  - where: { column: A, equals: b }\n  - union:\n      all: []\n',
  )
  expect([
    lineOf(pathSteps('rules[0].where.equals')),
    lineOf(pathSteps('rules[1].union.all[3]')),
    lineOf(['gone']),
  ]).toEqual([3, 5, 1])
  const start = openEditor({ rules: [{ where: { all: [] } }] })
  const wrong = edit(start, { do: 'text', text })
  expect(wrong.present).toEqual({ text, draft: start.present.draft })
  expect(edit(wrong, { do: 'undo' }).present).toEqual(start.present)
})

test('two circles share as much of their areas as two segments share of their members', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (one, other, share) => {
        const both = Math.floor(share * Math.min(one, other))
        const [a, b] = twoCircles([one, other], both, 100)
        expect(Math.max(a.r, b.r)).toBeCloseTo(100)
        expect((a.r / b.r) ** 2).toBeCloseTo(one / other, 3)
        const unit = (Math.PI * 100 ** 2) / Math.max(one, other)
        expect(sharedArea(a.r, b.r, b.x - a.x) / unit / Math.max(one, other)).toBeCloseTo(
          both / Math.max(one, other),
          3,
        )
      },
    ),
  )
})

test('a name is made of what people call a segment, and is one that is not taken', () => {
  expect(nameOf('Købt i år & ærlig Ål')).toBe('koebt-i-aar-aerlig-aal')
  expect(nameOf('2026 – Été!')).toBe('ete')
  expect(nameOf('…')).toBe('segment')
  expect(nameOf('VIP', new Set(['vip', 'vip-2']))).toBe('vip-3')
  expect(nameOf('New')).toBe('new-2')
})

function nodesOf(draft: Draft): DraftNode[] {
  const within = (node: DraftNode): DraftNode[] => [
    node,
    ...(node.kind === 'group' ? node.members.flatMap(within) : []),
    ...(node.kind === 'aggregate' && node.where ? within(node.where) : []),
  ]
  return draft.rules.flatMap(({ group }) => within(group))
}

function pathOf(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1)
}

/** Any edit of whatever there is when it comes to it. */
const anyEdit: fc.Arbitrary<(editor: Editor) => Edit> = fc
  .record({ kind: fc.nat(15), one: fc.nat(), other: fc.nat(), value: fc.string({ maxLength: 5 }), up: fc.boolean() })
  .map(({ kind, one, other, value, up }) => ({ present: { draft } }) => {
    const nodes = nodesOf(draft)
    const at = <T>(all: readonly T[], which: number) => all[which % Math.max(1, all.length)]
    const node = at(nodes, one)?.id ?? -1
    const group =
      at(
        nodes.filter((each) => each.kind === 'group'),
        other,
      )?.id ?? -1
    const rule = at(draft.rules, one)?.id ?? -1
    const size = (id: number) => {
      const found = find(draft, id)?.node
      return found?.kind === 'group' ? found.members.length : 0
    }
    const edits: readonly Edit[] = [
      { do: 'head', change: up ? { displayName: value } : { displayName: undefined, tags: ['x'] } },
      { do: 'add-rule', operator: up ? 'union' : 'except' },
      { do: 'copy-rule', rule },
      { do: 'remove-rule', rule },
      { do: 'move-rule', rule, to: other % draft.rules.length },
      { do: 'set-operator', rule, operator: up ? 'intersect' : 'union' },
      { do: 'set-path', of: up ? rule : node, path: up ? ['a', 'b'] : undefined },
      { do: 'add', to: group, part: (['condition', 'group', 'segment', 'aggregate'] as const)[other % 4] ?? 'group' },
      { do: 'filter', aggregate: node },
      { do: 'remove', node },
      { do: 'move', node, to: group, at: one % (size(group) + 1) },
      { do: 'nudge', node, by: up ? 1 : -1 },
      { do: 'mode', group, mode: up ? 'any' : 'all' },
      { do: 'negate', node },
      { do: 'condition', node, change: { column: 'A', operator: 'equals', value } },
      { do: 'aggregate', node, change: { of: 'sum', column: 'buys.Total', operator: 'between', value: [1, 2] } },
    ]
    return edits[kind] ?? { do: 'undo' }
  })
