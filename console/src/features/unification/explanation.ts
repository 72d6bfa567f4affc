import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'
import type { RowName } from '../profiles/row-names.ts'
import type { Column } from '../sources/sources.ts'

/** How one condition went between two rows. */
export type Judged = Pick<Column, 'type'> & {
  readonly field: string
  readonly values: readonly [string | null, string | null]
  /** As they are compared; null where there is nothing to compare. */
  readonly compared: readonly [string | null, string | null]
  /** How alike they are, 0 to 1. */
  readonly score: number | null
  readonly needed: number
  readonly holds: boolean
}

export type Explanation = {
  readonly rows: readonly [RowName, RowName]
  /** Whose the rows are; null for rows that are nobody's profile. */
  readonly people: readonly [string | null, string | null]
  readonly samePerson: boolean
  readonly steps: readonly {
    readonly from: RowName
    readonly to: RowName
    readonly by: 'rule' | 'always'
    readonly rule: string | null
    readonly score: number | null
  }[]
  readonly rules: readonly {
    readonly rule: string
    readonly where: readonly Judged[]
    readonly blockedBy: readonly Judged[]
    readonly holds: boolean
  }[]
  readonly listed: 'always' | 'never' | null
}

/** The rules that hold first, then those of whose conditions most do. */
export function nearest(rules: Explanation['rules']): Explanation['rules'] {
  const nearness = ({ where, blockedBy, holds }: Explanation['rules'][number]) =>
    holds ? 2 : where.filter((each) => each.holds).length / (where.length + blockedBy.length)
  return rules.toSorted((one, other) => nearness(other) - nearness(one))
}

/** Why two rows are one person, or why not. The rows travel in the body: keys may be addresses. */
export const explanationQuery = (rows: readonly [RowName, RowName]) =>
  queryOptions({
    queryKey: ['profiles', 'explanation', rows],
    queryFn: ({ signal }) => ask<Explanation>('POST', '/unification/explain', { body: { rows }, signal }),
    enabled: rows.every(({ source, key }) => source !== '' && key !== ''),
    retry: false,
  })
