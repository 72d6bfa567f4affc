import { bind, type CompileState } from '../compile-state.ts'

/** Longer lists are looked up in a hash table instead of being walked for every row. */
const shortList = 64

/** Whether `sql` is one of `values` (texts that the engine's `type` reads). An empty list holds nothing. */
export function inList(state: CompileState, sql: string, values: readonly string[], type: string): string {
  if (values.length === 0) return 'false'
  const list = `${bind(state, values)}::varchar[]::${type}[]`
  return values.length <= shortList ? `list_contains(${list}, ${sql})` : `${sql} in (select unnest(${list}))`
}
