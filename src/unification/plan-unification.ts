import type { Column, Table } from '../contract/catalogue.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'
import { type Shipped, shippedRules } from '../contract/shipped-rules.ts'
import {
  type FieldOrigin,
  type FieldType,
  type MatchException,
  type MatchRule,
  type MergeChoice,
  type Normalization,
  percentOf,
  plainType,
  type UnifiedField,
  type Winner,
} from '../contract/unification.ts'
import { trimSql } from '../engine/fold.ts'
import { quoteName } from '../engine/quote-name.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { normalizationsOf } from './normalize.ts'
import { UnificationError } from './unification-error.ts'

/** A field as it is laid out: its values by table as SQL over the source's row, cast to one type. */
export type PlannedField = {
  readonly name: string
  readonly at: number
  readonly type: FieldType
  readonly kept: boolean
  readonly column: Column
  readonly merge: MergeChoice
  /** By source; left out where a source has no such values. */
  readonly sql: ReadonlyMap<string, string>
  /** The columns that it is read from, by source. */
  readonly columns: ReadonlyMap<string, readonly string[]>
}

/** Values of a field made ready to be compared in one way; `at` numbers the column that holds them. */
export type PlannedComparison = {
  readonly at: number
  readonly field: PlannedField
  readonly normalize: readonly Normalization[]
  readonly alias?: { readonly pairs: readonly (readonly [string, string])[] } | PlannedList
  readonly bypass?: { readonly values: readonly string[] } | PlannedList
}

/** Columns of a source that a rule reads values from. */
export type PlannedList = { readonly table: Table; readonly columns: readonly string[] }

export type PlannedCondition = { readonly comparison: PlannedComparison; readonly percent: number }
export type PlannedException = PlannedCondition & { readonly when: 'differ' | 'same' }

export type PlannedRule = {
  readonly name: string
  readonly where: readonly PlannedCondition[]
  readonly except: readonly PlannedException[]
}

export type PlannedTable = {
  readonly at: number
  readonly table: Table
  readonly includeAll: boolean
  readonly winner: Winner
  readonly winners: Readonly<Record<string, Winner>>
  /** Rules within the table, all of which are asked of every two rows. */
  readonly own: readonly PlannedRule[]
  /** For each table above, in order, the rules in order: the next is asked of those for whom the one before found nobody. */
  readonly against: readonly { readonly table: number; readonly rules: readonly PlannedRule[] }[]
}

/** A unification with its tables as they were last read: everything that its SQL is written from. */
export type UnificationPlan = {
  readonly tables: readonly PlannedTable[]
  readonly fields: readonly PlannedField[]
  readonly comparisons: readonly PlannedComparison[]
  readonly groups: readonly { readonly fields: readonly PlannedField[]; readonly merge: MergeChoice }[]
  readonly always: readonly Table[]
  readonly never: readonly Table[]
  /** The fields that a CustomerId is made of; none for Postbud's own. */
  readonly customerId: readonly PlannedField[]
  /** By name; the conditions are of people's merged values. */
  readonly clusters: readonly PlannedRule[]
  /** The field that holds the person's e-mail. */
  readonly email: PlannedField
}

/** The rules that a definition is matched by. */
export function matchRulesOf(definition: Pick<UnifiedProfiles, 'match' | 'fields'>): readonly MatchRule[] {
  return matchOf(definition).rules
}

/** The rules of the definition, or those that are shipped for the types of its fields, with the fields that they look at. */
function matchOf({ fields, match }: Pick<UnifiedProfiles, 'match' | 'fields'>): Shipped {
  return match ? { fields, rules: match } : shippedRules(fields)
}

/** Reads a definition against the tables. Throws UnificationError for a table that was never read and a column that is not there. */
export function planUnification(
  definition: UnifiedProfiles,
  read: ReadonlyMap<string, Table>,
  timeZone: string,
): UnificationPlan {
  const tableOf = (source: string): Table => {
    const table = read.get(source)
    if (table) return table
    throw new UnificationError(
      'unification_unread',
      said`Source "${source}", from which the profiles are unified, has not been read yet. Run: postbud sources refresh ${source}`,
    )
  }
  // In the order of the tables, so that the first that was not read is the one that is told.
  for (const { source } of definition.tables) tableOf(source)
  const match = matchOf(definition)
  const fields = match.fields.map((field, at) => planField(field, at, tableOf, timeZone))
  const fieldOf = (name: string): PlannedField => {
    const field = fields.find((each) => each.name === name)
    if (!field) throw new UnificationError('unification_columns', said`profiles: there is no field "${name}".`)
    return field
  }
  const comparisons: PlannedComparison[] = []
  const compare = (asked: Omit<MatchException, 'when'>): PlannedComparison => {
    const field = fieldOf(asked.field)
    const spec = {
      field,
      normalize: asked.normalize ?? normalizationsOf[field.type],
      ...(asked.alias && { alias: planAlias(asked.alias, tableOf) }),
      ...(asked.bypass && { bypass: planBypass(asked.bypass, tableOf) }),
    }
    const told = tellComparison(spec)
    const known = comparisons.find((each) => tellComparison(each) === told)
    if (known) return known
    const comparison = { ...spec, at: comparisons.length }
    comparisons.push(comparison)
    return comparison
  }
  const planRule = (rule: MatchRule): PlannedRule => ({
    name: rule.name,
    where: rule.where.map((each) => ({ comparison: compare(each), percent: percentOf(each.precision) })),
    except: (rule.except ?? []).map((each) => ({
      comparison: compare(each),
      percent: percentOf(each.precision),
      when: each.when ?? 'differ',
    })),
  })
  const has = (rule: MatchRule, source: string) => rule.where.every(({ field }) => fieldOf(field).sql.has(source))
  const between = (a: string, b: string) =>
    match.rules.filter(
      (rule) =>
        rule.active !== false &&
        has(rule, a) &&
        has(rule, b) &&
        (rule.tables === undefined || [`${a}/${b}`, `${b}/${a}`].includes(rule.tables.join('/'))),
    )
  const tables = definition.tables.map(
    ({ source, includeAll = true, deduplicate = {} }, at): PlannedTable => ({
      at,
      table: tableOf(source),
      includeAll,
      winner: deduplicate.winner ?? 'most-filled',
      winners: deduplicate.fields ?? {},
      own: [...(deduplicate.rules ?? []), ...((deduplicate.matchRules ?? true) ? between(source, source) : [])]
        .filter((rule) => rule.active !== false && has(rule, source))
        .map(planRule),
      against: definition.tables.slice(0, at).map((other, table) => ({
        table,
        rules: between(other.source, source).map(planRule),
      })),
    }),
  )
  return {
    tables,
    fields,
    comparisons,
    groups: (definition.groups ?? []).map((group) => ({
      fields: group.fields.map(fieldOf),
      merge: group.merge ?? 'importance',
    })),
    always: (definition.always ?? []).map(tableOf),
    never: (definition.never ?? []).map(tableOf),
    customerId: (definition.customerId ?? []).map(fieldOf),
    clusters: (definition.clusters ?? []).map(planRule),
    email: fieldOf(definition.email),
  }
}

/** What a comparison does, as a text to tell it from others. */
export function tellComparison({ field, normalize, alias, bypass }: Omit<PlannedComparison, 'at'>): string {
  const list = (each: object | undefined) =>
    each && 'table' in each ? [(each as PlannedList).table.name, (each as PlannedList).columns] : each
  return JSON.stringify([field.name, [...normalize].sort(), list(alias), list(bypass)])
}

function planField(
  field: UnifiedField,
  at: number,
  tableOf: (source: string) => Table,
  timeZone: string,
): PlannedField {
  const type = plainType(field.type)
  const origins = Object.entries(field.from).map(([source, origin]) => {
    const table = tableOf(source)
    const names = namesIn(origin)
    return { source, origin, columns: names.map((name) => findColumn(table, name, field.name)) }
  })
  const column = {
    ...columnOf(
      type,
      origins.flatMap(({ columns }) => columns),
    ),
    name: field.name,
  }
  const sql = origins.map(
    ({ source, origin, columns }) => [source, originSql(origin, columns, column, timeZone)] as const,
  )
  return {
    name: field.name,
    at,
    type,
    kept: field.exclude !== true,
    column,
    merge: field.merge ?? 'importance',
    sql: new Map(sql),
    columns: new Map(origins.map(({ source, columns }) => [source, columns.map(({ name }) => name)])),
  }
}

/** The columns that a field's origin names. */
export function namesIn(origin: FieldOrigin): readonly string[] {
  if (typeof origin === 'string') return [origin]
  return isJoined(origin) ? origin.join : origin
}

function isJoined(origin: FieldOrigin): origin is { readonly join: readonly string[] } {
  return typeof origin === 'object' && !Array.isArray(origin)
}

function findColumn(table: Table, name: string, field: string): Column {
  const column = table.columns.find((each) => each.name === name)
  if (column) return column
  const known = table.columns.map((each) => each.name)
  throw new UnificationError(
    'unification_columns',
    said`profiles: field "${field}" is read from the column "${name}", which source "${table.name}" does not have.${didYouMean(name, known)} Columns there: ${known.join(', ')}.`,
  )
}

/** The one type that values of all origins are cast to. Dates of which one has a zone are moments; one with a time gives all a time. */
function columnOf(type: FieldType, columns: readonly Column[]): Omit<Column, 'name'> {
  const [first] = columns
  const alike = first !== undefined && columns.every((each) => each.engineType === first.engineType)
  switch (type) {
    case 'date': {
      const kinds = columns.map(({ dateKind }) => dateKind ?? 'day')
      if (kinds.includes('instant'))
        return { type: 'date', dateKind: 'instant', engineType: 'TIMESTAMP WITH TIME ZONE' }
      if (kinds.includes('local')) return { type: 'date', dateKind: 'local', engineType: 'TIMESTAMP' }
      return { type: 'date', dateKind: 'day', engineType: 'DATE' }
    }
    case 'number':
      return { type: 'number', engineType: alike && first.type === 'number' ? first.engineType : 'DOUBLE' }
    case 'boolean':
      return { type: 'boolean', engineType: 'BOOLEAN' }
    default:
      return { type: 'string', engineType: 'VARCHAR' }
  }
}

/** A field's value over the source's row: empty texts are no values. */
function originSql(origin: FieldOrigin, columns: readonly Column[], target: Column, timeZone: string): string {
  const each = columns.map((column) => castSql(column, target, timeZone))
  if (each.length === 1) return each[0] ?? ''
  if (!isJoined(origin)) return `coalesce(${each.join(', ')})`
  return `nullif(concat_ws(' ', ${each.join(', ')}), '')`
}

function castSql(column: Column, target: Column, timeZone: string): string {
  const cell = quoteName(column.name)
  if (target.type === 'string') {
    if (column.engineType !== 'VARCHAR') return `${cell}::varchar`
    // Hardly any text begins with white space, of which there are many kinds.
    return `case when ${cell}[1] between '!' and '~' or ${trimSql(cell)} <> '' then ${cell} end`
  }
  if (column.engineType === target.engineType) return cell
  if (target.dateKind === 'instant' && column.type === 'date') {
    return `(${cell}::timestamp at time zone '${timeZone.replaceAll("'", "''")}')`
  }
  return `try_cast(${cell} as ${target.engineType})`
}

function planAlias(
  alias: NonNullable<MatchException['alias']>,
  tableOf: (source: string) => Table,
): NonNullable<PlannedComparison['alias']> {
  if (!('from' in alias)) return { pairs: alias }
  const from = splitRef(alias.from)
  const to = splitRef(alias.to)
  if (from[0] !== to[0]) {
    throw new UnificationError(
      'unification_columns',
      said`profiles: the two columns of an alias are of two sources; expected one.`,
    )
  }
  return listOf(tableOf(from[0]), [from[1], to[1]])
}

function planBypass(
  bypass: NonNullable<MatchException['bypass']>,
  tableOf: (source: string) => Table,
): NonNullable<PlannedComparison['bypass']> {
  if (!('column' in bypass)) return { values: bypass }
  const [source, column] = splitRef(bypass.column)
  return listOf(tableOf(source), [column])
}

function listOf(table: Table, columns: readonly string[]): PlannedList {
  for (const column of columns) findColumn(table, column, said`a list`)
  return { table, columns }
}

/** The source and the column of a reference in a rule's lists, which always name both. */
export function splitRef(ref: string | readonly [string, string]): readonly [string, string] {
  if (typeof ref !== 'string') return ref
  const dot = ref.indexOf('.')
  return [ref.slice(0, Math.max(dot, 0)), ref.slice(dot + 1)]
}
