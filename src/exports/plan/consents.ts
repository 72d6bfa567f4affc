import { foldSql } from '../../engine/fold.ts'

const yes = ['true', 'yes', 'y', 'ja', 'j', '1', 't']

/** Whether the text expression `sql` is a yes, as an SQL condition. Whatever else it is, empty included, is none. */
export function consents(sql: string): string {
  return `coalesce(${foldSql(sql)} in (${yes.map((word) => `'${word}'`).join(', ')}), false)`
}
