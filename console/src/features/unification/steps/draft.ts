import type { UnifiedProfiles } from '../../../../../src/contract/definitions.ts'
import type {
  Cluster,
  FieldGroup,
  FieldOrigin,
  FieldType,
  MatchRule,
  MergeChoice,
  UnifiedField,
  UnifiedTable,
  Winner,
} from '../../../../../src/contract/unification.ts'
import { moved, replaced, without } from './lists.ts'

/** Unified profiles while they are edited: the definition itself, so that nothing of it is lost that no step shows. */
export type Draft = UnifiedProfiles

export const roles = ['email', 'firstName', 'lastName', 'updatedAt'] as const
export type Role = (typeof roles)[number]

/** Changes to some keys of something; a key that is undefined goes. */
type Changes<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** The same with some keys changed, those that are undefined taken away. */
export function changed<T extends object>(value: T, change: Changes<T>): T {
  return Object.fromEntries(Object.entries({ ...value, ...change }).filter(([, each]) => each !== undefined)) as T
}

export function changeTable(draft: Draft, at: number, change: Changes<UnifiedTable>): Draft {
  return { ...draft, tables: replaced(draft.tables, at, (table) => changed(table, change)) }
}

/** Changes how a table is deduplicated; where nothing is left to say of it, nothing is said. */
export function changeDeduplication(
  draft: Draft,
  at: number,
  change: Changes<NonNullable<UnifiedTable['deduplicate']>>,
): Draft {
  const deduplicate = changed(draft.tables[at]?.deduplicate ?? {}, change)
  return changeTable(draft, at, { deduplicate: Object.keys(deduplicate).length > 0 ? deduplicate : undefined })
}

export function moveTable(draft: Draft, from: number, to: number): Draft {
  return { ...draft, tables: moved(draft.tables, from, to) }
}

/**
 * Adds a table with the fields that are proposed for it: a column goes to the field of its meaning or its name, and becomes a
 * field of its own where there is none.
 */
export function addTable(draft: Draft, source: string, proposed: readonly UnifiedField[]): Draft {
  const plain: readonly FieldType[] = ['text', 'date', 'number', 'boolean', 'id']
  let fields = draft.fields
  for (const each of proposed) {
    const origin = each.from[source]
    // What is only compared comes along with the rules that need it.
    if (origin === undefined || each.exclude) continue
    const type = each.type ?? 'text'
    const free = (field: UnifiedField) => field.from[source] === undefined
    const sameName = (field: UnifiedField) => field.name.toLowerCase() === each.name.toLowerCase()
    const byMeaning = (plain as readonly string[]).includes(type)
      ? -1
      : fields.findIndex((field) => free(field) && field.type === type)
    const at = byMeaning >= 0 ? byMeaning : fields.findIndex((field) => free(field) && sameName(field))
    if (at >= 0) {
      fields = replaced(fields, at, (field) => ({ ...field, from: { ...field.from, [source]: origin } }))
    } else if (!fields.some(sameName)) {
      fields = [...fields, { ...each, from: { [source]: origin } }]
    }
  }
  return { ...draft, tables: [...draft.tables, { source }], fields }
}

/** Takes a table away with its columns. Fields that have no other go, too, unless something uses them. */
export function removeTable(draft: Draft, source: string): Draft {
  const tables = draft.tables.filter((table) => table.source !== source)
  const fields = draft.fields.map((field) => {
    const { [source]: _, ...from } = field.from
    return { ...field, from }
  })
  const bare = { ...draft, tables, fields }
  const kept = fields.filter(({ name, from }) => Object.keys(from).length > 0 || usesOfField(bare, name).length > 0)
  return { ...bare, fields: kept }
}

/** Why a table cannot be taken away: rules that are kept to it, and choices that name it. */
export function usesOfTable(draft: Draft, source: string): readonly Use[] {
  const inRules = [
    ...(draft.match ?? []),
    ...draft.tables.filter((table) => table.source !== source).flatMap(({ deduplicate }) => deduplicate?.rules ?? []),
  ].filter(({ tables }) => tables?.includes(source))
  const chosen = (merge: MergeChoice | undefined) =>
    typeof merge === 'object' && 'importance' in merge && merge.importance.includes(source)
  return [
    ...inRules.map(({ name }): Use => ({ kind: 'rule', name })),
    ...draft.fields.filter(({ merge }) => chosen(merge)).map(({ name }): Use => ({ kind: 'merge', name })),
    ...(draft.groups ?? [])
      .filter(({ merge }) => chosen(merge))
      .map(({ fields }): Use => ({ kind: 'group', name: fields.join(', ') })),
  ]
}

/** What needs a field or a table: a rule, the choice of a winner or a value, a group, or what the profiles call their own. */
export type Use = {
  readonly kind: 'rule' | 'merge' | 'winner' | 'group' | 'role' | 'id' | 'cluster'
  readonly name: string
}

/** What in the steps names a field, so that it cannot be taken away. */
export function usesOfField(draft: Draft, field: string): readonly Use[] {
  const names = (choice: MergeChoice | Winner | undefined) =>
    typeof choice === 'object' &&
    (('mostRecent' in choice && choice.mostRecent === field) ||
      ('leastRecent' in choice && choice.leastRecent === field))
  const inRule = ({ where, except = [] }: Pick<MatchRule, 'where' | 'except'>) =>
    [...where, ...except].some((each) => each.field === field)
  const rules = [...(draft.match ?? []), ...draft.tables.flatMap(({ deduplicate }) => deduplicate?.rules ?? [])]
  return [
    ...roles.filter((role) => draft[role] === field).map((name): Use => ({ kind: 'role', name })),
    ...rules.filter(inRule).map(({ name }): Use => ({ kind: 'rule', name })),
    ...draft.tables
      .filter(
        ({ deduplicate }) =>
          names(deduplicate?.winner) ||
          Object.entries(deduplicate?.fields ?? {}).some(([name, choice]) => name === field || names(choice)),
      )
      .map(({ source }): Use => ({ kind: 'winner', name: source })),
    ...draft.fields.filter(({ merge }) => names(merge)).map(({ name }): Use => ({ kind: 'merge', name })),
    ...(draft.groups ?? [])
      .filter(({ fields, merge }) => fields.includes(field) || names(merge))
      .map(({ fields }): Use => ({ kind: 'group', name: fields.join(', ') })),
    ...(draft.customerId?.includes(field) ? [{ kind: 'id', name: '' } as const] : []),
    ...(draft.clusters ?? []).filter(inRule).map(({ name }): Use => ({ kind: 'cluster', name })),
  ]
}

export function changeField(draft: Draft, at: number, change: Changes<UnifiedField>): Draft {
  return { ...draft, fields: replaced(draft.fields, at, (field) => changed(field, change)) }
}

/** Sets from which column of a table a field's values come; undefined for none. */
export function setOrigin(draft: Draft, at: number, source: string, origin: FieldOrigin | undefined): Draft {
  const { [source]: _, ...others } = draft.fields[at]?.from ?? {}
  // In the order of the tables, whichever was chosen first.
  const from = Object.fromEntries(
    draft.tables.flatMap((table) => {
      const given = table.source === source ? origin : others[table.source]
      return given === undefined ? [] : [[table.source, given]]
    }),
  )
  return changeField(draft, at, { from })
}

/** Adds a field with the column of a table, under a name that is free. */
export function addField(draft: Draft, source: string, column: string): Draft {
  return { ...draft, fields: [...draft.fields, { name: freeName(draft, column), from: { [source]: column } }] }
}

export function removeField(draft: Draft, at: number): Draft {
  return { ...draft, fields: without(draft.fields, at) }
}

export function moveField(draft: Draft, from: number, to: number): Draft {
  return { ...draft, fields: moved(draft.fields, from, to) }
}

/** Calls a field otherwise, wherever it is named. */
export function renameField(draft: Draft, at: number, name: string): Draft {
  const before = draft.fields[at]?.name
  if (before === undefined || before === name) return draft
  const renamed = { ...draft, fields: replaced(draft.fields, at, (field) => ({ ...field, name })) }
  return mapFieldNames(renamed, (each) => (each === before ? name : each))
}

/** Puts the columns of one field into another and takes it away; what named it names the other. */
export function combineFields(draft: Draft, at: number, into: number): Draft {
  const one = draft.fields[at]
  const target = draft.fields[into]
  if (!one || !target || at === into) return draft
  const from = Object.fromEntries(
    draft.tables.flatMap(({ source }) => {
      const [own, other] = [target.from[source], one.from[source]]
      const only = own === undefined || other === undefined ? (own ?? other) : undefined
      const columns = [...new Set([...columnsOf(own), ...columnsOf(other)])]
      const [first] = columns
      if (only !== undefined) return [[source, only]]
      return first === undefined ? [] : [[source, columns.length === 1 ? first : columns]]
    }),
  )
  const combined = without(
    replaced(draft.fields, into, (field) => ({ ...field, from })),
    at,
  )
  const next = mapFieldNames({ ...draft, fields: combined }, (name) => (name === one.name ? target.name : name))
  // A field stands in a group once, and a group of one is none.
  const groups = next.groups
    ?.map((group) => ({ ...group, fields: [...new Set(group.fields)] }))
    .filter(({ fields }) => fields.length > 1)
  return changed(next, { groups: groups?.length ? groups : undefined })
}

/** Makes a field of each table's column, the first of which keeps the name and what names it. */
export function separateField(draft: Draft, at: number): Draft {
  const field = draft.fields[at]
  if (!field) return draft
  const [first, ...others] = Object.entries(field.from)
  if (!first || others.length === 0) return draft
  let next: Draft = {
    ...draft,
    fields: replaced(draft.fields, at, (each) => ({ ...each, from: Object.fromEntries([first]) })),
  }
  for (const [source, origin] of others) {
    const name = freeName(next, `${field.name} ${source}`)
    const { merge: _, ...rest } = field
    next = { ...next, fields: [...next.fields, { ...rest, name, from: { [source]: origin } }] }
  }
  return next
}

export function changeGroup(draft: Draft, at: number, change: Changes<FieldGroup>): Draft {
  return { ...draft, groups: replaced(draft.groups ?? [], at, (group) => changed(group, change)) }
}

export function setGroups(draft: Draft, groups: readonly FieldGroup[]): Draft {
  return changed(draft, { groups: groups.length > 0 ? groups : undefined })
}

/** Kinds of clusters; where there are none, nothing is said of them. */
export function setClusters(draft: Draft, clusters: readonly Cluster[]): Draft {
  return changed(draft, { clusters: clusters.length > 0 ? clusters : undefined })
}

/** Whether the rules of the match are asked within a table. */
export function asksMatchRules({ deduplicate }: UnifiedTable): boolean {
  return deduplicate?.matchRules ?? true
}

/** By which rules a table is deduplicated: those of the match, its own, both, or none. */
export type WhichRules = 'shared' | 'own' | 'both' | 'no'

export function whichRules(table: UnifiedTable): WhichRules {
  const hasOwn = table.deduplicate?.rules !== undefined
  if (asksMatchRules(table)) return hasOwn ? 'both' : 'shared'
  return hasOwn ? 'own' : 'no'
}

/** The columns that a field's values come from in one table, in their order. */
export function columnsOf(origin: FieldOrigin | undefined): readonly string[] {
  if (origin === undefined) return []
  if (typeof origin === 'string') return [origin]
  return isJoined(origin) ? origin.join : origin
}

/** Whether columns are written one after another. Lists have a method of that name, too. */
export function isJoined(origin: FieldOrigin | undefined): origin is { readonly join: readonly string[] } {
  return typeof origin === 'object' && Object.hasOwn(origin, 'join')
}

/** Whether a rule has its fields in both tables (in one, twice the same), and is not kept to others. */
export function mayBeAsked(
  draft: Draft,
  { where, tables }: MatchRule,
  [one, other]: readonly [string, string],
): boolean {
  const isThere = where.every(({ field: name }) => {
    const from = draft.fields.find((field) => field.name === name)?.from
    return from?.[one] !== undefined && from[other] !== undefined
  })
  const isMeant =
    tables === undefined || (tables[0] === one && tables[1] === other) || (tables[0] === other && tables[1] === one)
  return isThere && isMeant
}

/** A name for a field that no other has. */
export function freeName(draft: Draft, wanted: string): string {
  const taken = new Set(draft.fields.map(({ name }) => name.toLowerCase()))
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted} ${n}`
    if (!taken.has(name.toLowerCase())) return name
  }
}

/** Names of fields, wherever they are named but where they are defined. */
function mapFieldNames(draft: Draft, name: (before: string) => string): Draft {
  const mapRule = <T extends Pick<MatchRule, 'where' | 'except'>>(rule: T): T => ({
    ...rule,
    where: rule.where.map((each) => ({ ...each, field: name(each.field) })),
    ...(rule.except && { except: rule.except.map((each) => ({ ...each, field: name(each.field) })) }),
  })
  const mapChoice = <T extends MergeChoice | Winner>(choice: T): T => {
    if (typeof choice !== 'object') return choice
    if ('mostRecent' in choice) return { mostRecent: name(choice.mostRecent) } as T
    return 'leastRecent' in choice ? ({ leastRecent: name(choice.leastRecent) } as T) : choice
  }
  return {
    ...draft,
    ...Object.fromEntries(roles.flatMap((role) => (draft[role] === undefined ? [] : [[role, name(draft[role])]]))),
    tables: draft.tables.map(({ deduplicate, ...table }) => ({
      ...table,
      ...(deduplicate && {
        deduplicate: {
          ...deduplicate,
          ...(deduplicate.rules && { rules: deduplicate.rules.map(mapRule) }),
          ...(deduplicate.winner && { winner: mapChoice(deduplicate.winner) }),
          ...(deduplicate.fields && {
            fields: Object.fromEntries(
              Object.entries(deduplicate.fields).map(([each, choice]) => [name(each), mapChoice(choice)]),
            ),
          }),
        },
      }),
    })),
    fields: draft.fields.map((field) => ({ ...field, ...(field.merge && { merge: mapChoice(field.merge) }) })),
    ...(draft.match && { match: draft.match.map(mapRule) }),
    ...(draft.groups && {
      groups: draft.groups.map((group) => ({
        ...group,
        fields: group.fields.map(name),
        ...(group.merge && { merge: mapChoice(group.merge) }),
      })),
    }),
    ...(draft.customerId && { customerId: [...new Set(draft.customerId.map(name))] }),
    ...(draft.clusters && { clusters: draft.clusters.map(mapRule) }),
  }
}
