import type { ColumnRef } from './column.ts'
import type { SegmentSchedule } from './schedule.ts'

/** A calendar unit of a floating range. */
export type TimeUnit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'quarters' | 'years'

type Scalar = string | number | boolean

/**
 * The operators of a condition (feature map, 5.1, without account hierarchies and any/all), each with its negation.
 * Written as one key beside `column`: `{ column: State, in: [California, Texas] }`.
 */
export type Operators = {
  equals: Scalar
  notEquals: Scalar
  in: readonly Scalar[]
  notIn: readonly Scalar[]
  contains: string
  notContains: string
  startsWith: string
  notStartsWith: string
  endsWith: string
  notEndsWith: string
  isNull: true
  isNotNull: true
  greaterThan: string | number
  greaterThanOrEqualTo: string | number
  lessThan: string | number
  lessThanOrEqualTo: string | number
  between: readonly [string | number, string | number]
  notBetween: readonly [string | number, string | number]
  withinLast: { value: number; unit: TimeUnit }
  notWithinLast: { value: number; unit: TimeUnit }
  yearToDate: true
  notYearToDate: true
  dayOf: number
  notDayOf: number
  monthOf: number | string
  notMonthOf: number | string
  yearOf: number
  notYearOf: number
  dayOfWeek: number | string
  notDayOfWeek: number | string
  timeAt: string
  notTimeAt: string
}

export type Operator = keyof Operators

type OneOf<T> = { [K in keyof T]: { readonly [P in K]: T[P] } }[keyof T]

/** A condition on one column: `column`, exactly one operator, and `ignoreCase` for texts. */
export type Condition = { readonly column: ColumnRef; readonly ignoreCase?: boolean } & OneOf<Operators>

/**
 * A condition on many rows of a related table at once: `{ count: purchases, where: …, greaterThanOrEqualTo: 5 }` or
 * `{ sum: purchases.TotalPrice, … }`. Inside `where`, bare columns are the aggregated table's.
 */
export type Aggregate = (
  | { readonly count: string }
  | { readonly sum: ColumnRef }
  | { readonly average: ColumnRef }
  | { readonly min: ColumnRef }
  | { readonly max: ColumnRef }
) & { readonly where?: RuleNode; readonly path?: readonly string[] } & OneOf<Operators>

/** What a rule is made of: a group with its own logical operator (a sub-rule), a negation, another segment, a condition. */
export type RuleNode =
  | { readonly all: readonly RuleNode[] }
  | { readonly any: readonly RuleNode[] }
  | { readonly not: RuleNode }
  | { readonly segment: string }
  | Condition
  | Aggregate

/** A rule's body: a node, with the relationships to walk where several ways lead to the tables it names. */
export type RuleBody = RuleNode & { readonly path?: readonly string[] }

/** Rules in order: the first is `where`; each later one says how it is combined with the result so far (feature map, G5). */
export type Rule =
  | { readonly where: RuleBody }
  | { readonly union: RuleBody }
  | { readonly intersect: RuleBody }
  | { readonly except: RuleBody }

export type SegmentDefinition = {
  readonly displayName?: string
  /** Words by which people find it again, at most twenty; they mean nothing to the program (feature map, M12). */
  readonly tags?: readonly string[]
  /** `inactive` segments are never refreshed and keep their members (feature map, M4). */
  readonly state?: 'active' | 'inactive'
  /** `static` segments are refreshed by hand only (feature map, M3). */
  readonly type?: 'dynamic' | 'static'
  /** On which days it goes along with the system refresh; with every one unless told. */
  readonly schedule?: SegmentSchedule
  readonly rules: readonly Rule[]
}

/**
 * A mistake in something a person wrote, told so that it can be mended: where it stands, what was found, what was
 * expected, and the nearest known name. `path` leads to the value inside the definition.
 */
export type DefinitionIssue = {
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
}
