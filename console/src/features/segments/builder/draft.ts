import type { ColumnRef } from '../../../../../src/contract/column.ts'
import type { Operator, SegmentDefinition } from '../../../../../src/contract/segment.ts'

/** What tells the parts of a draft apart while they are changed and moved about. */
export type Id = number

export const aggregateKinds = ['count', 'sum', 'average', 'min', 'max'] as const
export type AggregateKind = (typeof aggregateKinds)[number]

export const setOperators = ['union', 'intersect', 'except'] as const
export type SetOperator = (typeof setOperators)[number]

/** Everything of a segment but its rules. */
export type DraftHead = Omit<SegmentDefinition, 'rules'>

/**
 * A segment while somebody writes it. Unlike a definition it may be unfinished: a condition may lack its column, operator or
 * value. Parts have ids, and rules always hold a group, so that all of them are edited alike.
 */
export type Draft = { readonly head: DraftHead; readonly rules: readonly DraftRule[] }

export type DraftRule = {
  readonly id: Id
  /** How it is combined with those before; kept and not written for the first. */
  readonly operator: SetOperator
  readonly path?: readonly string[]
  readonly group: DraftGroup
}

/** How often a part is negated: `{ not: … }` around it, as many times. */
type Negated = { readonly negations: number }

export type DraftGroup = Negated & {
  readonly id: Id
  readonly kind: 'group'
  readonly mode: 'all' | 'any'
  /** Holds one part that is written without a group around it, as long as there is no more than the one. */
  readonly bare: boolean
  readonly members: readonly DraftNode[]
}

export type DraftSegment = Negated & { readonly id: Id; readonly kind: 'segment'; readonly segment: string }

/** An operator with its value; null for what has not been chosen yet. */
export type DraftTest = { readonly operator: Operator | null; readonly value: unknown }

export type DraftCondition = Negated &
  DraftTest & {
    readonly id: Id
    readonly kind: 'condition'
    readonly column: ColumnRef | null
    readonly ignoreCase?: boolean
  }

export type DraftAggregate = Negated &
  DraftTest & {
    readonly id: Id
    readonly kind: 'aggregate'
    readonly of: AggregateKind
    /** The column, or the table where rows are counted. */
    readonly column: ColumnRef | null
    readonly where: DraftGroup | null
    readonly path?: readonly string[]
  }

export type DraftNode = DraftGroup | DraftSegment | DraftCondition | DraftAggregate
