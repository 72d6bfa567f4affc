import { whiteSpace } from '../lib/fold.ts'

const quoted = `'${whiteSpace}'`

/** The folding of `lib/fold.ts` as an SQL expression over the text expression `sql`. */
export function foldSql(sql: string): string {
  return `lower(trim(${sql}, ${quoted}))`
}

/** `sql` with every white space at its ends removed, letters as they are. */
export function trimSql(sql: string): string {
  return `trim(${sql}, ${quoted})`
}
