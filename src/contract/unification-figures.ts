/** What became of one table's rows (feature map, N16). */
export type TableFigures = {
  readonly source: string
  readonly rows: number
  /** Rows that are left when those of one person within the table are counted once. */
  readonly unique: number
  /** Rows of people who have rows in another table, too. */
  readonly matched: number
  /** Rows of people of this table alone who are profiles. */
  readonly single: number
  /** Rows that are nobody's profile, since they matched nobody and the table does not include all its rows. */
  readonly leftOut: number
  /** Rows of people who have several in this table: those of its table of duplicates. Not known of what was unified by an earlier release. */
  readonly several?: number
}

/** Rows that say once more who another row of the table is: with the unique ones they are all rows. */
export function duplicatesOf({ rows, unique }: Pick<TableFigures, 'rows' | 'unique'>): number {
  return rows - unique
}

/** What one kind of cluster came to. */
export type ClusterFigures = {
  readonly name: string
  readonly clusters: number
  /** Those of several people. */
  readonly shared: number
  /** People who are in one. */
  readonly people: number
}

/** What one rule did. */
export type RuleFigures = {
  readonly kind: 'within' | 'between'
  readonly table: string
  /** The table above that it was matched against. */
  readonly against?: string
  readonly rule: string
  /** Rows within a table that are one with another; groups of rows that found somebody above. */
  readonly found: number
  /** What did not become one because a list says never. */
  readonly refused: number
  /** What a rule without an exact condition could not look at: blocks of rows alike in too much, and the pairs in them. */
  readonly leftOut?: { readonly blocks: number; readonly pairs: number }
}

/** The figures of the last unification. */
export type UnificationFigures = {
  readonly people: number
  /** People with rows in more than one table. */
  readonly matchedPeople: number
  /** People with more than one row. */
  readonly mergedPeople: number
  readonly tables: readonly TableFigures[]
  readonly rules: readonly RuleFigures[]
  /** Columns of the sources that a field is read from, each once, and fields that people are kept with. */
  readonly mappedColumns: number
  readonly keptFields: number
  readonly clusters?: readonly ClusterFigures[]
  /** Pairs of rows of two tables that were made one. Not known of what was unified by an earlier release. */
  readonly matchPairs?: number
}
