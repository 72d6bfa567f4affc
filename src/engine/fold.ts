import { whiteSpace } from '../lib/fold.ts'

const quoted = `'${whiteSpace}'`

/**
 * The folding of `lib/fold.ts` as an SQL expression over the text expression `sql`. Looking for every kind of white space takes
 * most of the time, and hardly any text has some at its ends: what begins and ends with plain characters is not looked at.
 */
export function foldSql(sql: string): string {
  const isPlain = (character: string) => `${character} between '!' and '~'`
  return `(case when ${isPlain(`(${sql})[1]`)} and ${isPlain(`(${sql})[-1]`)} then lower(${sql}) else lower(trim(${sql}, ${quoted})) end)`
}

/** `sql` with every white space at its ends removed, letters as they are. */
export function trimSql(sql: string): string {
  return `trim(${sql}, ${quoted})`
}
