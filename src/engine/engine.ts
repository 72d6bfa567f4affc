/** What may be bound to a statement. Dates and times travel as ISO text and are cast where they are used. */
export type SqlValue = string | number | bigint | boolean | null | readonly string[] | readonly number[]

/** A statement and its values, kept apart to the end: values are bound as $1, $2, …, never pasted. */
export type Sql = { readonly text: string; readonly params: readonly SqlValue[] }

/** A value as a row gives it back: whole numbers as numbers where they are exact, dates and times as ISO text. */
export type Cell = string | number | bigint | boolean | null | readonly Cell[] | { readonly [name: string]: Cell }

/**
 * Where profile data lives and its SQL runs. Everything that touches profiles goes through here, so that another engine
 * that reads the same Parquet files can take DuckDB's place.
 */
export interface Engine extends AsyncDisposable {
  /**
   * A session of its own: temporary tables are seen by it alone and end with it. A `roomy` one has memory of its own, for work that
   * holds whole tables at once and that only one process does at a time.
   */
  session(wanted?: { readonly roomy?: boolean }): Promise<EngineSession>
}

/**
 * What `readSnapshot` names is read as it is when a text begins, to the end of the text; a view reads it so to the end of the session.
 * The next text sees what was put in its place meanwhile.
 */
export interface EngineSession extends AsyncDisposable {
  /** Runs one or more statements (values only with a single one). Aborting interrupts the statement. */
  run(text: string, params?: readonly SqlValue[], options?: { signal?: AbortSignal }): Promise<void>
  /** All rows of a query. For results that fit in memory: samples, counts, definitions. */
  rows<Row extends object = Record<string, Cell>>(
    text: string,
    params?: readonly SqlValue[],
    options?: { signal?: AbortSignal },
  ): Promise<Row[]>
  /** The rows of a query in chunks of a few thousand, so that a million of them never stand in memory. */
  chunks<Row extends object = Record<string, Cell>>(text: string, params?: readonly SqlValue[]): AsyncIterable<Row[]>
}
