import type { ValueType } from './column.ts'

/**
 * How a column's dates are stored: `day` has no time, `local` is a time without zone (the environment's zone is meant),
 * `instant` is a moment in UTC.
 */
export type DateKind = 'day' | 'local' | 'instant'

/** A column of a table as rules and mappings see it. `engineType` is the engine's own type, VARCHAR or DECIMAL(18,2). */
export type Column = {
  readonly name: string
  readonly type: ValueType
  readonly dateKind?: DateKind
  readonly engineType: string
}

/** A table whose rows can be read: the newest good snapshot of a source, or the Customer table. */
export type Table = {
  readonly name: string
  /** The column whose values are present, unique and text. */
  readonly key: string
  readonly columns: readonly Column[]
  /** The Parquet files that hold the rows, absolute; every one has all columns. */
  readonly files: readonly string[]
  /** Changes whenever the rows may have changed. */
  readonly version: string
  readonly rows: number
}

/** Many rows of `from` belong to one row of `to` (feature map, D12). */
export type Relationship = {
  readonly name: string
  readonly from: { readonly table: string; readonly column: string }
  readonly to: { readonly table: string; readonly column: string }
}

/** The name by which the Customer table goes in relationships and column references. */
export const profileTable = 'profile'

/**
 * Everything that a rule or a mapping may name. `tables` holds the Customer table (named `profile`) and the sources'
 * tables; the source behind the profiles is found under its own name too, and means the profile.
 */
export type Catalogue = {
  readonly profile: Table
  readonly tables: readonly Table[]
  readonly relationships: readonly Relationship[]
  /** Other names of the Customer table: the source that the profiles come from. */
  readonly profileAliases: readonly string[]
  /** IANA zone of the environment, in which dates are meant. */
  readonly timeZone: string
}
