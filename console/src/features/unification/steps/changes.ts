import { shippedRules } from '../../../../../src/contract/shipped-rules.ts'
import type {
  FieldGroup,
  FieldOrigin,
  FieldType,
  MatchRule,
  MergeChoice,
  OwnType,
  UnifiedField,
  UnifiedTable,
  Winner,
} from '../../../../../src/contract/unification.ts'
import { columnsOf, type Draft, type Role, renameField, roles, type WhichRules, whichRules } from './draft.ts'
import type { StepName } from './step-names.ts'

/** One thing that is otherwise in the draft than in what is saved, in words. */
export type Change = {
  readonly step: StepName
  readonly act: 'added' | 'removed' | 'changed'
  readonly what: string
  /** How it is saved, and how it is edited, in lines; missing where there is nothing to say. */
  readonly before?: string
  readonly after?: string
}

type RuleLike = Pick<MatchRule, 'name' | 'where'> & Partial<MatchRule>

/** What things and what is said of them are called, in the language of who looks. */
export type ChangeWords = {
  readonly nothing: string
  readonly table: (name: string) => string
  readonly field: (name: string) => string
  readonly rule: (name: string, within?: string) => string
  readonly cluster: (name: string) => string
  readonly group: (group: FieldGroup) => string
  readonly role: (role: Role) => string
  /** Something about a thing: `Field Phone: What it means`. */
  readonly of: (
    what: string,
    aspect: 'name' | 'ruleName' | 'type' | 'which' | 'winner' | 'includeAll' | 'choice' | 'keep',
  ) => string
  readonly columnIn: (field: string, table: string) => string
  readonly winnerOf: (table: string, field: string) => string
  readonly orderOf: (list: 'tables' | 'rules' | 'fields' | 'clusters', within?: string) => string
  readonly list: (kind: 'always' | 'never', name: string) => string
  readonly matchRules: string
  readonly id: string
  readonly ownId: string
  readonly type: (type: FieldType | OwnType) => string
  readonly origin: (origin: FieldOrigin | undefined) => string
  readonly fieldSays: (field: UnifiedField) => string
  readonly which: (which: WhichRules, table: string) => string
  readonly winner: (winner: Winner) => string
  readonly yes: (is: boolean) => string
  readonly set: (which: 'shipped' | 'own') => string
  readonly ruleName: (name: string) => string
  readonly ruleSays: (rule: RuleLike) => string
  readonly merge: (merge: MergeChoice) => string
}

/**
 * What saving the draft would change, step by step, each thing once: a field that is called otherwise is that alone, and no change
 * of the rules that name it. The rules are those that are asked, so that a field whose meaning changes shows which of the rules
 * that Postbud brings along come and go with it.
 */
export function changesOf(saved: Draft, draft: Draft, say: ChangeWords): readonly Change[] {
  const asked: Draft = { ...saved, match: rulesAsked(saved) }
  const renames = renamesOf(saved.fields, draft.fields)
  const before = renames.reduce<Draft>(
    (made, { from, to }) =>
      renameField(
        made,
        made.fields.findIndex(({ name }) => name === from),
        to,
      ),
    asked,
  )
  return [
    ...renames.flatMap(({ from, to }) => otherwise('map', say.of(say.field(to), 'name'), from, to)),
    ...changesOfMap(before, draft, say),
    ...changesOfDeduplication(before, draft, say),
    ...otherwise('match', say.matchRules, say.set(setOf(saved)), say.set(setOf(draft))),
    ...changesOfMatch(before, draft, say),
    ...changesOfMerge(before, draft, say),
  ]
}

function rulesAsked({ match, fields }: Draft): readonly MatchRule[] {
  return match ?? shippedRules(fields).rules
}

function setOf({ match }: Draft): 'shipped' | 'own' {
  return match ? 'own' : 'shipped'
}

function changesOfMap(before: Draft, draft: Draft, say: ChangeWords): Change[] {
  const tables = draft.tables.map(({ source }) => source)
  return [
    ...listed({
      step: 'map',
      before: before.tables,
      after: draft.tables,
      keyOf: ({ source }) => source,
      what: ({ source }) => say.table(source),
    }),
    ...listed({
      step: 'map',
      before: before.fields,
      after: draft.fields,
      keyOf: ({ name }) => name,
      what: ({ name }) => say.field(name),
      says: say.fieldSays,
      isSameThing: true,
    }),
    ...both(before.fields, draft.fields, ({ name }) => name).flatMap(([was, is]) => [
      ...otherwise(
        'map',
        say.of(say.field(is.name), 'type'),
        say.type(was.type ?? 'text'),
        say.type(is.type ?? 'text'),
      ),
      // The columns of a table that goes go with it.
      ...tables.flatMap((table) =>
        otherwise('map', say.columnIn(is.name, table), say.origin(was.from[table]), say.origin(is.from[table])),
      ),
    ]),
    ...roles.flatMap((role) =>
      otherwise('map', say.role(role), before[role] ?? say.nothing, draft[role] ?? say.nothing),
    ),
  ]
}

function changesOfDeduplication(before: Draft, draft: Draft, say: ChangeWords): Change[] {
  const nothing = (source: string): UnifiedTable => ({ source })
  return draft.tables.flatMap((is) => {
    const table = is.source
    const was = before.tables.find(({ source }) => source === table) ?? nothing(table)
    const [one, other] = [was.deduplicate ?? {}, is.deduplicate ?? {}]
    const fields = [...new Set([...Object.keys(one.fields ?? {}), ...Object.keys(other.fields ?? {})])]
    const winner = (of: Winner | undefined) => (of === undefined ? say.nothing : say.winner(of))
    return [
      ...otherwise(
        'deduplicate',
        say.of(say.table(table), 'which'),
        say.which(whichRules(was), table),
        say.which(whichRules(is), table),
      ),
      ...changesOfRules('deduplicate', one.rules ?? [], other.rules ?? [], say, table),
      ...otherwise(
        'deduplicate',
        say.of(say.table(table), 'winner'),
        say.winner(one.winner ?? 'most-filled'),
        say.winner(other.winner ?? 'most-filled'),
      ),
      ...fields.flatMap((field) =>
        otherwise(
          'deduplicate',
          say.winnerOf(table, field),
          winner(one.fields?.[field]),
          winner(other.fields?.[field]),
        ),
      ),
    ]
  })
}

function changesOfMatch(before: Draft, draft: Draft, say: ChangeWords): Change[] {
  const includes = ({ includeAll = true }: UnifiedTable) => say.yes(includeAll)
  const nameOf = ({ source }: UnifiedTable) => source
  return [
    ...ordered('match', say.orderOf('tables'), before.tables.map(nameOf), draft.tables.map(nameOf)),
    ...draft.tables.flatMap((is) => {
      const was = before.tables.find(({ source }) => source === is.source) ?? { source: is.source }
      return otherwise('match', say.of(say.table(is.source), 'includeAll'), includes(was), includes(is))
    }),
    ...changesOfRules('match', before.match ?? [], rulesAsked(draft), say),
    ...(['always', 'never'] as const).flatMap((kind) =>
      listed({
        step: 'match',
        before: before[kind] ?? [],
        after: draft[kind] ?? [],
        keyOf: (name) => name,
        what: (name) => say.list(kind, name),
      }),
    ),
  ]
}

function changesOfMerge(before: Draft, draft: Draft, say: ChangeWords): Change[] {
  const nameOf = ({ name }: UnifiedField) => name
  const id = ({ customerId }: Draft) => customerId?.join(', ') ?? say.ownId
  return [
    ...both(before.fields, draft.fields, nameOf).flatMap(([was, is]) => [
      ...otherwise(
        'merge',
        say.of(say.field(is.name), 'choice'),
        say.merge(was.merge ?? 'importance'),
        say.merge(is.merge ?? 'importance'),
      ),
      ...otherwise('merge', say.of(say.field(is.name), 'keep'), say.yes(!was.exclude), say.yes(!is.exclude)),
    ]),
    ...ordered('merge', say.orderOf('fields'), before.fields.map(nameOf), draft.fields.map(nameOf)),
    ...changesOfGroups(before.groups ?? [], draft.groups ?? [], say),
    ...otherwise('merge', say.id, id(before), id(draft)),
    ...listed({
      step: 'merge',
      before: before.clusters ?? [],
      after: draft.clusters ?? [],
      keyOf: ({ name }) => name,
      what: ({ name }) => say.cluster(name),
      says: say.ruleSays,
      order: say.orderOf('clusters'),
    }),
  ]
}

/** A group has no name: it is the one that has a field of it. */
function changesOfGroups(before: readonly FieldGroup[], after: readonly FieldGroup[], say: ChangeWords): Change[] {
  const keyOf = (group: FieldGroup) => {
    const one = before.find((each) => each.fields.some((field) => group.fields.includes(field)))
    return (one ?? group).fields.join(' ')
  }
  return listed({
    step: 'merge',
    before,
    after,
    keyOf,
    what: say.group,
    says: ({ fields, merge = 'importance' }) => `${fields.join(', ')}: ${say.merge(merge)}`,
  })
}

/** Rules in their order, within one table or between them. One that says what another said before is that one under another name. */
function changesOfRules(
  step: StepName,
  saved: readonly MatchRule[],
  edited: readonly MatchRule[],
  say: ChangeWords,
  within?: string,
): Change[] {
  const named = (rules: readonly MatchRule[]) => rules.map((rule) => ({ ...rule, name: say.ruleName(rule.name) }))
  const [one, after] = [named(saved), named(edited)]
  const isIn = (rules: readonly MatchRule[], { name }: MatchRule) => rules.some((each) => each.name === name)
  const renames: { from: string; to: string }[] = []
  const before = one.map((rule) => {
    if (isIn(after, rule)) return rule
    const other = after.find((each) => !isIn(one, each) && say.ruleSays(each) === say.ruleSays(rule))
    if (!other || renames.some(({ to }) => to === other.name)) return rule
    renames.push({ from: rule.name, to: other.name })
    return { ...rule, name: other.name }
  })
  return [
    ...renames.flatMap(({ from, to }) => otherwise(step, say.of(say.rule(to, within), 'ruleName'), from, to)),
    ...listed({
      step,
      before,
      after,
      keyOf: ({ name }) => name,
      what: ({ name }) => say.rule(name, within),
      says: say.ruleSays,
      order: say.orderOf('rules', within),
    }),
  ]
}

/** Fields that are called otherwise: one that is gone, and one that is new and has a column of it. */
function renamesOf(
  before: readonly UnifiedField[],
  after: readonly UnifiedField[],
): readonly { readonly from: string; readonly to: string }[] {
  const isIn = (fields: readonly UnifiedField[], { name }: UnifiedField) => fields.some((each) => each.name === name)
  const columns = ({ from }: UnifiedField) =>
    Object.entries(from).flatMap(([table, origin]) =>
      columnsOf(origin).map((column) => JSON.stringify([table, column])),
    )
  const free = after.filter((field) => !isIn(before, field))
  return before
    .filter((field) => !isIn(after, field))
    .flatMap((field) => {
      const own = columns(field)
      const at = free.findIndex((each) => columns(each).some((column) => own.includes(column)))
      const [other] = at < 0 ? [] : free.splice(at, 1)
      return other ? [{ from: field.name, to: other.name }] : []
    })
}

/** What came, what went and what is otherwise in a list of things that have names. */
function listed<T>({
  step,
  before,
  after,
  keyOf,
  what,
  says = () => '',
  isSameThing = false,
  order,
}: {
  readonly step: StepName
  readonly before: readonly T[]
  readonly after: readonly T[]
  readonly keyOf: (each: T) => string
  readonly what: (each: T) => string
  readonly says?: (each: T) => string
  /** Whether what is otherwise within one of them is told elsewhere. */
  readonly isSameThing?: boolean
  /** What the order of the list is called, where it says something. */
  readonly order?: string
}): Change[] {
  const at = (change: Change, said: string, key: 'before' | 'after') =>
    said === '' ? change : { ...change, [key]: said }
  return [
    ...missing(before, after, keyOf).map((each) =>
      at({ step, act: 'removed', what: what(each) }, says(each), 'before'),
    ),
    ...missing(after, before, keyOf).map((each) => at({ step, act: 'added', what: what(each) }, says(each), 'after')),
    ...(isSameThing
      ? []
      : both(before, after, keyOf).flatMap(([was, is]) => otherwise(step, what(is), says(was), says(is)))),
    ...(order === undefined ? [] : ordered(step, order, before.map(keyOf), after.map(keyOf))),
  ]
}

/** Those of a list that are not in the other. Of several with one key, as many as are missing. */
function missing<T>(list: readonly T[], other: readonly T[], keyOf: (each: T) => string): readonly T[] {
  const left = other.map(keyOf)
  return list.filter((each) => {
    const at = left.indexOf(keyOf(each))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

function both<T>(before: readonly T[], after: readonly T[], keyOf: (each: T) => string): (readonly [T, T])[] {
  const left = [...before]
  return after.flatMap((is) => {
    const at = left.findIndex((each) => keyOf(each) === keyOf(is))
    const [was] = at < 0 ? [] : left.splice(at, 1)
    return was === undefined ? [] : [[was, is] as const]
  })
}

/** The order, if it is another than what comes of taking some away and adding others at the end. */
function ordered(step: StepName, what: string, before: readonly string[], after: readonly string[]): Change[] {
  const same = (each: string) => each
  const gone = missing(before, after, same)
  const expected = [...missing(before, gone, same), ...missing(after, before, same)]
  return expected.join('\n') === after.join('\n') ? [] : otherwise(step, what, before.join(', '), after.join(', '))
}

function otherwise(step: StepName, what: string, before: string, after: string): Change[] {
  return before === after ? [] : [{ step, act: 'changed', what, before, after }]
}
