/** A name (a column's, a table's) as an SQL identifier. Names come from our own lists; quoting lets them hold any character. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as an SQL literal, for the few places of the engine's grammar that take no parameter (options, settings). */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
